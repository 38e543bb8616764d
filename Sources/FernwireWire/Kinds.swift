// SPDX-License-Identifier: Apache-2.0

/// Kinds of public key. PROTOCOL.md §10.
public enum KeyKind: UInt8, CaseIterable, Sendable {
    case rsa = 1

    public var name: StaticString { "rsa" }
}

/// Kinds of secret that a key wrap carries. PROTOCOL.md §10.
public enum SecretKind: UInt8, CaseIterable, Sendable {
    case fernetKey = 1
    case macSecret = 2

    public var name: StaticString {
        switch self {
        case .fernetKey: "fernet_key"
        case .macSecret: "mac_secret"
        }
    }
}
