// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Records that are AES-128-CBC under an IV of their own, with or without a MAC. PROTOCOL.md §6.4, §6.5.
struct AES128CBCRecords: DerivedRecords {
    let hasMAC: Bool

    func keys(_ secret: EpochSecret) -> EpochKeys {
        let (key, macKey) = derived(secret)
        return EpochKeys(Self.recordKeys(key, macKey), AES128CBCProtection(key: key, macKey: macKey))
    }

    func recordKeys(_ secret: EpochSecret) -> RecordKeys {
        let (key, macKey) = derived(secret)
        return Self.recordKeys(key, macKey)
    }

    func protection(_ keys: RecordKeys) -> RecordProtection? {
        guard let key = keys[.aes128Key] else { return nil }
        guard hasMAC else { return AES128CBCProtection(key: key, macKey: nil) }
        return keys[.macKey].map { AES128CBCProtection(key: key, macKey: $0) }
    }

    private func derived(_ secret: EpochSecret) -> (key: SecretBytes, macKey: SecretBytes?) {
        let key = secret.derive("record key", length: AESCBC.keyLength)
        return (key, hasMAC ? secret.derive("record mac", length: HMAC.length) : nil)
    }

    private static func recordKeys(_ key: SecretBytes, _ macKey: SecretBytes?) -> RecordKeys {
        var keys = RecordKeys([.aes128Key: key])
        keys[.macKey] = macKey
        return keys
    }
}
