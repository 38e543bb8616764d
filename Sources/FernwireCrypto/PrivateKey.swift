// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// A private key of either algorithm, as a file holds it.
public enum PrivateKey: Sendable {
    case rsa(RSAPrivateKey)
    case ed25519(Ed25519PrivateKey)

    /// Reads the first private key of a PEM text.
    public init(pem: RawSpan) throws(KeyError) {
        let key = try PEM.privateKey(pem)
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_ED25519: self = .ed25519(try Ed25519PrivateKey(checking: key))
        case EVP_PKEY_RSA: self = .rsa(try RSAPrivateKey(checking: key))
        default:
            EVP_PKEY_free(key)
            throw .otherAlgorithm
        }
    }

    public var publicKey: IdentityKey {
        switch self {
        case .rsa(let key): .rsa(key.publicKey)
        case .ed25519(let key): .ed25519(key.publicKey)
        }
    }
}
