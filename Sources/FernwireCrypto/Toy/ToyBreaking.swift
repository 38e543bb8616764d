// SPDX-License-Identifier: Apache-2.0

/// Breaks the toy by trying all keys.
public enum ToyBreaking {
    /// Returns the exponent of `publicValue`, and how many were tried; `nil` when the value is outside the group.
    public static func exponent(of publicValue: UInt16) -> (exponent: UInt16, candidates: Int)? {
        var power: UInt64 = 1
        for exponent in 0..<ToyDH.order {
            if power == UInt64(publicValue) { return (UInt16(exponent), exponent + 1) }
            power = power * ToyDH.generator % ToyDH.prime
        }
        return nil
    }

    /// Returns the factors of `modulus`, the smaller first, and how many divisors were tried; `nil` when there are
    /// none.
    public static func factors(of modulus: UInt32) -> (p: UInt32, q: UInt32, candidates: Int)? {
        var (divisor, candidates) = (3 as UInt32, 1)
        if modulus % 2 == 0 { return (2, modulus / 2, 1) }
        while divisor * divisor <= modulus {
            candidates += 1
            if modulus % divisor == 0 { return (divisor, modulus / divisor, candidates) }
            divisor += 2
        }
        return nil
    }
}
