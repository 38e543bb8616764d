// SPDX-License-Identifier: Apache-2.0

/// Kinds of public key. PROTOCOL.md §10.
public enum KeyKind: UInt8, CaseIterable, Sendable {
    case rsa = 1
    case ed25519 = 2
    case toyRSA = 3

    public var name: StaticString {
        switch self {
        case .rsa: "rsa"
        case .ed25519: "ed25519"
        case .toyRSA: "toy_rsa"
        }
    }
}

/// Kinds of key share. PROTOCOL.md §10.
public enum ShareKind: UInt8, CaseIterable, Sendable {
    case x25519 = 1
    case toyDH16 = 2

    public var name: StaticString {
        switch self {
        case .x25519: "x25519"
        case .toyDH16: "toy_dh16"
        }
    }
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
