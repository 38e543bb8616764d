// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// An RSA private key.
public final class RSAPrivateKey: @unchecked Sendable {
    // OpenSSL keys may be used by several threads at once; this one is never changed. OpenSSL wipes it when freed.
    private let key: OpaquePointer

    private init(taking key: OpaquePointer) {
        self.key = key
    }

    deinit {
        EVP_PKEY_free(key)
    }

    /// Makes a fresh pair of 2048 bits, which takes about 0.2 s.
    public static func generate() -> RSAPrivateKey { make(bits: 2048) }

    /// Makes a fresh pair.
    public static func generate(bits: Int) throws(KeyError) -> RSAPrivateKey {
        guard RSAPublicKey.bits.contains(bits) else { throw .size(bits: bits, maximum: RSAPublicKey.bits.upperBound) }
        return make(bits: bits)
    }

    private static func make(bits: Int) -> RSAPrivateKey {
        let context = must(EVP_PKEY_CTX_new_from_name(nil, "RSA", nil))
        defer { EVP_PKEY_CTX_free(context) }
        must(EVP_PKEY_keygen_init(context))
        must(EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(bits)))
        var key: OpaquePointer?
        must(EVP_PKEY_generate(context, &key))
        return RSAPrivateKey(taking: must(key))
    }

    /// Reads the first private key of a PEM text.
    public convenience init(pem: RawSpan) throws(KeyError) {
        let key = try PEM.privateKey(pem)
        self.init(taking: key)
        try check()
    }

    /// Takes over a private key of any algorithm.
    convenience init(checking key: OpaquePointer) throws(KeyError) {
        self.init(taking: key)
        try check()
    }

    private func check() throws(KeyError) {
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else { throw .notRSA }
        let bits = Int(EVP_PKEY_get_bits(key))
        guard RSAPublicKey.bits.contains(bits) else { throw .size(bits: bits, maximum: RSAPublicKey.bits.upperBound) }
    }

    /// Returns the key as unencrypted PKCS#8 in PEM. The caller wipes it.
    public func pem() -> [UInt8] { PEM.privateKey(key) }

    /// Returns the public key as SubjectPublicKeyInfo in PEM.
    public func publicPEM() -> [UInt8] { PEM.publicKey(key) }

    public var publicKey: RSAPublicKey {
        must(EVP_PKEY_up_ref(key))
        return RSAPublicKey(taking: key)
    }

    /// Opens an RSA-OAEP ciphertext, with SHA-256, whose plaintext has `length` bytes.
    ///
    /// - Throws: ``UnwrapError`` without saying why, also when the plaintext does not have `length` bytes.
    public func unwrap(_ wrapped: [UInt8], label: StaticString, length: Int) throws(UnwrapError) -> SecretBytes {
        let secret = try decrypt(wrapped.span.bytes, label: label)
        guard secret.count == length else { throw UnwrapError() }
        return secret
    }

    /// Opens an RSA-OAEP ciphertext, with SHA-256, whose plaintext may have any length.
    ///
    /// - Throws: ``UnwrapError`` without saying why.
    public func decrypt(_ ciphertext: RawSpan, label: StaticString) throws(UnwrapError) -> SecretBytes {
        let context = must(EVP_PKEY_CTX_new_from_pkey(nil, key, nil))
        defer { EVP_PKEY_CTX_free(context) }
        must(EVP_PKEY_decrypt_init(context))
        setOAEP(context, label)
        var length = Int(EVP_PKEY_get_size(key))
        let room = try SecretBytes(count: length) { (target) throws(UnwrapError) in
            let output = target.assumingMemoryBound(to: UInt8.self).baseAddress
            let result = ciphertext.withUnsafeBytes {
                EVP_PKEY_decrypt(
                    context, output, &length, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count)
            }
            ERR_clear_error()
            guard result == 1 else { throw UnwrapError() }
        }
        return SecretBytes(copying: room.bytes.extracting(0..<length))
    }

    /// Signs with RSA-PSS: SHA-256 for hash and MGF1, a salt of 32 bytes.
    public func sign(_ message: RawSpan) -> [UInt8] {
        Signature.make(message, key, isPSS: true)
    }
}
