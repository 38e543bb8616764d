// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto

/// A key that may be the one that a description asks for.
struct Candidate {
    /// What it is made of.
    enum Material {
        /// Bytes that stood there in hexadecimal, base64 or as they are.
        case bytes(SecretBytes)
        /// A line of text as it stood there.
        case text(SecretBytes)
        /// A key in PEM or DER.
        case encoded(ObservedKey)
    }

    let material: Material
    /// Where it stands, for people: `key file line 3`.
    let place: String
    /// The name that its line gives it, as in `mac=…`; `nil` for none.
    var name: String?

    /// The bytes of a symmetric key.
    var secret: SecretBytes? {
        switch material {
        case .bytes(let secret), .text(let secret): secret
        case .encoded: nil
        }
    }

    /// Whether the user gave it for what it is used for. The public half of a private key may be meant, too.
    var isCertain: Bool {
        if name != nil { return true }
        if case .encoded(let key) = material { return key.isPublic }
        return true
    }

    /// Whether it can be a key of that kind.
    func fits(_ kind: KeyKind) -> Bool {
        switch (kind, material) {
        case (.password, .text): true
        case (.password, _): false
        case (.secret, .bytes), (.secret, .text): true
        case (.fernet, .bytes(let secret)), (.aes, .bytes(let secret)), (.aes128, .bytes(let secret)),
            (.aes192, .bytes(let secret)), (.aes256, .bytes(let secret)), (.des3, .bytes(let secret)):
            kind.lengths?.contains(secret.count) ?? true
        case (.rsaPrivate, .encoded(let key)): key.rsaPrivate != nil
        case (.rsaPublic, .encoded(let key)): key.rsaPublic != nil
        case (.ed25519Public, .encoded(let key)): key.ed25519Public != nil
        case (.x25519Private, .encoded(.x25519Private)), (.ecPrivate, .encoded(.ecPrivate)): true
        case (.ecPublic, .encoded(let key)): key.ecPublic != nil
        case (.fernet, _), (.aes, _), (.aes128, _), (.aes192, _), (.aes256, _), (.des3, _), (.secret, _),
            (.rsaPrivate, _), (.rsaPublic, _), (.ed25519Public, _), (.x25519Private, _), (.ecPrivate, _),
            (.ecPublic, _):
            false
        }
    }
}

extension ObservedKey {
    var isPublic: Bool {
        switch self {
        case .rsaPublic, .ed25519Public, .x25519Public, .ecPublic: true
        case .rsaPrivate, .ed25519Private, .x25519Private, .ecPrivate: false
        }
    }

    var rsaPrivate: ObservedRSAPrivateKey? {
        if case .rsaPrivate(let key) = self { key } else { nil }
    }

    /// A public key, or that of a private one.
    var rsaPublic: ObservedRSAPublicKey? {
        if case .rsaPublic(let key) = self { key } else { rsaPrivate?.publicKey }
    }

    var ed25519Public: Ed25519PublicKey? {
        switch self {
        case .ed25519Private(let key): key.publicKey
        case .ed25519Public(let key): key
        case .rsaPrivate, .rsaPublic, .x25519Private, .x25519Public, .ecPrivate, .ecPublic: nil
        }
    }

    var ecPublic: ObservedECPublicKey? {
        switch self {
        case .ecPrivate(let key): key.publicKey
        case .ecPublic(let key): key
        case .rsaPrivate, .rsaPublic, .ed25519Private, .ed25519Public, .x25519Private, .x25519Public: nil
        }
    }
}
