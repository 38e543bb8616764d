// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Much that comes at once: all of it is said, and little of it is held.
@Suite(.timeLimit(.minutes(5))) struct AmountTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    @Test("A client says all lines of an input that is longer than what it reads at once")
    func longInput() async throws {
        let keys = keys
        // It reads 64 KiB at a time.
        let lines = (0..<800).map { "line \($0) \(String(repeating: "x", count: 100))\n" }.joined()
        _ = try await Programs.serve("fernwire-server", keys.server("aes256-gcm-psk") + ["--mode", "echo"]) { port in
            let asked = try await Programs.run(
                "fernwire-client", ["--port", "\(port)"] + keys.client("aes256-gcm-psk"), input: lines)
            #expect(asked.status.isSuccess && asked.text == lines, "\(asked.error)")
        }
    }

    /// A client that sends a long message, so that the server reads much at a time, and a thousand short ones, all in
    /// one go. It takes the bytes of the answers without a look at them.
    private static let asker = """
        import socket, sys
        from fernwire_peer.content import Message
        from fernwire_peer.registry import ContentType, Direction
        from fernwire_peer.session import Session
        from fernwire_peer.suites import SUITES
        from fernwire_peer.transport import Transport
        connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
        session = Session(Transport(connection), Direction.CLIENT, SUITES["plaintext"](Direction.CLIENT, None))
        session.open()
        session.transport.hold()
        for content in [b"x" * 1_000_000] + [b"x"] * 1000:
            session.send_message(Message(ContentType.TEXT, content))
        session.transport.release()
        session.transport.read(1001 * int(sys.argv[2]))
        print("answered")
        """

    /// The most memory that a process has had so far, in KiB.
    private static func peak(of process: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let peak = try #require(status.firstMatch(of: /VmHWM:\s+(\d+) kB/)?.1)
        return try #require(Int(peak))
    }

    @Test("A server that is asked a thousand things at once holds few of its answers at a time")
    func manyQuestions() async throws {
        let keys = keys
        let (server, said) = (Programs.folder.appending(path: "fernwire-server").path(), keys.path("pid"))
        // All answers together have 50 MB.
        let size = 50_000
        let arguments = keys.server("plaintext") + ["--message", String(repeating: "y", count: size)]
        _ = try await Programs.serve(
            "sh", ["-c", "echo $$ >'\(said)'; exec \"$@\"", "sh", server] + arguments
        ) { port in
            let process = try String(contentsOfFile: said, encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let before = try Self.peak(of: process)
            let peers = URL(filePath: Programs.peer).deletingLastPathComponent().path()
            let asked = try await Programs.run(
                "python3", ["-c", Self.asker, "\(port)", "\(size)"], environment: ["PYTHONPATH": peers])
            #expect(asked.text == "answered\n", "\(asked.error)")
            let growth = try Self.peak(of: process) - before
            #expect(growth < 60_000, "\(growth) KiB")
        }
    }
}
