// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// The public key that identifies a side.
public enum IdentityKey: Sendable {
    case rsa(RSAPublicKey)
    case ed25519(Ed25519PublicKey)

    /// Reads the DER of a SubjectPublicKeyInfo, and nothing but that.
    public init(der: [UInt8]) throws(KeyError) {
        try self.init(checking: SubjectPublicKeyInfo.decode(der))
    }

    /// Reads the first public key of a PEM text.
    public init(pem: RawSpan) throws(KeyError) {
        try self.init(checking: PEM.publicKey(pem))
    }

    private init(checking key: OpaquePointer) throws(KeyError) {
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_ED25519: self = .ed25519(try Ed25519PublicKey(checking: key))
        case EVP_PKEY_RSA:
            let key = RSAPublicKey(taking: key)
            try key.check()
            self = .rsa(key)
        default:
            EVP_PKEY_free(key)
            throw .otherAlgorithm
        }
    }

    /// The DER of the SubjectPublicKeyInfo.
    public var der: [UInt8] {
        switch self {
        case .rsa(let key): key.der
        case .ed25519(let key): key.der
        }
    }

    /// The SubjectPublicKeyInfo in PEM.
    public var pem: [UInt8] {
        switch self {
        case .rsa(let key): PEM.publicKey(key.key)
        case .ed25519(let key): PEM.publicKey(key.key)
        }
    }

    /// `SHA256:` and the hash of the DER in base64 without padding, in the manner of ssh.
    public var fingerprint: String {
        var text: [UInt8] = []
        Base64.encode(SHA256.hash(der.span.bytes).span.bytes, into: &text)
        return "SHA256:" + String(decoding: text.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
    }
}

extension IdentityKey: Equatable {
    public static func == (left: IdentityKey, right: IdentityKey) -> Bool {
        left.der == right.der
    }
}
