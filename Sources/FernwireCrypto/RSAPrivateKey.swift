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

    /// Makes a fresh pair; for 2048 bits that takes about 0.2 s.
    public static func generate(bits: Int = 2048) throws(KeyError) -> RSAPrivateKey {
        guard RSAPublicKey.bits.contains(bits) else { throw .size(bits: bits) }
        let context = must(EVP_PKEY_CTX_new_from_name(nil, "RSA", nil))
        defer { EVP_PKEY_CTX_free(context) }
        must(EVP_PKEY_keygen_init(context))
        must(EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(bits)))
        var key: OpaquePointer?
        must(EVP_PKEY_generate(context, &key))
        return RSAPrivateKey(taking: must(key))
    }

    /// Reads the first private key of a PEM text.
    public init(pem: RawSpan) throws(KeyError) {
        let (decoded, wasAsked) = pem.withUnsafeBytes { pem -> (OpaquePointer?, Bool) in
            guard let bio = BIO_new_mem_buf(pem.baseAddress, Int32(clamping: pem.count)) else { return (nil, false) }
            defer { BIO_free(bio) }
            // Without a callback OpenSSL asks for a passphrase on the terminal, in the middle of Wireshark.
            var wasAsked = false
            let key = PEM_read_bio_PrivateKey(
                bio, nil,
                { _, _, _, asked in
                    asked?.storeBytes(of: true, as: Bool.self)
                    return -1
                }, &wasAsked)
            return (key, wasAsked)
        }
        ERR_clear_error()
        guard let decoded else { throw wasAsked ? .encrypted : .notAPrivateKey }
        key = decoded
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else { throw .notRSA }
        let bits = Int(EVP_PKEY_get_bits(key))
        guard RSAPublicKey.bits.contains(bits) else { throw .size(bits: bits) }
    }

    /// The key as unencrypted PKCS#8 in PEM. The caller wipes it.
    public func pem() -> [UInt8] {
        write { PEM_write_bio_PKCS8PrivateKey($0, key, nil, nil, 0, nil, nil) }
    }

    /// The public key as SubjectPublicKeyInfo in PEM.
    public func publicPEM() -> [UInt8] {
        write { PEM_write_bio_PUBKEY($0, key) }
    }

    private func write(_ body: (OpaquePointer) -> Int32) -> [UInt8] {
        // Secure memory is wiped when freed.
        let bio = must(BIO_new(BIO_s_secmem()))
        defer { BIO_free(bio) }
        must(body(bio))
        var bytes = [UInt8](repeating: 0, count: BIO_ctrl_pending(bio))
        let count = bytes.withUnsafeMutableBytes { BIO_read(bio, $0.baseAddress, Int32($0.count)) }
        precondition(Int(count) == bytes.count)
        return bytes
    }

    public var publicKey: RSAPublicKey {
        must(EVP_PKEY_up_ref(key))
        return RSAPublicKey(taking: key)
    }

    /// Opens RSA-OAEP with SHA-256.
    ///
    /// - Throws: ``UnwrapError`` without saying why, also when what was wrapped does not have `length` bytes.
    public func unwrap(_ wrapped: [UInt8], label: StaticString, length: Int) throws(UnwrapError) -> SecretBytes {
        let context = must(EVP_PKEY_CTX_new_from_pkey(nil, key, nil))
        defer { EVP_PKEY_CTX_free(context) }
        must(EVP_PKEY_decrypt_init(context))
        setOAEP(context, label)
        var capacity = Int(EVP_PKEY_get_size(key))
        let room = try SecretBytes(count: capacity) { (target) throws(UnwrapError) in
            let output = target.assumingMemoryBound(to: UInt8.self).baseAddress
            let result = EVP_PKEY_decrypt(context, output, &capacity, wrapped, wrapped.count)
            ERR_clear_error()
            guard result == 1, capacity == length else { throw UnwrapError() }
        }
        return SecretBytes(copying: room.bytes.extracting(0..<length))
    }
}
