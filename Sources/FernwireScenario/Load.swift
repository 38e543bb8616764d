// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// Many messages and their replies, in the place of a scenario's own steps. They are made one at a time.
public struct Load: Equatable, Sendable {
    /// The number of messages of each connection, replies among them.
    public let messages: Int
    public let size: SizeDistribution
    /// The number of messages in a second.
    public let rate: Double
    /// The text of every message, where all have the same size; `nil` where it is drawn.
    private let text: String?

    public init(messages: Int, size: SizeDistribution, rate: Double) {
        self.messages = messages
        self.size = size
        self.rate = rate
        text = size.only.map { Self.filler($0) }
    }

    /// Returns step `number`, counted from 0.
    public func step(_ number: Int, _ numbers: inout some RandomNumberGenerator) -> Scenario.Step {
        let isReply = number % 2 == 1
        return Scenario.Step(
            isReply ? .fromServer : .fromClient, .text(text ?? Self.filler(size.draw(&numbers))), isReply: isReply,
            pause: 1 / rate, comment: "")
    }

    /// Returns the seconds to wait before step `number`, so that the rate holds whatever the way takes.
    ///
    /// - Parameter elapsed: the seconds from the first step's earliest time until now.
    public func pause(before number: Int, after elapsed: Double) -> Double {
        max(Double(number + 1) / rate - elapsed, 0)
    }

    private static func filler(_ count: Int) -> String { String(repeating: "x", count: count) }
}
