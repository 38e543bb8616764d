// SPDX-License-Identifier: Apache-2.0
import FernwireSeed

/// The source of the random numbers that the sides of a generated session draw.
enum RandomNumbers {
    case seeded(SeededRandom)
    /// The numbers come from OpenSSL's own generator, so that nobody can tell the keys that follow.
    case real

    init(seed: UInt64?) {
        self = seed.map { .seeded(SeededRandom(seed: $0)) } ?? .real
    }

    /// Runs `body` with these numbers.
    ///
    /// - Parameter refilling: whether new numbers are given first. A use that has not drawn all leaves the rest for the
    ///   next.
    /// - Parameter drawsKeys: whether more may be drawn than the IVs of a few records.
    func use<Result: ~Copyable, Failure: Error>(
        refilling: Bool = true, drawsKeys: Bool = true, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch self {
        case .seeded(let random): try random.use(refilling: refilling, drawsKeys: drawsKeys, body)
        case .real: try body()
        }
    }
}
