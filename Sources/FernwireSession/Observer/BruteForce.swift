// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

/// What a brute force finds of a handshake of toy-dh16, and what it took.
///
/// A class, so that the many observations without it carry one pointer.
public final class BruteForce: Sendable {
    /// A private exponent, and with it the key.
    public struct Exponent: Equatable, Sendable {
        /// Whose it is.
        public var side: Direction
        public var exponent: UInt16
        public var agreed: UInt16
    }

    /// The factors of a modulus.
    public struct Factors: Equatable, Sendable {
        public var p: UInt32
        public var q: UInt32
        /// Divisors that were tried.
        public var candidates: Int
    }

    /// `nil` when both public values are outside the group.
    public let exponent: Exponent?
    /// Exponents that were tried.
    public let candidates: Int
    /// Sides whose public value is outside the group that the generator makes.
    public let outsideGroup: [Direction]
    /// By direction: the factors of the sides' moduli.
    public let factors: [Factors?]

    /// - Parameter values: the public values of client and server.
    /// - Parameter moduli: those of their signature keys, as far as they were seen.
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
