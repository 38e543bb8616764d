// SPDX-License-Identifier: Apache-2.0
import FernwireSeed

/// Where the sides of a generated session draw their random numbers.
enum RandomNumbers {
    case seeded(SeededRandom)
    /// OpenSSL's own generator: what keys follow from it nobody can tell.
    case real

    init(seed: UInt64?) {
        self = seed.map { .seeded(SeededRandom(seed: $0)) } ?? .real
    }

    /// Runs `body` with these numbers.
    ///
    /// - Parameter refilling: whether new numbers are given first; what has not drawn all may go on with the rest.
    func use<Result: ~Copyable, Failure: Error>(
        refilling: Bool = true, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch self {
        case .seeded(let random): try random.use(refilling: refilling, body)
        case .real: try body()
        }
    }
}
