// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto

/// What a description says of a key under `-keys`: which of the user's keys may be the one.
enum KeyKind: String, CaseIterable, Sendable {
    case rsaPrivate = "rsa-private"
    case rsaPublic = "rsa-public"
    case ed25519Public = "ed25519-public"
    case x25519Private = "x25519-private"
    case ecPrivate = "ec-private"
    case ecPublic = "ec-public"
    /// 32 bytes, or their 44 characters of base64url.
    case fernet
    /// 16, 24 or 32 bytes.
    case aes
    case aes128 = "aes-128"
    case aes192 = "aes-192"
    case aes256 = "aes-256"
    case des3
    /// Bytes of any number.
    case secret
    /// Text.
    case password

    /// What it is, for documents and messages.
    var summary: String {
        switch self {
        case .rsaPrivate: "an RSA private key, in PEM"
        case .rsaPublic: "an RSA public key, or the private key to it, or a certificate, in PEM"
        case .ed25519Public: "an Ed25519 public key, or the private key to it, in PEM"
        case .x25519Private: "an X25519 private key, in PEM"
        case .ecPrivate: "an elliptic-curve private key, in PEM"
        case .ecPublic: "an elliptic-curve public key, or the private key to it, or a certificate, in PEM"
        case .fernet: "a Fernet key: 32 bytes"
        case .aes: "an AES key: 16, 24 or 32 bytes"
        case .aes128: "an AES key of 16 bytes"
        case .aes192: "an AES key of 24 bytes"
        case .aes256: "an AES key of 32 bytes"
        case .des3: "a key of 16 or 24 bytes"
        case .secret: "bytes of any number"
        case .password: "text"
        }
    }

    /// The numbers of bytes that the key may have; `nil` for any.
    var lengths: [Int]? {
        switch self {
        case .fernet, .aes256: [32]
        case .aes: [16, 24, 32]
        case .aes128: [16]
        case .aes192: [24]
        case .des3: [16, 24]
        case .secret, .password, .rsaPrivate, .rsaPublic, .ed25519Public, .x25519Private, .ecPrivate, .ecPublic: nil
        }
    }
}
