// SPDX-License-Identifier: Apache-2.0
import FernwireScenario

/// Plays one connection's part of a scenario, step by step.
protocol Recorder: AnyObject {
    /// The time in nanoseconds since 1970 up to which everything is recorded; later records are never before it.
    var time: UInt64 { get }

    /// Carries out a scenario's step.
    func take(_ step: Scenario.Step) throws(GeneratorError)
    /// Ends the session, and hangs up.
    func end() throws(GeneratorError)
}

/// The destination of a connection's traces, in the order in which they come about.
struct RecorderOutput {
    /// Takes the lines of a key log, before the packets that need them.
    var secrets: ([UInt8]) -> Void
    var packet: (_ packet: RawSpan, _ time: UInt64, _ comment: String?) -> Void
}

/// Why a scenario cannot be played.
public struct GeneratorError: Error, CustomStringConvertible {
    public let description: String
}
