// SPDX-License-Identifier: Apache-2.0

/// Arithmetic with numbers that are small enough to be broken.
enum SmallNumbers {
    /// `base` to the power of `exponent`, modulo `modulus`.
    static func power(_ base: UInt64, _ exponent: UInt64, modulo modulus: UInt64) -> UInt64 {
        var (result, square, rest) = (1 % modulus, base % modulus, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result = product(result, square, modulo: modulus) }
            square = product(square, square, modulo: modulus)
            rest >>= 1
        }
        return result
    }

    private static func product(_ one: UInt64, _ other: UInt64, modulo modulus: UInt64) -> UInt64 {
        modulus.dividingFullWidth(one.multipliedFullWidth(by: other)).remainder
    }

    /// The number to which `generator` is raised for `value`, modulo `prime`, if there is one, and how many were tried.
    ///
    /// - Parameter limit: numbers that are tried.
    static func exponent(
        of value: UInt64, generator: UInt64, modulo prime: UInt64, limit: Int
    ) -> (exponent: UInt64?, tried: Int) {
        var power = 1 % prime
        for exponent in 0..<limit {
            if power == value { return (UInt64(exponent), exponent + 1) }
            power = product(power, generator, modulo: prime)
            // The generator's powers repeat from here on.
            if power == 1, exponent > 0 || generator == 1 { return (nil, exponent + 1) }
        }
        return (nil, limit)
    }
}
