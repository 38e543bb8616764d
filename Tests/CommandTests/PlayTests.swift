// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess
import Synchronization
import Testing

/// `fernwire-client --scenario` against real servers.
@Suite(.timeLimit(.minutes(10))) struct PlayTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    private func play(_ scenario: String, _ port: Int, _ arguments: [String]) async throws -> Programs.Output {
        try await Programs.run("fernwire-client", ["--port", "\(port)", "--scenario", scenario] + arguments)
    }

    private func file(_ name: String, _ text: String) throws -> String {
        try text.write(toFile: keys.path(name), atomically: true, encoding: .utf8)
        return keys.path(name)
    }

    @Test("A played scenario counts its messages and echoes from all clients, and prints sorted latencies")
    func allThatIsAnsweredIsCounted() async throws {
        let keys = keys
        let scenario = try file(
            "many.yaml",
            """
            name: many
            suite: aes256-gcm-psk
            clients: 7
            steps:
              - {from: client, text: hello, pause: 0}
              - {from: client, rekey: true, pause: 0}
              - {from: client, json: '{"a": 1}', pause: 0.01}
              - {from: server, text: not ours to say, pause: 0}
              - {from: client, file: a.txt, size: 50000, pause: 0}
            """)
        let served = try await Programs.serve(
            "fernwire-server", keys.server("aes256-gcm-psk") + ["--mode", "echo"]
        ) { port in
            let key = ["--key", keys.path("aes256")]
            let played = try await Programs.run(
                "fernwire-client", ["--port", "\(port)", "--scenario", scenario, "--wait", "30"] + key)
            #expect(played.status.isSuccess, "\(played.error)")
            #expect(played.text.hasPrefix("21 sent, 21 received, 0 rejected, 0 lost\nlatency in milliseconds: min "))
            let numbers = played.text.matches(of: /[\d]+\.\d\d/).compactMap { Double($0.output) }
            #expect(numbers.count == 5 && numbers == numbers.sorted() && numbers[0] > 0, "\(played.text)")
        }
        #expect(served.text.split(separator: "\n").count { $0.hasSuffix("json: {\"a\": 1}") } == 7)
        #expect(served.text.split(separator: "\n").count { $0.hasSuffix("file a.txt, 50000 bytes") } == 7)
    }

    /// As a sniffer sees it.
    @Test(
        "A reply step names the message id of the server's latest message in the capture",
        .enabled(if: Capturing.isAllowed, "capturing takes root's rights")) func aReplyNamesWhatTheServerSaid()
        async throws
    {
        let keys = keys
        let scenario = try file(
            "replies.yaml",
            """
            name: replies
            suite: plaintext
            steps:
              - {from: client, text: a question, pause: 0}
              - {from: server, text: an answer, pause: 0.2}
              - {from: client, text: a word on it, reply: true, pause: 0}
            """)
        try Capturing.prepare(keys)
        let capture = keys.path("replies.pcapng")
        let host = "127.0.0.78"
        try await Capturing.capture(host, into: capture) {
            _ = try await Programs.serve(
                "fernwire-server", keys.server("plaintext") + ["--host", host, "--mode", "echo"]
            ) { port in
                let played = try await Programs.run(
                    "fernwire-client",
                    ["--host", host, "--port", "\(port)", "--scenario", scenario] + keys.named("plaintext"))
                #expect(played.status.isSuccess, "\(played.error)")
            }
        }
        chmod(capture, 0o644)
        let columns = ["fernwire.record.plaintext", "fernwire.record.message_id", "fernwire.record.reply_to"]
        let rows = try await Capturing.rows(columns, capture, keyFile: nil, folder: keys.folder)
        let said = rows.filter { !$0[0].isEmpty }
        #expect(said.contains(["a question", "1", "0"]) && said.contains(["a question", "1", "1"]), "\(said)")
        #expect(said.contains(["a word on it", "2", "1"]) && said.contains(["a word on it", "2", "2"]), "\(said)")
    }

    @Test("A message without an answer counts as lost, and one that a failed handshake left unsent as well")
    func whatIsNotAnsweredIsLost() async throws {
        let keys = keys
        _ = try await Programs.serve("fernwire-server", keys.server("fernet-psk") + ["--mode", "chat"]) { port in
            let key = ["--key", keys.path("psk")]
            let played = try await Programs.run(
                "fernwire-client", ["--port", "\(port)", "--scenario", "badge-fernet", "--wait", "0.3"] + key)
            #expect(played.status == .exited(1))
            #expect(played.text == "1 sent, 0 received, 0 rejected, 1 lost\n")
            #expect(played.error == "Error: not all that was sent was answered within 0.3 seconds\n")
            let other = try await Programs.run(
                "fernwire-client",
                ["--port", "\(port)", "--scenario", "badge-fernet", "--key", keys.path("other")])
            #expect(other.status == .exited(1) && other.text == "0 sent, 0 received, 0 rejected, 1 lost\n")
            #expect(other.error.contains("handshake_failed"))
        }
    }

    /// What the server refuses with an alert is rejected; what comes after is lost.
    @Test("A file that the server refuses with message_too_large counts as rejected, and the rest as lost")
    func whatEndsTheSessionIsRejected() async throws {
        let keys = keys
        let scenario = try file(
            "large.yaml",
            """
            name: large
            suite: aes256-gcm-psk
            steps:
              - {from: client, file: large, size: 17000000, pause: 0}
              - {from: server, text: "", pause: 0}
              - {from: client, text: never sent, pause: 0}
            """)
        _ = try await Programs.serve("fernwire-server", keys.server("aes256-gcm-psk")) { port in
            let played = try await Programs.run(
                "fernwire-client",
                ["--port", "\(port)", "--scenario", scenario, "--wait", "50", "--key", keys.path("aes256")])
            #expect(played.status == .exited(1) && played.text == "1 sent, 0 received, 1 rejected, 1 lost\n")
            #expect(played.error.contains("message_too_large"), "\(played.error)")
        }
    }

    /// A server that ends the session leaves nobody waiting.
    @Test("A played scenario ends when the server ends the session, long before its wait is over")
    func aServerThatEndsLeavesNobodyWaiting() async throws {
        let keys = keys
        let playing = Mutex<Task<Programs.Output, any Error>?>(nil)
        _ = try await Programs.serve("fernwire-server", keys.server("fernet-psk") + ["--mode", "chat"]) { port in
            let task = Task {
                try await Programs.run(
                    "fernwire-client",
                    ["--port", "\(port)", "--scenario", "badge-fernet", "--wait", "1000", "--key", keys.path("psk")])
            }
            playing.withLock { $0 = task }
            try await Task.sleep(for: .seconds(5))
        }
        let task = try #require(playing.withLock { $0 })
        let played = try await task.value
        // It may not have come to send anything.
        #expect(played.status == .exited(1) && played.text.hasSuffix(" sent, 0 received, 0 rejected, 1 lost\n"))
    }

    /// A server whose records cannot be taken.
    @Test("A played scenario ends with bad_record when the server's record was tampered with")
    func aBadServerIsLeft() async throws {
        let keys = keys
        let arguments = ["server", "--deviate", "flip-record"] + keys.server("fernet-psk")
        _ = try await Programs.serve("peer", arguments, endWith: nil) { port in
            let played = try await Programs.run(
                "fernwire-client",
                ["--port", "\(port)", "--scenario", "badge-fernet", "--wait", "30", "--key", keys.path("psk")])
            #expect(played.status == .exited(1) && played.text.contains(" 0 received, "))
            #expect(played.error.contains("bad_record"), "\(played.error)")
        }
    }

    @Test("A scenario that cannot be played is refused with its reason")
    func whatCannotBePlayedIsRefused() async throws {
        let key = ["--key", keys.path("psk")]
        for (scenario, arguments, message) in [
            ("fault-reset", key, "fault-reset: the fault reset is for fernwire generate"),
            ("badge-plaintext", key, "the scenario's suite is not secure: --insecure plaintext speaks it"),
            ("nothing", key, "there is no scenario nothing"),
            (
                try file("bad.yaml", "name: a\nsuite: x\nsteps: []\n"), key,
                "bad.yaml: line 2: the scenario: suite: there"
            ),
            ("badge-fernet", key + ["--message", "x"], "Give only one of --message, --send-file and --scenario."),
            ("badge-fernet", key, "cannot connect to 127.0.0.1:1"),
        ] {
            let refused = try await play(scenario, 1, arguments)
            #expect(!refused.status.isSuccess && refused.error.contains(message), "\(refused.error)")
        }
        let keys = keys
        let rekey = try file(
            "rekey.yaml", "name: a\nsuite: aes256-gcm-psk\nsteps:\n  - {from: client, rekey: true, pause: 0}\n")
        _ = try await Programs.serve("fernwire-server", keys.server("fernet-psk")) { port in
            let refused = try await Programs.run(
                "fernwire-client",
                ["--port", "\(port)", "--scenario", rekey, "--suite", "fernet-psk", "--key", keys.path("psk")])
            #expect(!refused.status.isSuccess && refused.error.contains("which the suite fernet-psk cannot"))
        }
    }
}
