// SPDX-License-Identifier: Apache-2.0

/// A label, which names a kind of secret in a key log. PROTOCOL.md §9.
public enum KeyLabel: CaseIterable, Sendable {
    case fernetKey, macKey, aes128Key, aes256Key, aes256IV, chacha20Key, chacha20IV

    /// The label as a key log writes it, such as `FERNWIRE_MAC_KEY`.
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

    /// The number of bytes of the secret.
    public var length: Int {
        switch self {
        case .fernetKey, .macKey, .aes256Key, .chacha20Key: 32
        case .aes128Key: 16
        case .aes256IV, .chacha20IV: 12
        }
    }
}
