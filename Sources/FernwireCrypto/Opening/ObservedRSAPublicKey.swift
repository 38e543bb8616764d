// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// An RSA public key of somebody else's protocol, which is only read: of sizes and exponents that no endpoint of ours
/// would accept, which is what ``RSAPublicKey`` is for.
public final class ObservedRSAPublicKey: @unchecked Sendable {
    // OpenSSL keys may be used by several threads at once; this one is never changed.
    let key: OpaquePointer

    /// The sizes that a modulus may have, in bits.
    public static let bits = 512...16_384

    /// Takes over a public key of any algorithm.
    init(checking key: OpaquePointer) throws(ObservedKeyError) {
        self.key = key
        // OpenSSL 3.5 thinks a modulus of no bits an error.
        defer { ERR_clear_error() }
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else { throw .otherKind }
        guard Self.bits.contains(modulusBits) else { throw .size(bits: modulusBits) }
    }

    /// Reads a SubjectPublicKeyInfo, an `RSA PUBLIC KEY` of PKCS#1 or a certificate, each in PEM or in DER.
    ///
    /// - Throws: ``ObservedKeyError/otherKind`` also for a private key.
    public convenience init(_ bytes: RawSpan) throws(ObservedKeyError) {
        let decoded = try KeyDecoding.decode(bytes)
        guard !decoded.isPrivate else {
            EVP_PKEY_free(decoded.key)
            throw .otherKind
        }
        try self.init(checking: decoded.key)
    }

    deinit {
        EVP_PKEY_free(key)
    }

    /// The DER of the SubjectPublicKeyInfo.
    public var der: [UInt8] { SubjectPublicKeyInfo.encode(key) }

    /// The number of bits of the modulus.
    public var modulusBits: Int { Int(EVP_PKEY_get_bits(key)) }

    /// The number of bytes of the modulus, and so of everything encrypted to this key and of its signatures.
    public var modulusLength: Int { Int(EVP_PKEY_get_size(key)) }

    /// The modulus, big-endian, without zeros in front.
    public var modulus: [UInt8] { number(OSSL_PKEY_PARAM_RSA_N) }

    /// The exponent, big-endian, without zeros in front.
    public var exponent: [UInt8] { number(OSSL_PKEY_PARAM_RSA_E) }

    private func number(_ name: String) -> [UInt8] {
        defer { ERR_clear_error() }
        var number: OpaquePointer?
        defer { BN_free(number) }
        guard EVP_PKEY_get_bn_param(key, name, &number) == 1, let number else { return [] }
        return [UInt8](unsafeUninitializedCapacity: (Int(BN_num_bits(number)) + 7) / 8) { buffer, filled in
            filled = Int(BN_bn2bin(number, buffer.baseAddress))
        }
    }
}

extension ObservedRSAPublicKey: Equatable {
    public static func == (left: ObservedRSAPublicKey, right: ObservedRSAPublicKey) -> Bool {
        left.der == right.der
    }
}
