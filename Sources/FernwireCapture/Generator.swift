// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireScenario
import FernwireSession
import FernwireWire

/// Writes sample sessions to a capture. The output follows from the seed and the keys alone.
public struct Generator {
    let seed: CaptureSeed?
    let keys: LongLivedKeys
    let hasSecrets: Bool
    let hasComments: Bool
    let start: UInt64

    /// The default start: 2026-01-05 09:00:00 UTC, in nanoseconds since 1970.
    public static let start: UInt64 = 1_767_603_600_000_000_000

    /// The number of bytes that are handed on at a time, about.
    public static let chunk = 1 << 18

    /// A part of the output, to be written away.
    public struct Output {
        /// The next bytes of the capture: whole blocks, unless a fault cuts it.
        public var capture: [UInt8]
        /// The next bytes of a key file that opens the capture.
        public var keys: [UInt8]
        /// The time of the newest packet, in nanoseconds since 1970.
        public var time: UInt64
        /// The number of steps in this output.
        public var steps: Int
    }

    /// - Parameter seed: the number that all random numbers follow from; `nil` for real ones, which nobody can tell.
    /// - Parameter keys: the keys that the sides hold beforehand; `nil` for the samples that everyone has.
    /// - Parameter hasSecrets: whether the keys are in the capture, too.
    /// - Parameter hasComments: whether packets have comments that say what happens.
    /// - Parameter start: the time of the start in nanoseconds since 1970.
    public init(
        seed: UInt64?, keys: LongLivedKeys? = nil, hasSecrets: Bool = true, hasComments: Bool = true,
        start: UInt64 = start
    ) {
        self.seed = seed.map { .number($0) }
        self.keys = keys ?? SampleKeys.keys
        self.hasSecrets = hasSecrets
        self.hasComments = hasComments
        self.start = start
    }

    /// Makes captures without keys and without comments, all of whose random numbers follow from a secret.
    ///
    /// - Parameter secret: 32 bytes; whoever knows them can make the same captures.
    /// - Parameter keys: the keys that the sides hold beforehand.
    public init(secret: SecretBytes, keys: LongLivedKeys, start: UInt64 = start) {
        seed = .secret(secret)
        self.keys = keys
        hasSecrets = false
        hasComments = false
        self.start = start
    }

    /// Plays `scenario` as often as asked for, one session after another.
    ///
    /// - Parameter load: the messages in the place of the scenario's own steps.
    /// - Parameter chunk: the number of bytes of the capture that are handed on at a time, about.
    /// - Parameter cores: the number of cores that make the capture. The output does not depend on it.
    /// - Parameter sink: takes the next output; `false` ends the capture, in order.
    public func run(
        _ scenario: Scenario, load: Load? = nil, sessions: Int = 1, chunk: Int = chunk, cores: Int = 1,
        _ sink: (Output) throws -> Bool
    ) throws {
        let run = try GeneratorRun(of: self, scenario, load: load, hasPipeline: cores > 1)
        var goesOn = try sink(run.take())
        var (played, stride) = (0, SessionStart.Stride?.none)
        while goesOn, played < sessions {
            let begin = run.start
            var size = 0
            try run.play {
                if goesOn, run.pending >= chunk {
                    size += run.pending
                    goesOn = try sink(run.take())
                }
                return goesOn
            }
            played += 1
            size += run.pending
            // Two sessions that are alike foretell the next ones.
            defer { stride = run.start.stride(since: begin) }
            guard cores > 1, sessions - played > 1, scenario.fault == nil, goesOn, let stride,
                stride == run.start.stride(since: begin),
                let ahead = try SessionsAhead(
                    of: self, scenario, load: load, cores: cores, stride: stride, size: size)
            else { continue }
            goesOn = try sink(run.take())
            guard goesOn else { break }
            let outcome = try ahead.play(atMost: sessions - played, after: run, sink)
            played += outcome.played
            goesOn = outcome.goesOn
        }
        run.finish()
        _ = try sink(run.take())
    }
}
