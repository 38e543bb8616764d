// SPDX-License-Identifier: Apache-2.0

/// Names of the secrets in a key log. PROTOCOL.md §9.
public enum KeyLabel: CaseIterable, Sendable {
    case fernetKey, macKey, aes128Key, aes256Key, aes256IV, chacha20Key, chacha20IV

    public var name: StaticString {
        switch self {
        case .fernetKey: "FERNWIRE_FERNET_KEY"
        case .macKey: "FERNWIRE_MAC_KEY"
        case .aes128Key: "FERNWIRE_AES128_KEY"
        case .aes256Key: "FERNWIRE_AES256_KEY"
        case .aes256IV: "FERNWIRE_AES256_IV"
        case .chacha20Key: "FERNWIRE_CHACHA20_KEY"
        case .chacha20IV: "FERNWIRE_CHACHA20_IV"
        }
    }

    /// Bytes of the secret.
    public var length: Int {
        switch self {
        case .fernetKey, .macKey, .aes256Key, .chacha20Key: 32
        case .aes128Key: 16
        case .aes256IV, .chacha20IV: 12
        }
    }
}
