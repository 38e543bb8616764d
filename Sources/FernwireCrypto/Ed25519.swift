// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// An Ed25519 private key, RFC 8032.
public final class Ed25519PrivateKey: @unchecked Sendable {
    // OpenSSL keys may be used by several threads at once; this one is never changed. OpenSSL wipes it when freed.
    private let key: OpaquePointer

    private init(taking key: OpaquePointer) {
        self.key = key
    }

    deinit {
        EVP_PKEY_free(key)
    }

    public static func generate() -> Ed25519PrivateKey {
        let context = must(EVP_PKEY_CTX_new_from_name(nil, "ED25519", nil))
        defer { EVP_PKEY_CTX_free(context) }
        must(EVP_PKEY_keygen_init(context))
        var key: OpaquePointer?
        must(EVP_PKEY_generate(context, &key))
        return Ed25519PrivateKey(taking: must(key))
    }

    /// Reads the first private key of a PEM text.
    public convenience init(pem: RawSpan) throws(KeyError) {
        try self.init(checking: PEM.privateKey(pem))
    }

    /// Takes over a private key of any algorithm.
    convenience init(checking key: OpaquePointer) throws(KeyError) {
        self.init(taking: key)
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 else { throw .notEd25519 }
    }

    /// Returns the key as unencrypted PKCS#8 in PEM. The caller wipes it.
    public func pem() -> [UInt8] { PEM.privateKey(key) }

    /// Returns the public key as SubjectPublicKeyInfo in PEM.
    public func publicPEM() -> [UInt8] { PEM.publicKey(key) }

    public var publicKey: Ed25519PublicKey {
        must(EVP_PKEY_up_ref(key))
        return Ed25519PublicKey(taking: key)
    }

    /// Signs `message`. The signature has 64 bytes, and is always the same for the same message.
    public func sign(_ message: RawSpan) -> [UInt8] {
        Signature.make(message, key, isPSS: false)
    }
}

/// An Ed25519 public key: the canonical encoding of a point that is not of small order. PROTOCOL.md §3.7.
public final class Ed25519PublicKey: @unchecked Sendable {
    // OpenSSL keys may be used by several threads at once; this one is never changed.
    let key: OpaquePointer

    init(taking key: OpaquePointer) {
        self.key = key
    }

    deinit {
        EVP_PKEY_free(key)
    }

    /// Takes over a public key of any algorithm.
    convenience init(checking key: OpaquePointer) throws(KeyError) {
        self.init(taking: key)
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 else { throw .notEd25519 }
        guard Ed25519Point.isAcceptable(point) else { throw .point }
    }

    /// Reads the DER of a SubjectPublicKeyInfo, and nothing but that.
    public convenience init(der: [UInt8]) throws(KeyError) {
        try self.init(checking: SubjectPublicKeyInfo.decode(der))
    }

    /// The DER of the SubjectPublicKeyInfo.
    public var der: [UInt8] { SubjectPublicKeyInfo.ed25519Prefix + point }

    private var point: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Ed25519Point.length) { buffer, filled in
            filled = Ed25519Point.length
            must(EVP_PKEY_get_raw_public_key(key, buffer.baseAddress, &filled))
        }
    }

    /// Whether `signature` is this key's of `message`: S below the group's order, R canonical, and S·B = R + k·A
    /// without the cofactor, RFC 8032 §5.1.7.
    public func verify(_ signature: RawSpan, of message: RawSpan) -> Bool {
        Signature.verify(signature, of: message, key, isPSS: false)
    }
}
