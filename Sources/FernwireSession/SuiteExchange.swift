// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// One side's part in the flights of one session.
public protocol SuiteExchange {
    /// The payload of flight `index`, which is ours to send.
    mutating func write(flight index: Int, _ facts: SessionFacts) throws(SessionError) -> [UInt8]
    /// Takes the payload of flight `index`, which is the peer's.
    mutating func read(flight index: Int, _ payload: [UInt8], _ facts: SessionFacts) throws(SessionError)
    /// Keys of flights that are protected: those of epoch 0.
    func protection(flight index: Int, _ schedule: KeySchedule, _ direction: Direction) -> RecordProtection?
    /// After the last flight.
    func sessionSecret() -> SecretBytes

    /// What `direction`'s finished holds. PROTOCOL.md §3.5.
    func verifyData(_ direction: Direction, _ schedule: KeySchedule, transcriptHash: [UInt8]) -> [UInt8]
    /// Whether `data` is what the peer's finished must hold; in constant time.
    func verify(
        _ data: [UInt8], _ direction: Direction, _ schedule: KeySchedule, transcriptHash: [UInt8]
    ) -> Bool
}

extension SuiteExchange {
    public mutating func write(flight index: Int, _ facts: SessionFacts) throws(SessionError) -> [UInt8] {
        throw SessionError(.internalError)
    }

    public mutating func read(flight index: Int, _ payload: [UInt8], _ facts: SessionFacts) throws(SessionError) {
        throw SessionError(.internalError)
    }

    public func protection(
        flight index: Int, _ schedule: KeySchedule, _ direction: Direction
    ) -> RecordProtection? { nil }

    public func verifyData(_ direction: Direction, _ schedule: KeySchedule, transcriptHash: [UInt8]) -> [UInt8] {
        schedule.verifyData(sessionSecret(), direction, transcriptHash: transcriptHash)
    }

    public func verify(
        _ data: [UInt8], _ direction: Direction, _ schedule: KeySchedule, transcriptHash: [UInt8]
    ) -> Bool {
        let expected = verifyData(direction, schedule, transcriptHash: transcriptHash)
        return isEqualInConstantTime(data.rawSpan, expected.rawSpan)
    }
}
