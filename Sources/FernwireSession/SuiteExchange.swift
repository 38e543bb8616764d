// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// One side's part in one session, as far as the suite makes it: its flights, and what follows from them.
public protocol SuiteExchange {
    /// The payload of flight `index`, which is ours to send.
    mutating func write(flight index: Int, _ facts: SessionFacts) throws(SessionError) -> [UInt8]
    /// Takes the payload of flight `index`, which is the peer's and the last of `facts`.
    mutating func read(flight index: Int, _ payload: [UInt8], _ facts: SessionFacts) throws(SessionError)
    /// Keys of flights that are protected: those of epoch 0. From the first such flight on.
    func handshakeKeys(_ direction: Direction, _ facts: SessionFacts) -> RecordKeys
    /// Who the peer is, if it said so and proved it.
    var peerIdentity: IdentityKey? { get }

    /// After the last flight.
    func sessionSecret(_ facts: SessionFacts) -> SecretBytes
    /// What `direction`'s finished holds. PROTOCOL.md §3.8.
    func verifyData(_ direction: Direction, _ facts: SessionFacts, transcriptHash: [UInt8]) -> [UInt8]
    /// Whether `data` is what the peer's finished must hold; in constant time.
    func verify(_ data: [UInt8], _ direction: Direction, _ facts: SessionFacts, transcriptHash: [UInt8]) -> Bool

    /// Protection of a direction's records by `keys`, once the handshake is done.
    func protection(
        _ suite: any CipherSuite.Type, _ direction: Direction, _ keys: RecordKeys, _ facts: SessionFacts
    ) -> RecordProtection?
    /// Bytes of the material of a rekey.
    var rekeyMaterialLength: Int { get }
    /// Our rekey: what its record carries, and the secret that follows `secret`.
    mutating func rekey(
        _ secret: SecretBytes, _ direction: Direction, nextEpoch: UInt32, _ facts: SessionFacts
    ) -> (material: [UInt8], secret: SecretBytes)
    /// The peer's rekey, whose material has its length: the secret that follows `secret`.
    mutating func rekey(
        _ secret: SecretBytes, _ direction: Direction, nextEpoch: UInt32, material: [UInt8], _ facts: SessionFacts
    ) throws(SessionError) -> SecretBytes
}

extension SuiteExchange {
    public mutating func write(flight index: Int, _ facts: SessionFacts) throws(SessionError) -> [UInt8] {
        throw SessionError(.internalError)
    }

    public mutating func read(flight index: Int, _ payload: [UInt8], _ facts: SessionFacts) throws(SessionError) {
        throw SessionError(.internalError)
    }

    public func handshakeKeys(_ direction: Direction, _ facts: SessionFacts) -> RecordKeys { RecordKeys() }

    public var peerIdentity: IdentityKey? { nil }

    public func verifyData(_ direction: Direction, _ facts: SessionFacts, transcriptHash: [UInt8]) -> [UInt8] {
        facts.schedule?.verifyData(sessionSecret(facts), direction, transcriptHash: transcriptHash) ?? []
    }

    public func verify(
        _ data: [UInt8], _ direction: Direction, _ facts: SessionFacts, transcriptHash: [UInt8]
    ) -> Bool {
        let expected = verifyData(direction, facts, transcriptHash: transcriptHash)
        return !expected.isEmpty && isEqualInConstantTime(data.rawSpan, expected.rawSpan)
    }

    public func protection(
        _ suite: any CipherSuite.Type, _ direction: Direction, _ keys: RecordKeys, _ facts: SessionFacts
    ) -> RecordProtection? {
        suite.protection(keys)
    }

    public var rekeyMaterialLength: Int { 0 }

    public mutating func rekey(
        _ secret: SecretBytes, _ direction: Direction, nextEpoch: UInt32, _ facts: SessionFacts
    ) -> (material: [UInt8], secret: SecretBytes) {
        ([], secret)
    }

    public mutating func rekey(
        _ secret: SecretBytes, _ direction: Direction, nextEpoch: UInt32, material: [UInt8], _ facts: SessionFacts
    ) throws(SessionError) -> SecretBytes {
        secret
    }
}
