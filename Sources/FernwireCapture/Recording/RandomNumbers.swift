// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSeed

/// The source of the random numbers that the sides of a generated session draw.
enum RandomNumbers {
    case seeded(SeededRandom)
    /// The numbers come from OpenSSL's own generator, so that nobody can tell the keys that follow.
    case real

    init(_ seed: CaptureSeed?) {
        self =
            switch seed {
            case .number(let number): .seeded(SeededRandom(seed: number))
            case .secret(let secret): .seeded(SeededRandom(secret: secret))
            case nil: .real
            }
    }

    /// The place in the numbers, which the next refill goes on from.
    var place: UInt64 {
        get { if case .seeded(let random) = self { random.place } else { 0 } }
        nonmutating set { if case .seeded(let random) = self { random.place = newValue } }
    }

    /// Runs `body`, in which the sides draw these numbers.
    func use<Result: ~Copyable, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        switch self {
        case .seeded(let random): try random.use(body)
        case .real: try body()
        }
    }

    /// Gives new numbers, before what draws any. A use that has not drawn all leaves the rest for the next.
    ///
    /// - Parameter drawsKeys: whether more may be drawn than the IVs of a few records.
    func refill(drawsKeys: Bool = true) {
        refillLater(drawsKeys: drawsKeys)
        refillNow()
    }

    /// Takes note that new numbers are due, which ``refillNow()`` gives.
    func refillLater(drawsKeys: Bool) {
        if case .seeded(let random) = self { random.refillLater(drawsKeys: drawsKeys) }
    }

    /// Gives the new numbers that are due, if any are. Until then nothing may be drawn.
    func refillNow() {
        if case .seeded(let random) = self { random.refillNow() }
    }
}
