// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The rules of docs/sigma, as they are, on logs of attacks that are really run, and on one of innocent clients.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SigmaRuleTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    /// The titles of the rules that fire.
    private func fired(_ events: [EventRecord]) throws -> [String] {
        let folder = Capturing.project.appending(path: "docs/sigma")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
        #expect(names == ["guessing.yml", "replay.yml", "scan.yml"])
        return try names.filter { try SigmaRule(file: folder.appending(path: $0)).fires(events) }
    }

    /// Reads what the server says up to its end.
    private static let drain = """
        def drain(connection):
            connection.settimeout(10)
            try:
                while connection.recv(4096):
                    pass
            except ConnectionResetError:
                pass

        """

    /// Connects from another loopback address, `count` times, and sends what no client sends.
    private static let scanner =
        "import socket, sys\n" + drain + """
            port, count = int(sys.argv[1]), int(sys.argv[2])
            rubbish = [b"", b"GET / HTTP/1.1\\r\\n\\r\\n", bytes.fromhex("16030100c8010000c40303"), b"\\xfeRNW",
                       b"\\xfeRNW\\x09", bytes(200), b"SSH-2.0-scan\\r\\n"]
            for number in range(count):
                with socket.create_connection(("127.0.0.1", port), 10, ("127.0.0.2", 0)) as connection:
                    connection.sendall(rubbish[number % len(rubbish)])
                    connection.shutdown(socket.SHUT_WR)
                    drain(connection)
            """

    @Test("Fifty connections that send rubbish are a scan, and nothing else") func scan() async throws {
        let events = try await LoggedServer(keys: keys).events(keys.server("fernet-psk")) { port in
            let scan = try await Programs.run("python3", ["-c", Self.scanner, "\(port)", "50"])
            #expect(scan.status.isSuccess, "\(scan.error)")
        }
        #expect(events.filter { $0.action == "handshake-failed" && $0["source.ip"] == "127.0.0.2" }.count == 50)
        #expect(try fired(events) == ["scan.yml"])
    }

    @Test("Ten connections of a monitoring system are no scan") func monitoring() async throws {
        let events = try await LoggedServer(keys: keys).events(keys.server("fernet-psk")) { port in
            let scan = try await Programs.run("python3", ["-c", Self.scanner, "\(port)", "10"])
            #expect(scan.status.isSuccess, "\(scan.error)")
        }
        #expect(events.count { $0.action == "handshake-failed" } == 10)
        #expect(try fired(events).isEmpty)
    }

    @Test("A client that sends a record twice is a replay") func repeatedRecord() async throws {
        let keys = keys
        let events = try await LoggedServer(keys: keys).events(keys.server("aes256-gcm-psk")) { port in
            _ = try await Programs.run(
                "peer", ["client", "--port", "\(port)", "--deviate", "replay-record"] + keys.client("aes256-gcm-psk"))
        }
        let replay = try #require(events.first { $0.action == "frame-repeated" })
        #expect(replay["event.kind"] == "alert" && replay["fernwire.suite"] == "aes256-gcm-psk")
        #expect(replay["fernwire.session.id"]?.count == 16)
        #expect(try fired(events) == ["replay.yml"])
    }

    /// Passes a client's session on to a server, and sends what the client sent once more, in a connection of its own.
    private static let replayer =
        "import socket, subprocess, sys, threading\n" + drain + """
            port, client = int(sys.argv[1]), sys.argv[2:]
            listener = socket.create_server(("127.0.0.1", 0))
            said = []
            def pump(source, target, kept):
                while data := source.recv(65536):
                    kept.append(data)
                    target.sendall(data)
                target.shutdown(socket.SHUT_WR)
            def middle():
                near, far = listener.accept()[0], socket.create_connection(("127.0.0.1", port), 10)
                back = threading.Thread(target=pump, args=(far, near, []))
                back.start()
                pump(near, far, said)
                back.join()
            thread = threading.Thread(target=middle)
            thread.start()
            subprocess.run(client + ["--port", str(listener.getsockname()[1])], check=True, timeout=20)
            thread.join(20)
            with socket.create_connection(("127.0.0.1", port), 10) as again:
                again.sendall(b"".join(said))
                drain(again)
            """

    @Test("A whole session that was recorded and is sent once more is a replay") func repeatedSession() async throws {
        let keys = keys
        let events = try await LoggedServer(keys: keys).events(keys.server("fernet-psk")) { port in
            let client = Programs.folder.appending(path: "fernwire-client").path()
            let replay = try await Programs.run(
                "python3",
                ["-c", Self.replayer, "\(port)", client, "--message", LoggedServer.message] + keys.client("fernet-psk"))
            #expect(replay.status.isSuccess, "\(replay.error)")
        }
        #expect(events.count { $0.action == "handshake-done" } == 1)
        #expect(events.count { $0.action == "frame-of-other-session" } == 1)
        #expect(try fired(events) == ["replay.yml"])
    }

    @Test("Twelve clients with a wrong key are guessing, and three are not", arguments: [12, 3])
    func guessing(_ count: Int) async throws {
        let keys = keys
        let events = try await LoggedServer(keys: keys).events(keys.server("fernet-psk")) { port in
            for _ in 0..<count {
                let asked = try await LoggedServer.ask(port, ["--suite", "fernet-psk", "--key", keys.path("other")])
                #expect(asked.status == .exited(1))
            }
        }
        let failures = events.filter { $0.action == "handshake-failed" }
        #expect(failures.count == count && failures.allSatisfy { $0["event.code"] == "handshake_failed" })
        #expect(try fired(events) == (count == 12 ? ["guessing.yml"] : []))
    }

    @Test("Clients that talk, send files, hang up or have one wrong key fire no rule") func innocent() async throws {
        let keys = keys
        try FileManager.default.createDirectory(atPath: keys.path("saved"), withIntermediateDirectories: true)
        let arguments = keys.server("fernet-psk") + ["--save-to", keys.path("saved"), "--idle", "1"]
        let events = try await LoggedServer(keys: keys).events(arguments) { port in
            let client = keys.client("fernet-psk")
            for _ in 0..<25 { #expect(try await LoggedServer.ask(port, client).status.isSuccess) }
            try await LoggedServer.ask(port, ["--suite", "fernet-psk", "--key", keys.path("other")])
            try await LoggedServer.ask(port, ["--send-file", keys.path("server.pub")] + client)
            _ = try await Programs.run("peer", ["client", "--port", "\(port)", "--deviate", "no-end"] + client)
            let program = Programs.folder.appending(path: "fernwire-client").path()
            let quoted = client.map { "'\($0)'" }.joined(separator: " ")
            _ = try await Programs.run("sh", ["-c", "sleep 3 | '\(program)' --port \(port) \(quoted)"])
        }
        #expect(events.count { $0.action == "handshake-done" } == 28)
        #expect(events.contains { $0.action == "limit-reached" && $0["event.code"] == "idle_time" })
        #expect(events.contains { $0["event.code"] == "truncated" } && events.contains { $0.action == "file-saved" })
        #expect(try fired(events).isEmpty)
    }
}
