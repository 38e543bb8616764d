// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// What two sides say to each other.
public struct Scenario: Equatable, Sendable {
    /// For the command line.
    public var name: String
    /// What it shows, in one sentence.
    public var summary: String
    /// The cipher suite's name.
    public var suite: String
    public var steps: [Step]

    public init(name: String, summary: String, suite: String, steps: [Step]) {
        self.name = name
        self.summary = summary
        self.suite = suite
        self.steps = steps
    }

    /// One thing that one side does.
    public struct Step: Equatable, Sendable {
        public var from: Direction
        public var action: Action
        /// Seconds before it.
        public var pause: Double
        /// For the packet that carries it.
        public var comment: String?
        public var fault: Fault?

        public init(
            _ from: Direction, _ action: Action, pause: Double = 1, comment: String? = nil, fault: Fault? = nil
        ) {
            self.fault = fault
            self.from = from
            self.action = action
            self.pause = pause
            self.comment = comment
        }
    }

    public enum Action: Equatable, Sendable {
        case text(String)
        case json(String)
        case file(name: String, mediaType: String, [UInt8])
        case rekey
    }

    /// The same with `count` texts of `size` bytes from both sides in turn, a millisecond apart.
    public func filled(messages count: Int, size: Int) -> Scenario {
        var filled = self
        let text = String(repeating: "x", count: size)
        filled.steps = (0..<max(count, 0)).map { number in
            Step(number % 2 == 0 ? .fromClient : .fromServer, .text(text), pause: 0.001)
        }
        return filled
    }
}
