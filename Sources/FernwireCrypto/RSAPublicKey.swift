// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// An RSA public key that passed every check of PROTOCOL.md §3.3.
public final class RSAPublicKey: @unchecked Sendable {
    // OpenSSL keys may be used by several threads at once; this one is never changed.
    let key: OpaquePointer

    /// The sizes that a modulus may have, in bits.
    public static let bits = 2048...8192
    /// The size of a peer's modulus, in bits, up to which it is accepted unless the user raises the limit: validating a
    /// larger one takes long.
    public static let defaultMaximumBits = 4096
    /// The sizes that an exponent may have, in bits, from that of 65537. OpenSSL refuses to encrypt to a large modulus
    /// with an exponent above 64 bits.
    static let exponentBits = 17...64

    /// Takes over `key`, checked or not.
    init(taking key: OpaquePointer) {
        self.key = key
    }

    /// Reads the DER of a SubjectPublicKeyInfo, and nothing but that.
    ///
    /// - Parameter maximumBits: bits of the modulus above which the key is refused before anything is computed.
    public convenience init(der: [UInt8], maximumBits: Int = bits.upperBound) throws(KeyError) {
        self.init(taking: try SubjectPublicKeyInfo.decode(der))
        try check(maximumBits: maximumBits)
    }

    /// Reads a key as ``init(der:)`` does, without the validation that takes a prime test. It is for whoever only
    /// verifies signatures that others made.
    public convenience init(observed der: [UInt8]) throws(KeyError) {
        self.init(taking: try SubjectPublicKeyInfo.decode(der))
        try checkForm(maximumBits: Self.bits.upperBound)
    }

    deinit {
        EVP_PKEY_free(key)
    }

    private func checkForm(maximumBits: Int) throws(KeyError) {
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else { throw .notRSA }
        guard (Self.bits.lowerBound...maximumBits).contains(modulusBits) else {
            throw .size(bits: modulusBits, maximum: maximumBits)
        }
        var exponent: OpaquePointer?
        defer { BN_free(exponent) }
        must(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent))
        guard BN_is_odd(exponent) == 1, Self.exponentBits.contains(Int(BN_num_bits(exponent))) else { throw .exponent }
    }

    func check(maximumBits: Int = bits.upperBound) throws(KeyError) {
        try checkForm(maximumBits: maximumBits)
        let context = must(EVP_PKEY_CTX_new_from_pkey(nil, key, nil))
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_public_check(context) == 1 else {
            ERR_clear_error()
            throw .invalid
        }
    }

    /// The DER of the SubjectPublicKeyInfo.
    public var der: [UInt8] { SubjectPublicKeyInfo.encode(key) }

    /// The number of bits of the modulus.
    public var modulusBits: Int { Int(EVP_PKEY_get_bits(key)) }

    /// The number of bytes of the modulus, and so of everything encrypted to this key.
    public var modulusLength: Int { Int(EVP_PKEY_get_size(key)) }

    /// The most bytes that RSA-OAEP with SHA-256 carries.
    public var capacity: Int { Self.capacity(modulusLength: modulusLength) }

    /// Returns the same for any key with a modulus of `modulusLength` bytes.
    public static func capacity(modulusLength: Int) -> Int { modulusLength - 2 * SHA256.length - 2 }

    /// Encrypts `secret`, of at most ``capacity`` bytes, with RSA-OAEP and SHA-256.
    public func wrap(_ secret: SecretBytes, label: StaticString) -> [UInt8] {
        encrypt(secret.bytes, label: label)
    }

    /// Encrypts `plaintext`, of at most ``capacity`` bytes, with RSA-OAEP and SHA-256.
    public func encrypt(_ plaintext: RawSpan, label: StaticString) -> [UInt8] {
        let context = must(EVP_PKEY_CTX_new_from_pkey(nil, key, nil))
        defer { EVP_PKEY_CTX_free(context) }
        must(EVP_PKEY_encrypt_init(context))
        setOAEP(context, label)
        var length = modulusLength
        return plaintext.withUnsafeBytes { plaintext in
            [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
                let bytes = plaintext.baseAddress?.assumingMemoryBound(to: UInt8.self)
                must(EVP_PKEY_encrypt(context, buffer.baseAddress, &length, bytes, plaintext.count))
                filled = length
            }
        }
    }

    /// Whether `signature` is an RSA-PSS signature of `message`: SHA-256 for hash and MGF1, a salt of 32 bytes.
    public func verify(_ signature: RawSpan, of message: RawSpan) -> Bool {
        Signature.verify(signature, of: message, key, isPSS: true)
    }
}

/// Sets OAEP with SHA-256 for hash and MGF1, RFC 8017 §7.1.
func setOAEP(_ context: OpaquePointer, _ label: StaticString) {
    must(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING))
    must(EVP_PKEY_CTX_set_rsa_oaep_md(context, OpenSSL.sha256.pointer))
    must(EVP_PKEY_CTX_set_rsa_mgf1_md(context, OpenSSL.sha256.pointer))
    // Without a label there is nothing to set: OpenSSL copies no empty one.
    guard label.utf8CodeUnitCount > 0 else { return }
    let owned = must(CRYPTO_memdup(label.utf8Start, label.utf8CodeUnitCount, nil, 0))
    must(EVP_PKEY_CTX_set0_rsa_oaep_label(context, owned, Int32(label.utf8CodeUnitCount)))
}
