// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

extension CipherSuite {
    /// No protection at all, to be laid beside the others. PROTOCOL.md §6.6.
    public static let plaintext = CipherSuite(
        description: SuiteDescription(
            id: SuiteID(rawValue: 0x0001), name: "plaintext",
            properties: SuiteProperties(
                confidential: false, authenticatesRecords: false, peer: .anyone, forwardSecret: false,
                replayProof: false),
            keys: "none",
            limits: "anything: it is there to be laid beside the others",
            warning: "protects nothing: everyone on the way reads it, and may change it",
            setsProtectedFlag: false, payloadLayout: Layout([]), verdict: .undetected(because: "nothing is protected")),
        endpoint: PlaintextEndpoint(), observer: PlaintextObserver())
}

/// Records as they are, without a key.
struct PlaintextRecords: DerivedRecords {
    func keys(_ secret: EpochSecret) -> EpochKeys { EpochKeys(recordKeys(secret), PlaintextProtection()) }
    func recordKeys(_ secret: EpochSecret) -> RecordKeys { RecordKeys() }
    func protection(_ keys: RecordKeys) -> RecordProtection? { PlaintextProtection() }
}
