// SPDX-License-Identifier: Apache-2.0
import FernwireSession

/// The scenarios that have names.
public enum ScenarioLibrary {
    public static let all: [Scenario] = badges + chats + rekeys + longer + attacks + faults

    public static func scenario(named name: String) -> Scenario? {
        all.first { $0.name == name }
    }

    /// Two sessions that say the same, to be laid side by side.
    private static let badges = ["plaintext", "fernet-psk"].map { suite in
        scenario(
            suite == "plaintext" ? "badge-plaintext" : "badge-fernet",
            "A badge is checked in at a door, with the suite \(suite)", suite: suite,
            filter: suite == "plaintext" ? "frame contains \"BadgeNumber\"" : "fernwire.record.token",
            steps: [
                .init(
                    .fromClient, .text("BadgeNumber: 12345"), pause: 0.2,
                    comment: "The badge reader says which badge it saw."),
                .init(
                    .fromServer, .text("The badge is valid."), isReply: true, pause: 0.01,
                    comment: "The server lets it in."),
            ])
    }

    private static let chats = SuiteRegistry.standard.suites.map { suite in
        scenario(
            "chat-\(suite.name)", "A short chat, with the suite \(suite.name)", suite: suite.name.description,
            filter: "fernwire.type < 0x20", steps: conversation)
    }

    private static let conversation: [Scenario.Step] = [
        .init(.fromClient, .text("Hello Bob, are you there?"), pause: 2.1),
        .init(.fromServer, .text("Hello Alice, I am."), isReply: true, pause: 3.4),
        .init(.fromClient, .text("Is the north door open?"), pause: 4.2),
        .init(.fromServer, .text("Until six."), isReply: true, pause: 2.6),
    ]

    private static let rekeys = SuiteRegistry.standard.suites.filter { $0.canRekey }.map { suite in
        scenario(
            "rekey-\(suite.name)", "Both sides change their keys in the middle, with the suite \(suite.name)",
            suite: suite.name.description, filter: "fernwire.rekey.next_epoch || fernwire.epoch > 0",
            steps: [
                .init(.fromClient, .text("Under the first key"), pause: 0.5),
                .init(.fromClient, .rekey, pause: 0.5, comment: "The client moves its direction to the next key."),
                .init(.fromClient, .text("Under the second key"), pause: 0.1),
                .init(.fromServer, .rekey, pause: 0.5, comment: "So does the server, for its own."),
                .init(.fromServer, .text("Mine, too"), pause: 0.1),
            ])
    }

    private static let longer: [Scenario] = {
        var file = scenario(
            "file-transfer", "A file of 20,000 bytes goes over IPv6 in two records, then a small one",
            suite: "x25519-ed25519-chacha20poly1305", filter: "fernwire.file.name || fernwire.file.data",
            steps: [
                .init(.fromClient, .file(name: "doors.log", mediaType: "text/plain", .lines(20_000)), pause: 0.3),
                .init(.fromServer, .text("Got it."), isReply: true, pause: 0.2),
                .init(
                    .fromServer,
                    .file(name: "badges.json", mediaType: "application/json", .text(#"{"badges": [12345, 54321]}"#)),
                    pause: 0.4),
            ])
        file.network = .ipv6
        var many = scenario(
            "many-clients", "Six clients speak with one server at the same time", suite: "aes256-gcm-psk",
            filter: "tcp.stream == 3 && fernwire", steps: conversation)
        many.clients = 6
        many.steps = conversation.map { step in
            var quick = step
            quick.pause = step.pause / 4
            return quick
        }
        return [file, many, day]
    }()

    /// A session in which a door reports for eight hours.
    private static let day = scenario(
        "long-lived", "A session of eight hours, with a rekey at noon", suite: "aes256-gcm-psk",
        filter: "fernwire.expert.sizes_leak || fernwire.epoch > 0",
        steps: (0..<16).flatMap { half -> [Scenario.Step] in
            let noon: [Scenario.Step] =
                half == 8
                ? [.init(.fromClient, .rekey, pause: 0.5), .init(.fromServer, .rekey, pause: 0.5)] : []
            return noon + [
                .init(.fromClient, .json(#"{"door": "north", "opened": \#(half * 7 % 23)}"#), pause: 1800),
                .init(.fromServer, .text("Noted."), isReply: true, pause: 0.02),
            ]
        })

    private static let attacks: [Scenario] = {
        var refused = scenario(
            "man-in-the-middle-refused",
            "Someone on the way would speak with both sides, but the client knows the server's key",
            suite: "x25519-ed25519-aes256gcm", filter: "fernwire.alert.code", steps: conversation)
        refused.fault = .manInTheMiddle
        return [refused]
    }()

    private static let faults = Fault.all.map { fault in
        var scenario = scenario(
            "fault-\(fault.name)", fault.summary, suite: fault.suite, filter: "",
            steps: [
                .init(.fromClient, .text("Before it"), pause: 0.5),
                .init(.fromServer, .text("So far, so good"), isReply: true, pause: 0.2),
                .init(.fromClient, .text("Now it happens"), pause: 0.5),
                .init(.fromClient, .text("Right after it"), pause: 0.1),
                .init(.fromServer, .text("After it"), isReply: true, pause: 0.2),
            ])
        scenario.filter =
            switch fault.symptom {
            case .appears(let filter): filter
            case .missing, .complaint: "fernwire"
            }
        guard fault.place == .step else { return scenario.with(fault) }
        scenario.steps[2].fault = .init(fault)
        scenario.steps[2].comment = fault.summary + "."
        return scenario
    }

    private static func scenario(
        _ name: String, _ summary: String, suite: String, filter: String, steps: [Scenario.Step]
    ) -> Scenario {
        var scenario = Scenario(name: name, summary: summary, suite: suite, steps: steps)
        scenario.filter = filter
        return scenario
    }
}
