// SPDX-License-Identifier: Apache-2.0
import FernwireScenario

/// Plays one connection's part of a scenario, step by step.
protocol Recorder: AnyObject {
    /// Nanoseconds since 1970 up to which everything is recorded; what comes later is never before it.
    var time: UInt64 { get }

    /// Does what a scenario's step says.
    func take(_ step: Scenario.Step) throws(GeneratorError)
    /// Ends the session, and hangs up.
    func end() throws(GeneratorError)
}

/// Where a connection's traces go, in the order in which they come about.
struct RecorderOutput {
    /// A key log's lines, before the packets that need them.
    var secrets: ([UInt8]) -> Void
    var packet: (TCPConnection.Packet, _ comment: String?) -> Void
}

/// Why a scenario cannot be played.
public struct GeneratorError: Error, CustomStringConvertible {
    public let description: String
}
