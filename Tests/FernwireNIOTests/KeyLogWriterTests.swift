// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import FernwireSession
import Foundation
import Testing

@Suite(.timeLimit(.minutes(10))) struct KeyLogWriterTests {
    private func path() -> String {
        FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).keylog").path()
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test("A key log keeps its lines, becomes private, and has the same keys on both sides")
    func isPrivateAndHoldsTheKeysOfBothSides() async throws {
        let (ours, theirs) = (path(), path())
        defer {
            for path in [ours, theirs] { try? FileManager.default.removeItem(atPath: path) }
        }
        try Data("# kept\n".utf8).write(to: URL(filePath: theirs))
        chmod(theirs, 0o644)
        let clientLog = try KeyLogWriter(path: ours)
        try await ListenerTests.serving(keyLog: KeyLogWriter(path: theirs)) { port in
            _ = try await ListenerTests.ask(port, [1], keyLog: clientLog)
            _ = try await ListenerTests.ask(port, [2], keyLog: clientLog)
        }
        let lines = try String(contentsOfFile: ours, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 8)
        for line in lines { #expect(throws: Never.self) { try KeyLogEntry(line: Array(line.utf8)[...]) } }
        let theirLines = try String(contentsOfFile: theirs, encoding: .utf8).split(separator: "\n")
        #expect(theirLines.first == "# kept")
        #expect(Set(theirLines.dropFirst()) == Set(lines))
        #expect(try mode(ours) == 0o600 && mode(theirs) == 0o600)
    }

    @Test("A file that others own is no key log", .enabled(if: geteuid() == 0)) func foreignFiles() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data().write(to: URL(filePath: path))
        chown(path, 65534, 65534)
        #expect(throws: KeyLogWriter.Failure.self) { try KeyLogWriter(path: path) }
        chown(path, 0, 0)
        #expect(throws: Never.self) { try KeyLogWriter(path: path) }
    }

    @Test("A session without keys has no lines, and that is no error") func noKeys() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let log = try KeyLogWriter(path: path)
        #expect(throws: Never.self) { try log.write([]) }
        let content = try Data(contentsOf: URL(filePath: path))
        #expect(content.isEmpty)
    }

    @Test("A FIFO that nobody reads is refused at once") func fifos() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        mkfifo(path, 0o600)
        #expect(throws: KeyLogWriter.Failure.self) { try KeyLogWriter(path: path) }
    }

    @Test("A key log that cannot be opened is named in the error")
    func anUnusablePathIsNamed() {
        do {
            _ = try KeyLogWriter(path: "/nonexistent/keys")
            Issue.record("opened")
        } catch {
            #expect("\(error)" == "cannot open the key log /nonexistent/keys: No such file or directory")
        }
    }
}
