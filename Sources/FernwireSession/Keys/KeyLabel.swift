// SPDX-License-Identifier: Apache-2.0

/// Names of the secrets in a key log. PROTOCOL.md §9.
public enum KeyLabel: CaseIterable, Sendable {
    case fernetKey, macKey, aes128Key, aes256Key, aes256IV

    public var name: StaticString {
        switch self {
        case .fernetKey: "FERNWIRE_FERNET_KEY"
        case .macKey: "FERNWIRE_MAC_KEY"
        case .aes128Key: "FERNWIRE_AES128_KEY"
        case .aes256Key: "FERNWIRE_AES256_KEY"
        case .aes256IV: "FERNWIRE_AES256_IV"
        }
    }

    /// Bytes of the secret.
    public var length: Int {
        switch self {
        case .fernetKey, .macKey, .aes256Key: 32
        case .aes128Key: 16
        case .aes256IV: 12
        }
    }
}
