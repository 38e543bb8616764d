// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Records that are an AEAD's ciphertext and tag, with the frame's header as associated data. PROTOCOL.md §6.3.
struct AEADRecords: DerivedRecords {
    let algorithm: AEAD.Algorithm
    private let keyLabel: KeyLabel
    private let ivLabel: KeyLabel

    static var chacha20Poly1305: AEADRecords {
        AEADRecords(algorithm: .chacha20Poly1305, keyLabel: .chacha20Key, ivLabel: .chacha20IV)
    }

    static var aes256GCM: AEADRecords {
        AEADRecords(algorithm: .aes256GCM, keyLabel: .aes256Key, ivLabel: .aes256IV)
    }

    var labels: [KeyLabel] { [keyLabel, ivLabel] }

    static var layout: Layout {
        Layout([.allBut(AEAD.tagLength, .ciphertext), .fixed(.tag, AEAD.tagLength)])
    }

    func keys(_ secret: EpochSecret) -> EpochKeys {
        let (key, iv) = derived(secret)
        return EpochKeys(RecordKeys([keyLabel: key, ivLabel: iv]), AEADProtection(algorithm, key: key, iv: iv))
    }

    func recordKeys(_ secret: EpochSecret) -> RecordKeys {
        let (key, iv) = derived(secret)
        return RecordKeys([keyLabel: key, ivLabel: iv])
    }

    func protection(_ keys: RecordKeys) -> RecordProtection? {
        guard let key = keys[keyLabel], let iv = keys[ivLabel] else { return nil }
        return AEADProtection(algorithm, key: key, iv: iv)
    }

    private func derived(_ secret: EpochSecret) -> (key: SecretBytes, iv: SecretBytes) {
        (secret.derive("record key", length: AEAD.keyLength), secret.derive("record iv", length: AEAD.nonceLength))
    }
}
