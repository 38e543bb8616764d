// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The two programs with each other.
@Suite(.timeLimit(.minutes(10))) struct ServerClientTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    @Test(
        "A message gets its reply with every suite, and both programs warn of insecure suites only",
        arguments: InteropTests.suites) func oneMessageAndItsReply(_ suite: String) async throws
    {
        let keys = keys
        // A suite that is only for looking at says so, and nothing else is said.
        @Sendable func hasWarning(_ error: String) -> Bool {
            let warning = "warning: the suite \(suite) "
            #expect(error.isEmpty || error.hasPrefix(warning) && error.split(separator: "\n").count == 1)
            return !error.isEmpty
        }
        let isWarned = keys.named(suite)[0] == "--insecure"
        let served = try await Programs.serve("fernwire-server", keys.server(suite) + ["--message", "Hello Alice"]) {
            let asked = try await Programs.run(
                "fernwire-client", ["--port", "\($0)", "--message", "Hello Bob"] + keys.client(suite))
            #expect(asked.status.isSuccess)
            #expect(asked.text == "Hello Alice\n")
            #expect(hasWarning(asked.error) == isWarned)
        }
        #expect(served.status.isSuccess)
        #expect(hasWarning(served.error) == isWarned)
        let lines = served.text.split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("listening on 127.0.0.1:"))
        // Time, level and the peer's address, in each line that speaks of a client.
        let prefix = #/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info 127\.0\.0\.1:\d+ client 1: /#
        let said = lines.filter { $0.contains("client 1: ") }.map { $0.replacing(prefix, with: "") }
        #expect(said.first == "connected" && said.suffix(2) == ["text: Hello Bob", "ended"])
        #expect(said.dropLast(2).last?.hasPrefix("established, \(suite)") == true)
    }

    @Test(
        "A chat ends at EXIT or END in either case, or at the end of input",
        arguments: ["EXIT\nnever\n", "exit\nnever\n", "End\r\nnever\n", ""])
    func aChatEndsAtExitEndOrTheEndOfInput(_ ending: String) async throws {
        let keys = keys
        let served = try await Programs.serve("fernwire-server", keys.server("fernet-psk") + ["--mode", "echo"]) {
            let asked = try await Programs.run(
                "fernwire-client", ["--port", "\($0)"] + keys.client("fernet-psk"),
                // A dotless i becomes an I in capitals, and is none.
                input: "one\ntwo words\nexıt\n" + ending)
            #expect(asked.status.isSuccess)
            #expect(asked.text == "one\ntwo words\nexıt\n")
        }
        #expect(!served.text.contains("never"))
        #expect(served.text.hasSuffix("client 1: ended\n"))
    }

    @Test("A chat ends at EXIT though its input goes on") func inputAfterTheEnd() async throws {
        let keys = keys
        let client = Programs.folder.appending(path: "fernwire-client").path()
        let served = try await Programs.serve("fernwire-server", keys.server("fernet-psk") + ["--mode", "echo"]) {
            let input = "{ printf 'one\\nEXIT\\n'; sleep 1; echo never; }"
            let script = "\(input) | '\(client)' --port \($0) --key '\(keys.path("psk"))'"
            let asked = try await Programs.run("sh", ["-c", script])
            #expect(asked.status.isSuccess && asked.text == "one\n", "\(asked.error)")
        }
        #expect(!served.text.contains("never"))
    }

    @Test("A typed line that is not UTF-8 is sent with replacement characters, over IPv6")
    func linesThatAreNoTextAreMended() async throws {
        let keys = keys
        let client = Programs.folder.appending(path: "fernwire-client").path()
        _ = try await Programs.serve(
            "fernwire-server", keys.server("fernet-psk") + ["--mode", "echo", "--host", "::1"]
        ) {
            let script = "printf 'a\\377b\\n' | '\(client)' --host ::1 --port \($0) --key '\(keys.path("psk"))'"
            let asked = try await Programs.run("sh", ["-c", script])
            #expect(asked.status.isSuccess, "\(asked.error)")
            #expect(asked.text == "a\u{FFFD}b\n")
        }
    }

    @Test("Four client programs at once each get their own echo")
    func manyClientsAtOnce() async throws {
        let keys = keys
        let served = try await Programs.serve("fernwire-server", keys.server("fernet-psk") + ["--mode", "echo"]) {
            port in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...4 {
                    group.addTask {
                        let asked = try await Programs.run(
                            "fernwire-client",
                            ["--port", "\(port)", "--message", "number \(number)"] + keys.client("fernet-psk"))
                        #expect(asked.text == "number \(number)\n")
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(served.text.matches(of: /: ended\n/).count == 4)
    }

    @Test("A chat server sends the line typed at it to its client")
    func chatPassesOnWhatIsTypedAtTheServer() async throws {
        let keys = keys
        // The shell types once the client is there.
        let log = keys.path("chat.log")
        let server = Programs.folder.appending(path: "fernwire-server").path()
        let script = """
            touch '\(log)'
            { for i in $(seq 200); do grep -q established '\(log)' && break; sleep 0.1; done; echo typed here; sleep 2; } |
                '\(server)' --port 0 --key '\(keys.path("psk"))' --mode chat | tee '\(log)'
            """
        _ = try await Programs.serve("sh", ["-c", script], endWith: .terminate) { port in
            let asked = try await Programs.run(
                "fernwire-client",
                ["--port", "\(port)", "--message", "anybody?", "--wait", "20"] + keys.client("fernet-psk"))
            #expect(asked.text == "typed here\n")
        }
    }

    @Test("An interrupted client ends its session in order and prints no error")
    func controlCEndsClientsInOrder() async throws {
        let keys = keys
        let errors = keys.path("client.err")
        let client = Programs.folder.appending(path: "fernwire-client").path()
        let served = try await Programs.serve("fernwire-server", keys.server("fernet-psk")) { port in
            // A client whose input stays open, until it is interrupted.
            let script = """
                sleep 8 2>/dev/null | '\(client)' --port \(port) --key '\(keys.path("psk"))' 2>'\(errors)' & client=$!
                sleep 1.5; kill -INT $client; wait $client; status=$?
                exit $status
                """
            let asked = try await Programs.run("sh", ["-c", script])
            #expect(asked.status.isSuccess, "\(asked.error)")
        }
        #expect(served.text.hasSuffix("client 1: ended\n"))
        #expect(try String(contentsOfFile: errors, encoding: .utf8).isEmpty)
    }

    @Test(
        "A server that is stopped takes what a client sends before its own end, though it cannot answer any more",
        arguments: ["reply", "echo", "chat"])
    func messagesAfterTheServersEnd(_ mode: String) async throws {
        let keys = keys
        let late = (1...50).map { "late \($0)" }
        // Whether the answers or the end of the connection came first was a matter of chance.
        for number in 1...4 {
            let log = keys.path("late.\(number)")
            let (clients, continuation) = AsyncStream.makeStream(of: Task<Programs.Output, any Error>.self)
            let served = try await Programs.serve(
                "fernwire-server", keys.server("aes256-gcm-psk") + ["--mode", mode, "--verbose"], endWith: .terminate
            ) { port in
                let arguments = ["client", "--port", "\(port)", "--key-log", log] + keys.client("aes256-gcm-psk")
                continuation.yield(
                    Task { try await Programs.run("peer", arguments + late.flatMap { ["--late", $0] }) })
                // The client writes it once the session is established.
                for _ in 0..<600 where !FileManager.default.fileExists(atPath: log) {
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            let client = try await #require(clients.first { _ in true }).value
            #expect(client.text == "ended\n" && client.status.isSuccess, "\(client.error)")
            let said = served.text.matches(of: /client 1: (text: .*|ended)\n/).map { String($0.1) }
            #expect(said == late.map { "text: \($0)" } + ["ended"])
            #expect(served.text.hasSuffix("ended\n") && served.status.isSuccess, "\(served.error)")
        }
    }

    @Test("Key logs hold no pre-shared key, and neither side's output shows one or a logged secret")
    func keyLogsHoldNoPresharedKeyAndNoMessageNamesASecret() async throws {
        let keys = keys
        let log = keys.path("log")
        let (clients, continuation) = AsyncStream.makeStream(of: Programs.Output.self)
        let served = try await Programs.serve(
            "fernwire-server",
            [
                "--port", "0", "--key", keys.path("psk"), "--identity", keys.path("server"), "--key-log", log,
                "--verbose",
            ]
        ) { port in
            for options in [["--key", keys.path("psk")], ["--peer-key", keys.path("server.pub")]] {
                let asked = try await Programs.run(
                    "fernwire-client", ["--port", "\(port)", "--message", "x", "--verbose"] + options,
                    environment: ["FERNWIRE_KEYLOGFILE": log + ".client"])
                #expect(asked.status.isSuccess)
                continuation.yield(asked)
            }
        }
        continuation.finish()
        let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        let theirs = try String(contentsOfFile: log + ".client", encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 8 && lines == theirs)
        #expect(lines.allSatisfy { $0.contains(" x25519-ed25519-chacha20poly1305 ") })
        // The pre-shared key as its file has it, and as a key log would.
        let text = try String(contentsOfFile: keys.path("psk"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        let presharedKey = try #require(Data(base64Encoded: base64))
        let shared = [text, presharedKey.map { String(format: "%02x", $0) }.joined()]
        #expect(presharedKey.count == 32)
        for secret in shared { #expect(!lines.contains { $0.contains(secret) }) }
        let asked = await clients.reduce(into: []) { $0.append($1) }
        #expect(asked.count == 2 && served.text.matches(of: /client \d: text: x\n/).count == 2)
        for said in [served.text, served.error] + asked.flatMap({ [$0.text, $0.error] }) {
            let small = said.lowercased()
            #expect(!said.contains(text))
            for secret in lines.map({ String($0.split(separator: " ")[6]) }) + shared.suffix(1) {
                #expect(secret.count >= 2 * 12 && !small.contains(secret.lowercased()))
            }
        }
    }

    @Test("A wrong pre-shared key fails with handshake_failed on both sides")
    func aWrongKeyFailsOnBothSides() async throws {
        let keys = keys
        let served = try await Programs.serve("fernwire-server", keys.server("fernet-psk")) { port in
            let asked = try await Programs.run(
                "fernwire-client", ["--port", "\(port)", "--message", "x", "--key", keys.path("other")])
            #expect(asked.status == .exited(1))
            #expect(asked.error == "Error: the peer sent the alert handshake_failed (not authenticated)\n")
        }
        #expect(served.text.contains("client 1: refused: handshake_failed: the peer's finished message does not match"))
    }

    @Test("Control characters in a peer's message are escaped in the server's log")
    func whatAPeerSaysDoesNotSteerTheTerminal() async throws {
        let keys = keys
        let served = try await Programs.serve("fernwire-server", keys.server("fernet-psk")) { port in
            _ = try await Programs.run(
                "fernwire-client",
                ["--port", "\(port)", "--message", "a\u{1B}[2Jb\nclient 9: forged\u{9B}\u{202E}"]
                    + keys.client("fernet-psk"))
        }
        #expect(served.text.contains(#"client 1: text: a\u{1b}[2Jb\u{a}client 9: forged\u{9b}\u{202e}"# + "\n"))
    }
}
