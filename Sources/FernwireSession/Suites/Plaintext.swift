// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// No protection at all, to be laid beside the others. PROTOCOL.md §6.6.
public enum Plaintext: CipherSuite {
    public static let id = SuiteID(rawValue: 0x0001)
    public static let name: StaticString = "plaintext"
    public static let keygenName: StaticString = ""
    public static let properties = SuiteProperties(
        confidential: false, authenticatesRecords: false, peer: .anyone, forwardSecret: false, replayProof: false)
    public static let warning: StaticString? = "protects nothing: everyone on the way reads it, and may change it"
    public static let flights: [Flight] = []
    public static let canRekey = false
    public static let setsProtectedFlag = false
    public static let keyLogLabels: [KeyLabel] = []
    public static let payloadLayout = Layout([])

    public static func verdict(_ field: Field) -> Verdict {
        .undetected(because: "nothing is protected")
    }

    public static func mayBe(payload: RawSpan) -> Bool {
        (try? RecordPlaintext(decoding: payload)) != nil
    }

    public static func isUsable(by direction: Direction, with credentials: Credentials) -> Bool { true }

    public static func makeExchange(by direction: Direction, with credentials: Credentials) -> any SuiteExchange {
        Exchange()
    }

    public static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys { RecordKeys() }

    public static func protection(_ keys: RecordKeys) -> RecordProtection? { PlaintextProtection() }

    /// It takes no key to read.
    public static func protection(
        _ direction: Direction, _ keys: RecordKeys, _ secret: SecretBytes?, _ facts: SessionFacts, _ ring: KeyRing
    ) -> RecordProtection? { PlaintextProtection() }

    public static func verifyOpenly(
        _ data: [UInt8], _ direction: Direction, _ facts: SessionFacts, transcriptHash: [UInt8]
    ) -> Bool? {
        facts.schedule.map { $0.unkeyedVerifyData(direction, transcriptHash: transcriptHash) == data }
    }

    private struct Exchange: SuiteExchange {
        func sessionSecret(_ facts: SessionFacts) -> SecretBytes { SecretBytes.random(count: 0) }

        func verifyData(_ direction: Direction, _ facts: SessionFacts, transcriptHash: [UInt8]) -> [UInt8] {
            facts.schedule?.unkeyedVerifyData(direction, transcriptHash: transcriptHash) ?? []
        }
    }
}

private final class PlaintextProtection: RecordProtection {
    override func payloadLength(plaintext count: Int) -> Int { count }

    override func seal(_ plaintext: [UInt8], timestamp: UInt64, onto frame: inout [UInt8]) {
        frame += plaintext
    }

    override func unseal(_ frame: RawSpan, into plaintext: inout [UInt8]) throws(RecordFailure) -> Assurance {
        plaintext.removeAll(keepingCapacity: true)
        plaintext.append(frame.extracting(Wire.headerLength..<frame.byteCount))
        return .unauthenticated
    }
}
