// SPDX-License-Identifier: Apache-2.0
import FernwireDissection
import Foundation
import Testing

@testable import FernwireTool

/// What `fernwire export` writes of a capture.
@Suite struct CaptureExportTests {
    private static let capture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "captures/library/chat-fernet-psk.pcapng").path()

    /// Returns the rows of a capture with its keys inside.
    private func rows(_ table: ExportTable?) throws -> [[String: Any]] {
        let path = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).rows").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let keys = SharedKeys()
        let dissector = FernwireDissector(keys: keys)
        dissector.preferencesChanged(.init())
        var rows = RowWriter(.json, table: table, to: try OutputFile(path: path, replacing: false))
        var decrypted: DecryptedCapture?
        var export = CaptureExport(path: Self.capture, keys: keys, dissector: dissector, showsPlaintext: false)
        try export.run(&rows, decrypted: &decrypted)
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test("The rows of a session and of all of its records have its number, in 16 hexadecimal digits")
    func sessionNumbers() throws {
        let all = try rows(nil)
        let sessions = all.filter { $0["kind"] as? String == "session" }
        let records = all.filter { $0["kind"] as? String == "record" }
        #expect(sessions.count == 1 && !records.isEmpty)
        let number = try #require(sessions.first?["session_id"] as? String)
        #expect(number.wholeMatch(of: /0x[0-9a-f]{16}/) != nil, "\(number)")
        #expect(records.allSatisfy { $0["session_id"] as? String == number })
    }

    @Test("Of one table that is asked for no other row is written")
    func oneTable() throws {
        for (table, kind) in [(ExportTable.sessions, "session"), (.records, "record")] {
            let found = try rows(table)
            #expect(!found.isEmpty && found.allSatisfy { $0["kind"] as? String == kind })
        }
    }
}
