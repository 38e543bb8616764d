// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// A suite whose records are an AEAD's ciphertext and tag, with the frame's header as associated data.
/// PROTOCOL.md §6.3.
protocol AEADSuite: CipherSuite {
    static var algorithm: AEAD.Algorithm { get }
    static var keyLabel: KeyLabel { get }
    static var ivLabel: KeyLabel { get }
}

extension AEADSuite {
    public static var canRekey: Bool { true }
    public static var keyLogLabels: [KeyLabel] { [keyLabel, ivLabel] }
    public static var payloadLayout: Layout {
        Layout([.allBut(AEAD.tagLength, .ciphertext), .fixed(.tag, AEAD.tagLength)])
    }

    public static func verdict(_ field: Field) -> Verdict { .detected(by: .tag) }

    public static func mayBe(payload: RawSpan) -> Bool { false }

    public static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys {
        func derive(_ label: StaticString, _ length: Int) -> SecretBytes {
            schedule.derive(secret, label, direction, epoch: epoch, length: length)
        }
        return RecordKeys([
            keyLabel: derive("record key", AEAD.keyLength), ivLabel: derive("record iv", AEAD.nonceLength),
        ])
    }

    public static func protection(_ keys: RecordKeys) -> RecordProtection? {
        guard let key = keys[keyLabel], let iv = keys[ivLabel] else { return nil }
        return AEADProtection(algorithm, key: key, iv: iv)
    }
}
