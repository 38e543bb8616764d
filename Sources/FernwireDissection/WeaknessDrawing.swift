// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

// The weaknesses of a frame, and the result of a brute force.
extension FrameDrawing {
    static let weaknessNotes: [(Observation.Weaknesses, Note)] = [
        (.notForwardSecret, .notForwardSecret), (.weakerSuite, .weakerSuite),
        (.unauthenticatedKey, .unauthenticatedKey), (.toySizes, .toySizes), (.sizesLeak, .sizesLeak),
        (.ivRepeated, .ivRepeated), (.replayed, .replayed), (.timestampFar, .timestampFar), (.expired, .expired),
    ]

    func drawWeaknesses(into plan: inout Plan) {
        guard !observation.weaknesses.isEmpty else { return }
        for (seen, note) in Self.weaknessNotes where observation.weaknesses.contains(seen) { plan.note(note) }
    }

    /// Draws the result of a brute force. All of it is inferred, and marked so.
    func draw(_ bruteForce: BruteForce, into plan: inout Plan) {
        plan.subtree(.broken, at: Wire.headerLength..<Wire.headerLength) { plan in
            if let exponent = bruteForce.exponent {
                plan.inferred(.brokenExponent, UInt64(exponent.exponent))
                plan.inferred(.brokenSecret, UInt64(exponent.agreed))
            }
            for factors in bruteForce.factors.compactMap({ $0 }) {
                plan.inferred(.brokenFactor, UInt64(factors.p))
                plan.inferred(.brokenFactor, UInt64(factors.q))
            }
            note(bruteForce, into: &plan)
        }
    }

    private func note(_ bruteForce: BruteForce, into plan: inout Plan) {
        plan.note(.broken) { text in
            if let exponent = bruteForce.exponent {
                text.write("The ")
                text.write(exponent.side.sender)
                text.write("'s exponent was found after ")
                text.write(UInt(bruteForce.candidates))
                text.write(" candidates of 5460, and with it the key")
            } else {
                text.write("The key was not found: no public value is in the group")
            }
            for (side, factors) in zip(Direction.allCases, bruteForce.factors) {
                guard let factors else { continue }
                text.write("; the ")
                text.write(side.sender)
                text.write("'s N was factored after ")
                text.write(UInt(factors.candidates))
                text.write(" divisors")
            }
        }
        if !bruteForce.outsideGroup.isEmpty { plan.note(.outsideGroup) }
    }
}
