// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Diffie-Hellman modulo a prime of somebody else's protocol, with numbers in big-endian.
public enum FiniteFieldDH {
    /// The most bits that a prime may have.
    public static let maximumBits = 8192

    /// Returns what both sides agree on, with as many bytes as the prime.
    ///
    /// Whether the prime is one, and how large a group the peer's value is in, is not asked: what two sides agreed on
    /// is read here, however bad it was.
    ///
    /// - Returns: `nil` unless `prime` is odd and above 3 and of at most ``maximumBits``, `peer` is above 0 and below
    ///   it, and the exponent is above 0 and has no more bits.
    public static func agree(prime: RawSpan, privateExponent: RawSpan, peer: RawSpan) -> SecretBytes? {
        power(of: peer, exponent: privateExponent, modulo: prime)
    }

    /// Returns the value that the side with a private exponent shows, with as many bytes as the prime: to find whose
    /// exponent it is.
    ///
    /// - Returns: `nil` as ``agree(prime:privateExponent:peer:)`` does, for `generator` as for the peer's value there.
    public static func publicValue(prime: RawSpan, generator: RawSpan, privateExponent: RawSpan) -> [UInt8]? {
        power(of: generator, exponent: privateExponent, modulo: prime)?.copy()
    }

    private static func power(of base: RawSpan, exponent: RawSpan, modulo prime: RawSpan) -> SecretBytes? {
        guard let prime = BigNumber(prime), let base = BigNumber(base), let exponent = BigNumber(exponent),
            (2...maximumBits).contains(prime.bits), BN_is_odd(prime.pointer) == 1, BN_is_word(prime.pointer, 3) == 0,
            base.bits > 0, BN_cmp(base.pointer, prime.pointer) < 0, (1...prime.bits).contains(exponent.bits)
        else { return nil }
        defer { ERR_clear_error() }
        guard let result = BigNumber(), let context = BN_CTX_new() else { return nil }
        defer { BN_CTX_free(context) }
        guard
            BN_mod_exp_mont_consttime(
                result.pointer, base.pointer, exponent.pointer, prime.pointer, context, nil) == 1
        else { return nil }
        return try? SecretBytes(count: (prime.bits + 7) / 8) { (target) throws(UnwrapError) in
            let bytes = target.assumingMemoryBound(to: UInt8.self).baseAddress
            guard BN_bn2binpad(result.pointer, bytes, Int32(target.count)) == Int32(target.count) else {
                throw UnwrapError()
            }
        }
    }
}

/// A number of OpenSSL that is wiped when it is freed.
private struct BigNumber: ~Copyable {
    let pointer: OpaquePointer

    init?() {
        guard let made = BN_new() else { return nil }
        pointer = made
    }

    /// Reads a number in big-endian, with zeros in front or without; `nil` when it is too long for any use here.
    init?(_ bytes: RawSpan) {
        // Zeros in front cost nothing, but a length that a capture claims should not either.
        let limit = 2 * FiniteFieldDH.maximumBits / 8
        guard bytes.byteCount <= limit,
            let made = bytes.withOctets({ BN_bin2bn($0, Int32($1), nil) })
        else { return nil }
        pointer = made
    }

    var bits: Int { Int(BN_num_bits(pointer)) }

    deinit {
        BN_clear_free(pointer)
    }
}
