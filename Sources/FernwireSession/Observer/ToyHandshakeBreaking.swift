// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

/// What whoever listens finds out of a handshake of toy-dh16, and what it took.
public struct ToyHandshakeBreaking: Equatable, Sendable {
    /// A private exponent, and with it the key.
    public struct Exponent: Equatable, Sendable {
        /// Whose it is.
        public var side: Direction
        public var exponent: UInt16
        public var agreed: UInt16
    }

    public struct Factors: Equatable, Sendable {
        public var p: UInt32
        public var q: UInt32
        /// Divisors that were tried.
        public var candidates: Int
    }

    /// `nil` when both public values are outside the group.
    public var exponent: Exponent?
    /// Exponents that were tried.
    public var candidates = 0
    /// Sides whose public value is outside the group that the generator makes.
    public var outsideGroup: [Direction] = []
    /// By direction: the factors of the sides' moduli.
    public var factors: [Factors?]

    /// - Parameter values: the public values of client and server.
    /// - Parameter moduli: those of their signature keys, as far as they were seen.
    init(values: [UInt16], moduli: [UInt32?]) {
        factors = moduli.map { modulus in
            modulus.flatMap { ToyBreaking.factors(of: $0) }.map { Factors(p: $0.p, q: $0.q, candidates: $0.candidates) }
        }
        for side in Direction.allCases {
            guard let found = ToyBreaking.exponent(of: values[Int(side.rawValue)]) else {
                outsideGroup.append(side)
                if exponent == nil { candidates += ToyDH.order }
                continue
            }
            guard exponent == nil else { continue }
            candidates += found.candidates
            let peer = values[Int(side.opposite.rawValue)]
            exponent = Exponent(
                side: side, exponent: found.exponent, agreed: ToyDH(exponent: found.exponent).agree(with: peer))
        }
    }
}
