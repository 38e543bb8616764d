// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

/// The result of a brute force on a handshake of toy-dh16, and its effort. PROTOCOL.md §6.10.
///
/// It is a class, so that the many observations without it carry one pointer.
public final class BruteForce: Sendable {
    /// A private exponent that was found, and the key that follows from it.
    public struct Exponent: Equatable, Sendable {
        /// The side that the exponent belongs to.
        public var side: Direction
        /// The private exponent.
        public var exponent: UInt16
        /// The number that both sides agreed on, which is the session's secret.
        public var agreed: UInt16
    }

    /// The prime factors of a modulus.
    public struct Factors: Equatable, Sendable {
        /// The smaller factor.
        public var p: UInt32
        /// The larger factor.
        public var q: UInt32
        /// The number of divisors that were tried.
        public var candidates: Int
    }

    /// The private exponent of one side; `nil` when both public values are outside the group.
    public let exponent: Exponent?
    /// The number of exponents that were tried.
    public let candidates: Int
    /// The sides whose public value is outside the group that the generator makes.
    public let outsideGroup: [Direction]
    /// The factors of the moduli: the client's, then the server's. `nil` stands for a modulus that was not seen, or
    /// that has none.
    public let factors: [Factors?]

    /// Tries all exponents, and all divisors.
    ///
    /// - Parameters:
    ///   - values: the public values of client and server.
    ///   - moduli: the moduli of their signature keys; `nil` for one that was not seen.
    init(values: [UInt16], moduli: [UInt32?]) {
        factors = moduli.map { modulus in
            modulus.flatMap { ToyBreaking.factors(of: $0) }.map { Factors(p: $0.p, q: $0.q, candidates: $0.candidates) }
        }
        let found = values.map { ToyBreaking.exponent(of: $0) }
        outsideGroup = Direction.allCases.filter { found[Int($0.rawValue)] == nil }
        // The server's exponent is looked for when the client's is not to be found.
        let first = Direction.allCases.first { found[Int($0.rawValue)] != nil }
        candidates = found.prefix(Int(first?.rawValue ?? 1) + 1).reduce(0) { $0 + ($1?.candidates ?? ToyDH.order) }
        exponent = first.flatMap { side in
            found[Int(side.rawValue)].map { found in
                let peer = values[Int(side.opposite.rawValue)]
                return Exponent(
                    side: side, exponent: found.exponent, agreed: ToyDH(exponent: found.exponent).agree(with: peer))
            }
        }
    }
}
