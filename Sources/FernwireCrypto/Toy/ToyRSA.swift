// SPDX-License-Identifier: Apache-2.0

/// An RSA public key with primes of 9 bits. PROTOCOL.md §6.10.
public struct ToyRSAPublicKey: Equatable, Sendable {
    public let exponent: UInt16
    public let modulus: UInt32

    /// Bytes of a signature.
    public static let signatureLength = 3

    /// - Returns: `nil` unless `modulus` is the product of two different primes of 9 bits, and `exponent` is at least 3
    ///   and has an inverse.
    public init?(exponent: UInt16, modulus: UInt32) {
        guard exponent >= 3, (1 << 16 + 1...1 << 18).contains(modulus),
            let (p, q, _) = ToyBreaking.factors(of: modulus), p != q, [p, q].allSatisfy(Self.isPrime),
            Self.haveNoCommonFactor(UInt32(exponent), (p - 1) * (q - 1))
        else { return nil }
        self.exponent = exponent
        self.modulus = modulus
    }

    /// Whether `number` is a prime of 9 bits.
    static func isPrime(_ number: UInt32) -> Bool {
        (257..<512).contains(number) && (2..<23).allSatisfy { number % $0 != 0 }
    }

    private static func haveNoCommonFactor(_ one: UInt32, _ other: UInt32) -> Bool {
        var (larger, smaller) = (one, other)
        while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
        return larger == 1
    }

    /// h = 32·h + byte, modulo 2^16: of a long message the last bytes alone count.
    static func hash(_ message: RawSpan) -> UInt16 {
        message.withUnsafeBytes { $0.reduce(0 as UInt16) { $0 &* 32 &+ UInt16($1) } }
    }

    public func verify(_ signature: UInt32, of message: RawSpan) -> Bool {
        signature < modulus
            && modularPower(UInt64(signature), exponent: UInt64(exponent), modulus: UInt64(modulus)) == UInt64(Self.hash(message))
    }
}

/// An RSA private key with primes of 9 bits.
public struct ToyRSAPrivateKey: Sendable {
    public let publicKey: ToyRSAPublicKey
    private let exponent: UInt64

    /// A random pair.
    public init() {
        let primes = (257..<512).filter { ToyRSAPublicKey.isPrime($0) }
        func prime() -> UInt64 {
            let bytes = Random.bytes(count: 4)
            return UInt64(primes[Int(bytes.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }) % primes.count])
        }
        while true {
            let (p, q) = (prime(), prime())
            if p != q, let made = ToyRSAPrivateKey(p, q) {
                self = made
                return
            }
        }
    }

    /// - Returns: `nil` when the public exponent has no inverse.
    private init?(_ p: UInt64, _ q: UInt64) {
        let (phi, publicExponent) = ((p - 1) * (q - 1), 17 as UInt64)
        guard let inverse = (1..<phi).first(where: { $0 * publicExponent % phi == 1 }),
            let key = ToyRSAPublicKey(exponent: UInt16(publicExponent), modulus: UInt32(p * q))
        else { return nil }
        publicKey = key
        exponent = inverse
    }

    public func sign(_ message: RawSpan) -> UInt32 {
        let hash = UInt64(ToyRSAPublicKey.hash(message))
        return UInt32(modularPower(hash, exponent: exponent, modulus: UInt64(publicKey.modulus)))
    }
}
