// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess
import Testing

/// What becomes of the file of an event log while a server writes it: rotation, and a disk that is full.
@Suite(.serialized, .timeLimit(.minutes(5))) struct EventFileTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    /// Serves in the suite fernet-psk while `body` runs, which can send signals.
    private func serve(
        _ options: [String], shell: String = ":", endWith signal: Signal? = .interrupt,
        _ body: @Sendable @escaping (Int, pid_t) async throws -> Void
    ) async throws -> Programs.Output {
        let server = Programs.folder.appending(path: "fernwire-server").path()
        let keys = keys
        let said = keys.path("pid")
        return try await Programs.serve(
            "sh",
            ["-c", "echo $$ >'\(said)'; \(shell); exec \"$@\"", "sh", server] + keys.server("fernet-psk") + options,
            endWith: signal
        ) { port in
            let text = try String(contentsOfFile: said, encoding: .utf8)
            try await body(port, #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))))
        }
    }

    private func ask(_ port: Int) async throws {
        let asked = try await LoggedServer.ask(port, keys.client("fernet-psk"))
        #expect(asked.status.isSuccess, "\(asked.error)")
    }

    /// Waits until `isTrue`, which a server makes true within some seconds.
    private func wait(_ what: String, until isTrue: () throws -> Bool) async throws {
        for _ in 0..<200 {
            if (try? isTrue()) == true { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("\(what) did not come about in ten seconds")
    }

    private func closed(_ path: String) throws -> Int {
        try EventRecord.read(path).count { $0.action == "connection-closed" }
    }

    @Test("After a rename and SIGHUP events go into a new file, and none is lost") func rotation() async throws {
        let keys = keys
        let (path, old) = (keys.path("events"), keys.path("events.1"))
        let served = try await serve(["--event-log", path]) { port, server in
            try await ask(port)
            try await wait("the first session") { try closed(path) == 1 }
            try FileManager.default.moveItem(atPath: path, toPath: old)
            kill(server, SIGHUP)
            try await wait("the new file") { FileManager.default.fileExists(atPath: path) }
            try await ask(port)
        }
        #expect(served.status.isSuccess && served.error.isEmpty, "\(served.error)")
        for path in [path, old] {
            let actions = try EventRecord.read(path).map(\.action)
            #expect(actions == ["connection-opened", "handshake-done", "connection-closed"])
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("Where the file cannot be opened anew, the old one is kept, and standard error says so")
    func failedRotation() async throws {
        let keys = keys
        let (folder, moved) = (keys.path("log"), keys.path("moved"))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let served = try await serve(["--event-log", folder + "/events"]) { port, server in
            try FileManager.default.moveItem(atPath: folder, toPath: moved)
            kill(server, SIGHUP)
            try await ask(port)
            try await wait("the session") { try closed(moved + "/events") == 1 }
        }
        #expect(served.status.isSuccess)
        #expect(
            served.error == "warning: cannot open the event log \(folder)/events: No such file or directory;"
                + " events go on to the file that was open before\n")
    }

    @Test("Without an event log SIGHUP ends a server") func withoutLog() async throws {
        let served = try await serve([], endWith: nil) { _, server in kill(server, SIGHUP) }
        #expect(served.status == .signaled(SIGHUP))
    }

    @Test("A full disk ends no server, is said once, and leaves whole lines alone") func fullDisk() async throws {
        let keys = keys
        let path = keys.path("events")
        // Eight blocks of 512 bytes, into which a session and a half go.
        let served = try await serve(["--event-log", path], shell: "ulimit -f 8") { port, _ in
            for _ in 0..<5 { try await ask(port) }
        }
        #expect(served.status.isSuccess)
        let written = try EventRecord.read(path).count
        #expect((3..<15).contains(written))
        #expect(served.error.matches(of: /cannot write the event log/).count == 1, "\(served.error)")
        #expect(
            served.error.contains("cannot write the event log \(path): File too large; events are lost until it can"))
        #expect(served.error.contains("warning: \(15 - written) events are missing from the event log \(path)\n"))
    }

    @Test("Once the file can be written again, a line says how many events are missing") func fullAndFree() async throws
    {
        let keys = keys
        let path = keys.path("events")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
        let served = try await serve(["--event-log", path]) { port, server in
            try await ask(port)
            try FileManager.default.removeItem(atPath: path)
            kill(server, SIGHUP)
            try await wait("the new file") { FileManager.default.fileExists(atPath: path) }
            try await ask(port)
        }
        let events = try EventRecord.read(path)
        let lost = try #require(events.first)
        #expect(lost.action == "events-lost", "\(events.map(\.action))")
        let count = try #require(lost["fernwire.lost.count"].flatMap { Int($0) })
        #expect(count + events.count == 3 + 1 + 3)
        #expect(served.error.contains("No space left on device; events are lost until it can"))
        #expect(served.error.contains("the event log \(path) is written again; \(count) events are missing from it"))
    }

    @Test("A file that cannot be opened is an error before the server listens", arguments: ["server", "client"])
    func unwritable(_ program: String) async throws {
        let options = program == "server" ? ["--port", "0"] : ["--port", "1", "--message", "x"]
        let refused = try await Programs.run("fernwire-\(program)", options + ["--event-log", keys.path("no/where")])
        #expect(refused.status == .exited(1) && refused.text.isEmpty)
        #expect(
            refused.error == "Error: cannot open the event log \(keys.path("no/where")): No such file or directory\n")
    }

    @Test("A client has the events of its own session") func client() async throws {
        let keys = keys
        let path = keys.path("client.ndjson")
        _ = try await Programs.serve("fernwire-server", keys.server("fernet-psk")) { port in
            try await LoggedServer.ask(port, keys.client("fernet-psk") + ["--event-log", path])
            let events = try EventRecord.read(path)
            #expect(events.map(\.action) == ["connection-opened", "handshake-done", "connection-closed"])
            #expect(events.allSatisfy { $0["server.port"] == "\(port)" && $0["service.name"] == "fernwire-client" })
        }
    }
}
