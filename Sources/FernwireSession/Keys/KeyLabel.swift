// SPDX-License-Identifier: Apache-2.0

/// Names of the secrets in a key log. PROTOCOL.md §9.
public enum KeyLabel: CaseIterable, Sendable {
    case fernetKey, macKey

    public var name: StaticString {
        switch self {
        case .fernetKey: "FERNWIRE_FERNET_KEY"
        case .macKey: "FERNWIRE_MAC_KEY"
        }
    }

    /// Bytes of the secret.
    public var length: Int { 32 }
}
