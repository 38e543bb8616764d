// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// A key of somebody else's protocol, of whichever kind its text says.
public enum ObservedKey: Sendable {
    case rsaPrivate(ObservedRSAPrivateKey)
    case rsaPublic(ObservedRSAPublicKey)
    case ed25519Private(Ed25519PrivateKey)
    case ed25519Public(Ed25519PublicKey)
    case x25519Private(X25519)
    /// The 32 bytes of the key.
    case x25519Public([UInt8])
    case ecPrivate(ObservedECPrivateKey)
    case ecPublic(ObservedECPublicKey)

    /// Reads the first key of a text in PEM, or a key in DER: a private key of PKCS#8, PKCS#1 or SEC 1, a public key of
    /// SubjectPublicKeyInfo or PKCS#1, or the public key of a certificate.
    ///
    /// - Throws: ``ObservedKeyError/encrypted`` for a key with a passphrase, which is never asked for.
    public init(_ bytes: RawSpan) throws(ObservedKeyError) {
        let decoded = try KeyDecoding.decode(bytes)
        let key = decoded.key
        switch (EVP_PKEY_get_base_id(key), decoded.isPrivate) {
        case (EVP_PKEY_RSA, true): self = .rsaPrivate(try ObservedRSAPrivateKey(checking: key))
        case (EVP_PKEY_RSA, false): self = .rsaPublic(try ObservedRSAPublicKey(checking: key))
        case (EVP_PKEY_EC, true): self = .ecPrivate(try ObservedECPrivateKey(checking: key))
        case (EVP_PKEY_EC, false): self = .ecPublic(try ObservedECPublicKey(checking: key))
        case (EVP_PKEY_ED25519, let isPrivate): self = try Self.ed25519(key, isPrivate: isPrivate)
        case (EVP_PKEY_X25519, true): self = .x25519Private(X25519(taking: key))
        case (EVP_PKEY_X25519, false): self = .x25519Public(X25519(taking: key).publicKey)
        default:
            EVP_PKEY_free(key)
            throw .otherAlgorithm
        }
    }

    /// Takes over a key of Ed25519, which has rules of its own.
    private static func ed25519(_ key: OpaquePointer, isPrivate: Bool) throws(ObservedKeyError) -> ObservedKey {
        do throws(KeyError) {
            return isPrivate
                ? .ed25519Private(try Ed25519PrivateKey(checking: key))
                : .ed25519Public(try Ed25519PublicKey(checking: key))
        } catch {
            throw .invalid
        }
    }
}
