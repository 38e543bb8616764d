// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireScenario
import FernwireSession
import FernwireWire

/// Writes sample sessions to a capture. What comes out follows from the seed and the keys alone.
public struct Generator {
    let seed: UInt64?
    let keys: LongLivedKeys
    let hasSecrets: Bool
    let hasComments: Bool
    let start: UInt64

    /// 2026-01-05 09:00:00 UTC, in nanoseconds since 1970.
    public static let start: UInt64 = 1_767_603_600_000_000_000

    /// About how many bytes are handed on at a time.
    public static let chunk = 1 << 18

    /// What comes about, to be written away.
    public struct Output {
        /// The next bytes of the capture: whole blocks, but for a fault that cuts it.
        public var capture: [UInt8]
        /// The next bytes of a key file that opens the capture.
        public var keys: [UInt8]
        /// The time of the newest packet, in nanoseconds since 1970.
        public var time: UInt64
        /// How many steps were taken so far.
        public var steps: Int
    }

    /// - Parameter seed: where all random numbers come from; `nil` for real ones, which nobody can tell.
    /// - Parameter keys: what the sides hold beforehand; `nil` for the samples that everyone has.
    /// - Parameter hasSecrets: whether the keys are in the capture, too.
    /// - Parameter hasComments: whether packets have comments that say what happens.
    /// - Parameter start: nanoseconds since 1970.
    public init(
        seed: UInt64?, keys: LongLivedKeys? = nil, hasSecrets: Bool = true, hasComments: Bool = true,
        start: UInt64 = start
    ) {
        self.seed = seed
        self.keys = keys ?? SampleKeys.keys
        self.hasSecrets = hasSecrets
        self.hasComments = hasComments
        self.start = start
    }

    /// Plays `scenario` as often as asked for, one session after another.
    ///
    /// - Parameter load: what is said in the place of the scenario's own steps.
    /// - Parameter chunk: bytes of the capture that are handed on at a time, about.
    /// - Parameter sink: takes what came about; `false` ends the capture, in order.
    public func run(
        _ scenario: Scenario, load: Load? = nil, sessions: Int = 1, chunk: Int = chunk,
        _ sink: (Output) throws -> Bool
    ) throws {
        let run = try GeneratorRun(of: self, scenario, load: load)
        var goesOn = try sink(run.take())
        for _ in 0..<sessions where goesOn {
            try run.connect()
            if run.pending >= chunk { goesOn = try sink(run.take()) }
            while goesOn, try run.step() {
                if run.pending >= chunk { goesOn = try sink(run.take()) }
            }
            try run.hangUp()
        }
        run.finish()
        _ = try sink(run.take())
    }
}
