// SPDX-License-Identifier: Apache-2.0

/// One side's part in a Diffie-Hellman agreement modulo 65521, in the group of 5460 elements that 3 generates.
/// PROTOCOL.md §6.10.
public struct ToyDH: Sendable {
    public static let prime: UInt64 = 65_521
    public static let generator: UInt64 = 3
    /// Of the generator: the number of different public values, and so of keys that matter.
    public static let order = 5_460

    public let exponent: UInt16
    public let publicValue: UInt16

    /// A random exponent.
    public init() {
        var made: ToyDH
        repeat {
            let bytes = Random.bytes(count: 4)
            let number = bytes.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            made = ToyDH(exponent: UInt16(number % UInt32(Self.order)))
        } while !Self.isAcceptable(made.publicValue)
        self = made
    }

    public init(exponent: UInt16) {
        self.exponent = exponent
        publicValue = Self.power(UInt16(Self.generator), exponent)
    }

    /// Whether `value` is neither 0 nor 1 nor their opposites. Whether it is in the group is not looked at, as in the
    /// system that the suite takes over.
    public static func isAcceptable(_ value: UInt16) -> Bool {
        (2...UInt16(prime - 2)).contains(value)
    }

    /// What both sides agree on.
    public func agree(with peer: UInt16) -> UInt16 {
        Self.power(peer, exponent)
    }

    static func power(_ base: UInt16, _ exponent: UInt16) -> UInt16 {
        UInt16(modularPower(UInt64(base), exponent: UInt64(exponent), modulus: prime))
    }
}

/// `base` to the power of `exponent` modulo `modulus`, all below 2^32.
func modularPower(_ base: UInt64, exponent: UInt64, modulus: UInt64) -> UInt64 {
    var (result, square, rest) = (1 % modulus, base % modulus, exponent)
    while rest > 0 {
        if rest & 1 == 1 { result = result * square % modulus }
        square = square * square % modulus
        rest >>= 1
    }
    return result
}
