// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// What real sessions, good and bad ones, put into an event log; every action of docs/events.md is among it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct EventActionTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    /// The actions that the tests below together must find.
    static func documented() throws -> Set<String> {
        let page = try String(contentsOf: Capturing.project.appending(path: "docs/events.md"), encoding: .utf8)
        return Set(page.matches(of: /\n\| `([a-z-]+)` \| `[a-z_]+` \|/).map { String($0.1) })
    }

    private func peer(_ port: Int, _ deviation: String, suite: String = "aes256-gcm-psk") async throws {
        _ = try await Programs.run(
            "peer", ["client", "--port", "\(port)", "--deviate", deviation] + keys.client(suite))
    }

    @Test("Every action of docs/events.md occurs, and no log has a key or what a client said")
    func everyAction() async throws {
        var all: [EventRecord] = []
        for (name, run) in try runs() {
            let events = try await run()
            #expect(!events.isEmpty, "\(name)")
            all += events
        }
        let documented = try Self.documented()
        // A log that lost events, and one that left some out, have tests of their own.
        #expect(Set(all.map(\.action)) == documented.subtracting(["events-lost"]))
        for event in all where !event.action.hasPrefix("events-") {
            #expect(event["client.ip"] != nil && event["client.port"] != nil && event["server.port"] != nil)
        }
        for event in all where ["handshake-done", "file-saved", "frame-repeated"].contains(event.action) {
            #expect(event["fernwire.session.id"]?.count == 16 && event["fernwire.suite"] != nil)
        }
        #expect(all.filter { $0.action == "limit-reached" }.map { $0["event.code"] } == ["memory"])
        try expectNoSecrets()
    }

    private func runs() throws -> [(String, () async throws -> [EventRecord])] {
        let keys = keys
        try FileManager.default.createDirectory(atPath: keys.path("saved"), withIntermediateDirectories: true)
        try Data(LoggedServer.message.utf8).write(to: URL(filePath: keys.path("said.txt")))
        let aes = keys.client("aes256-gcm-psk")
        let saving = ["--save-to", keys.path("saved"), "--max-files", "1", "--key-log", keys.path("session.keylog")]
        return [
            (
                "sessions, files and frames",
                {
                    try await LoggedServer(keys: keys).events(keys.server("aes256-gcm-psk") + saving) { port in
                        try await LoggedServer.ask(port, aes)
                        try await LoggedServer.ask(port, ["--send-file", keys.path("said.txt")] + aes)
                        _ = try await Programs.run(
                            "peer",
                            [
                                "client", "--port", "\(port)", "--file", keys.path("said.txt"), "--file",
                                keys.path("said.txt"),
                            ]
                                + aes)
                        for deviation in [
                            "replay-record", "drop-record", "own-direction", "wrong-session", "flip-record",
                        ] {
                            try await peer(port, deviation)
                        }
                    }
                }
            ),
            (
                "identities",
                {
                    let arguments = [
                        "--port", "0", "--identity", keys.path("server"), "--peer-key", keys.path("client.pub"),
                    ]
                    return try await LoggedServer(keys: keys).events(arguments) { port in
                        // One that is not known to the server, and one to whom the server is not known.
                        try await LoggedServer.ask(port, ["--identity", keys.path("server"), "--accept-new"])
                        try await LoggedServer.ask(port, ["--identity", keys.path("client")])
                    }
                }
            ),
            (
                "TLS",
                {
                    let certificates = try await Certificates()
                    let arguments = keys.server("aes256-gcm-psk") + certificates.server
                    return try await LoggedServer(keys: keys).events(arguments) { port in
                        try await LoggedServer.ask(port, aes)
                    }
                }
            ),
            (
                "limits",
                {
                    let limits = ["--max-clients", "2", "--max-memory", "1"]
                    return try await LoggedServer(keys: keys).events(keys.server("aes256-gcm-psk") + limits) { port in
                        try Data(count: 2_000_000).write(to: URL(filePath: keys.path("large.bin")))
                        try await LoggedServer.ask(port, ["--send-file", keys.path("large.bin")] + aes)
                        _ = try await Programs.run("python3", ["-c", Self.crowd, "\(port)", "900", "890"])
                    }
                }
            ),
        ]
    }

    /// Connects many times at once, and waits until the server has closed a number of these.
    static let crowd = """
        import select, socket, sys, time
        port, count, due = map(int, sys.argv[1:])
        held = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(count)]
        waiting = select.poll()
        for connection in held:
            waiting.register(connection, select.POLLIN)
        deadline = time.monotonic() + 20
        while due > 0 and time.monotonic() < deadline:
            for handle, _ in waiting.poll(100):
                waiting.unregister(handle)
                due -= 1
        """

    /// Searches all logs for the keys of this run, in each form in which somebody could write them, and for what was said.
    private func expectNoSecrets() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: keys.folder)
        let logs = try files.filter { $0.hasSuffix(".ndjson") }.map {
            try String(contentsOfFile: keys.path($0), encoding: .utf8).lowercased()
        }
        #expect(logs.count == 4)
        var secrets = [Data(LoggedServer.message.utf8)]
        for name in ["psk", "aes256", "aes128"] {
            let text = try String(contentsOfFile: keys.path(name), encoding: .utf8)
            let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
            secrets.append(try #require(Data(base64Encoded: base64.trimmingCharacters(in: .whitespacesAndNewlines))))
        }
        let sessions = try String(contentsOfFile: keys.path("session.keylog"), encoding: .utf8).split(separator: "\n")
        #expect(sessions.count > 10)
        for line in sessions {
            let digits = Array(try #require(line.split(separator: " ").last).utf8)
            let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
                UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
            }
            secrets.append(Data(bytes))
        }
        for secret in secrets {
            let base64 = secret.base64EncodedString()
            let forms = [
                secret.map { String(format: "%02x", $0) }.joined(), base64,
                base64.replacing("+", with: "-").replacing("/", with: "_"), String(decoding: secret, as: UTF8.self),
            ]
            for log in logs { #expect(!forms.contains { log.contains($0.lowercased().prefix(40)) }) }
        }
    }
}
