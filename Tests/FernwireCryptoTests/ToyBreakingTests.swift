// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

/// The factors of a toy's modulus, which are found by trying.
@Suite struct ToyBreakingTests {
    @Test("The smaller factor comes first, also of an even number, with how many divisors were tried")
    func factors() throws {
        let cases: [(modulus: UInt32, p: UInt32, q: UInt32, candidates: Int)] = [
            (6, 2, 3, 1), (10, 2, 5, 1), (9, 3, 3, 2), (15, 3, 5, 2), (25, 5, 5, 3),
        ]
        for (modulus, p, q, candidates) in cases {
            let found = try #require(ToyBreaking.factors(of: modulus))
            #expect([found.p, found.q] == [p, q] && found.candidates == candidates, "\(modulus)")
        }
    }

    @Test("An odd prime has no factors")
    func primes() {
        for prime in [3, 5, 7, 65_521] as [UInt32] {
            let hasFactors = ToyBreaking.factors(of: prime) != nil
            #expect(!hasFactors, "\(prime)")
        }
    }
}
