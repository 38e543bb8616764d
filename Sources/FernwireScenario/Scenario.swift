// SPDX-License-Identifier: Apache-2.0

/// The steps of two sides that speak with each other, and what goes wrong.
public struct Scenario: Equatable, Sendable {
    /// The name on the command line.
    public var name: String
    /// The point of the scenario, in one sentence without its full stop.
    public var summary: String
    /// The cipher suite's name.
    public var suite: String
    public var network = Network.ipv4
    /// The number of clients that play it at the same time.
    public var clients = 1
    /// The fault of the session as a whole; `nil` for none.
    public var fault: Fault?
    /// A display filter that finds what the scenario is about.
    public var filter: String?
    public var steps: [Step]

    public enum Network: String, CaseIterable, Sendable {
        case ipv4, ipv6
    }

    public init(name: String, summary: String, suite: String, steps: [Step]) {
        self.name = name
        self.summary = summary
        self.suite = suite
        self.steps = steps
    }

    /// Returns the scenario with `fault`, which strikes the client's last message where it is a fault of a step.
    public func with(_ fault: Fault) -> Scenario {
        var changed = self
        guard fault.place == .step else {
            changed.fault = fault
            return changed
        }
        let place = steps.lastIndex { $0.from == .fromClient && $0.action != .rekey } ?? steps.indices.last
        if let place { changed.steps[place].fault = .init(fault) }
        return changed
    }

    /// Returns the scenario with `seconds` before each step.
    public func paced(_ seconds: Double) -> Scenario {
        var changed = self
        for index in steps.indices { changed.steps[index].pause = seconds }
        return changed
    }
}
