// SPDX-License-Identifier: Apache-2.0
import FernwireSession

/// The scenarios that have names.
public enum ScenarioLibrary {
    public static let all: [Scenario] =
        [badge("badge-plaintext", "plaintext"), badge("badge-fernet", "fernet-psk")] + chats + rekeys
        + faults

    public static func scenario(named name: String) -> Scenario? {
        all.first { $0.name == name }
    }

    /// The same words twice, to be laid side by side.
    private static func badge(_ name: String, _ suite: String) -> Scenario {
        Scenario(
            name: name, summary: "A badge is checked in at a door, with the suite \(suite)", suite: suite,
            steps: [
                .init(
                    .fromClient, .text("BadgeNumber: 12345"), pause: 0.2,
                    comment: "The badge reader says which badge it saw."),
                .init(.fromServer, .text("The badge is valid."), pause: 0.01, comment: "The server lets it in."),
            ])
    }

    private static let chats = SuiteRegistry.standard.suites.map { suite in
        Scenario(
            name: "chat-\(suite.name)", summary: "A short chat, with the suite \(suite.name)",
            suite: suite.name.description,
            steps: [
                .init(.fromClient, .text("Hello Bob, are you there?"), pause: 2.1),
                .init(.fromServer, .text("Hello Alice, I am."), pause: 3.4),
                .init(.fromClient, .text("Is the north door open?"), pause: 4.2),
                .init(.fromServer, .text("Until six."), pause: 2.6),
            ])
    }

    private static let faults = Fault.allCases.map { fault in
        Scenario(
            name: "fault-\(fault.rawValue)", summary: fault.summary, suite: fault.suite,
            steps: [
                .init(.fromClient, .text("Before it"), pause: 0.5),
                .init(.fromServer, .text("So far, so good"), pause: 0.2),
                .init(.fromClient, .text("Now it happens"), pause: 0.5, comment: fault.summary + ".", fault: fault),
                .init(.fromServer, .text("After it"), pause: 0.2),
            ])
    }

    private static let rekeys = SuiteRegistry.standard.suites.filter { $0.canRekey }.map { suite in
        Scenario(
            name: "rekey-\(suite.name)",
            summary: "Both sides change their keys in the middle, with the suite \(suite.name)",
            suite: suite.name.description,
            steps: [
                .init(.fromClient, .text("Under the first key"), pause: 0.5),
                .init(.fromClient, .rekey, pause: 0.5, comment: "The client moves its direction to the next key."),
                .init(.fromClient, .text("Under the second key"), pause: 0.1),
                .init(.fromServer, .rekey, pause: 0.5, comment: "So does the server, for its own."),
                .init(.fromServer, .text("Mine, too"), pause: 0.1),
            ])
    }
}
