// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireNIO
import Foundation
import Testing

@testable import FernwireCommand

/// The file of an event log.
@Suite(.timeLimit(.minutes(2))) struct EventLogTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-events-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String = "events.ndjson") -> String { folder.appending(path: name).path() }

    private func documents(_ name: String = "events.ndjson") throws -> [[String: Any]] {
        try String(contentsOfFile: path(name), encoding: .utf8).split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test("Of an address 200 events a second are written, of each kind, and a count of the others follows in silence")
    func leftOutIsCounted() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = try EventLog(path: path(), role: .fromServer)
        for _ in 0..<1000 { log.note(.connectionOpened, about: EventSamples.connection) }
        log.note(.frameReflected, about: EventSamples.connection)
        // Nothing more happens: the count comes by itself.
        for _ in 0..<100 where try documents().allSatisfy({ $0.value("fernwire.left_out") == nil }) {
            try await Task.sleep(for: .milliseconds(50))
        }
        let written = try documents()
        func count(_ action: EventAction) -> Int {
            written.count { $0.value("event.action") as? String == action.rawValue }
        }
        let notices = written.filter { $0.value("event.action") as? String == "events-left-out" }
        let leftOut = notices.reduce(0) { $0 + ($1.value("fernwire.left_out.count") as? Int ?? 0) }
        // Two seconds may take part.
        #expect([200, 400].contains(count(.connectionOpened)) && count(.connectionOpened) + leftOut == 1000)
        #expect(count(.frameReflected) == 1)
        let notice = try #require(notices.first)
        #expect(notice.value("source.ip") as? String == "192.0.2.1" && notice.value("source.port") == nil)
        #expect(notice.value("fernwire.left_out.kind") as? String == "event")
        log.close()
    }

    @Test("What is left out while a count is on its way is counted by the next one, in silence too")
    func leftOutAgain() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = try EventLog(path: path(), role: .fromServer)
        let begin = time(nil)
        for _ in 0..<1000 { log.note(.connectionOpened, about: EventSamples.connection) }
        while time(nil) == begin { try await Task.sleep(for: .milliseconds(2)) }
        for _ in 0..<1000 { log.note(.connectionOpened, about: EventSamples.connection) }
        // The number of events that the file has or counts.
        func told() throws -> Int {
            try documents().reduce(0) { sum, document in
                let isOne = document.value("event.action") as? String == "connection-opened"
                return sum + (isOne ? 1 : document.value("fernwire.left_out.count") as? Int ?? 0)
            }
        }
        for _ in 0..<100 where try told() < 2000 { try await Task.sleep(for: .milliseconds(100)) }
        let found = try told()
        #expect(found == 2000)
        log.close()
    }

    @Test("The end of a log says what was left out") func leftOutAtTheEnd() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = try EventLog(path: path(), role: .fromServer)
        for _ in 0..<500 { log.note(.connectionOpened, about: EventSamples.connection) }
        log.close()
        let last = try documents().suffix(2).compactMap { $0.value("fernwire.left_out.count") as? Int }
        #expect([[300], [100]].contains(last) || last.reduce(0, +) == 300)
    }

    @Test("A log is appended to, becomes private, and one that cannot be opened is named") func opening() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("{}\n".utf8).write(to: URL(filePath: path()))
        chmod(path(), 0o644)
        let log = try EventLog(path: path(), role: .fromClient)
        log.note(.connectionOpened, about: nil)
        log.close()
        let mode = try FileManager.default.attributesOfItem(atPath: path())[.posixPermissions] as? Int
        #expect(try documents().count == 2 && mode == 0o600)
        #expect(try documents()[1].value("service.name") as? String == "fernwire-client")
        let error = #expect(throws: CommandError.self) { try EventLog(path: path("no/where"), role: .fromServer) }
        #expect(error?.description == "cannot open the event log \(path("no/where")): No such file or directory")
        mkfifo(path("fifo"), 0o600)
        #expect(throws: CommandError.self) { try EventLog(path: path("fifo"), role: .fromServer) }
    }

    @Test("A file of another user is no event log", .enabled(if: geteuid() == 0)) func foreignFiles() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data().write(to: URL(filePath: path()))
        chown(path(), 65534, 65534)
        let error = #expect(throws: CommandError.self) { try EventLog(path: path(), role: .fromServer) }
        #expect(error?.description.contains("belongs to another user") == true)
    }
}
