// SPDX-License-Identifier: Apache-2.0

/// What two sides say to each other, and what goes wrong.
public struct Scenario: Equatable, Sendable {
    /// The name on the command line.
    public var name: String
    /// What it shows, in one sentence without its full stop.
    public var summary: String
    /// The cipher suite's name.
    public var suite: String
    public var network = Network.ipv4
    /// How many clients play it at the same time.
    public var clients = 1
    /// What goes wrong with the session as a whole.
    public var fault: Fault?
    /// A display filter that finds what it is about.
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
