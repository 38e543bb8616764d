// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import FernwireScenario
import Foundation
import TestSupport
import Testing

/// `fernwire export` beside tshark, which has the same dissector.
@Suite(.timeLimit(.minutes(10))) struct ExportCommandTests {
    let workbench: Workbench
    private let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "fernwire").path()

    init() throws {
        workbench = try Workbench()
    }

    private func export(_ arguments: [String]) async throws -> Workbench.Output {
        try await workbench.run(program, ["export"] + arguments)
    }

    private func rows(_ arguments: [String]) async throws -> [[String: Any]] {
        let output = try await export(arguments)
        #expect(output.status.isSuccess, "\(output.error)")
        return try output.text.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    /// What the dissector says of a capture: of each record its values, and each note with its frame.
    private struct Reading: Equatable {
        var records: [String] = []
        var notes: [String] = []
    }

    private static let columns = [
        ("stream", "tcp.stream"), ("epoch", "fernwire.epoch"), ("sequence", "fernwire.sequence"),
        ("length", "fernwire.length"), ("mac_status", "fernwire.record.mac_status"),
        ("key_source", "fernwire.record.key_source"), ("message_id", "fernwire.record.message_id"),
        ("reply_to", "fernwire.record.reply_to"), ("request_frame", "fernwire.request_in"),
        ("response_time", "fernwire.response_time"),
    ]

    private func exported(_ capture: String) async throws -> Reading {
        var reading = Reading()
        for row in try await rows([capture]) {
            let frame = row["frame"].map { "\($0)" } ?? ""
            switch row["kind"] as? String {
            case "record":
                let direction = row["direction"] as? String == "client" ? "0" : "1"
                let values = Self.columns.map { column, _ in Self.text(row[column]) }
                reading.records.append(([frame, direction] + values).joined(separator: " | "))
            case "note": reading.notes.append("\(frame) \(row["note"] ?? "")")
            default: break
            }
        }
        return reading
    }

    private static func text(_ value: Any?) -> String {
        switch value {
        case let number as NSNumber where number.doubleValue == 0: ""
        case let number as NSNumber: "\(number.doubleValue)"
        case let value?: "\(value)"
        case nil: ""
        }
    }

    /// The same by tshark, from PDML, which tells PDUs of a frame apart.
    private func shown(_ capture: String, _ options: [String]) async throws -> Reading {
        let arguments = ["-n", "-r", capture, "-Y", "fernwire", "-T", "pdml"] + options
        let output = try await workbench.run("tshark", arguments)
        var reading = Reading()
        var (frame, stream) = ("", "")
        var values: [String: String] = [:]
        func end() {
            guard values["fernwire.type"] == "32", values["fernwire.record.mac_status"] != nil else { return }
            values["tcp.stream"] = stream
            let all = Self.columns.map { _, field in
                Double(values[field] ?? "").map { $0 == 0 ? "" : "\($0)" } ?? values[field] ?? ""
            }
            reading.records.append(
                ([frame, values["fernwire.direction"] ?? ""] + all).joined(separator: " | "))
        }
        for line in output.text.split(separator: "\n") {
            if line.contains("</proto>") || line.contains("<proto ") {
                end()
                values = [:]
            }
            guard let name = Self.attribute("name", line), let show = Self.attribute("show", line) else { continue }
            if name == "num" { frame = show }
            if name == "tcp.stream" { stream = show }
            if name.hasPrefix("fernwire.expert.") { reading.notes.append("\(frame) \(name)") }
            if name.hasPrefix("fernwire."), values[name] == nil { values[name] = show }
        }
        return reading
    }

    private static func attribute(_ name: String, _ line: Substring) -> String? {
        guard let start = line.range(of: " \(name)=\"")?.upperBound,
            let end = line[start...].firstIndex(of: "\"")
        else { return nil }
        return String(line[start..<end])
    }

    @Test(
        "The export of a library capture has the records and notes that tshark shows",
        arguments: ScenarioLibrary.all.map(\.name))
    func agreesWithTShark(_ name: String) async throws {
        let capture = try workbench.library(name)
        // Segments out of order are put into order, which Wireshark does if it is told to.
        let other = Workbench.project.appending(path: "captures/library/\(name).out-of-order.expected.json").path()
        let isOutOfOrder = FileManager.default.fileExists(atPath: other) && !name.contains("lost")
        let options = isOutOfOrder ? ["-o", "tcp.reassemble_out_of_order:TRUE"] : []
        let (ours, theirs) = (try await exported(capture), try await shown(capture, options))
        #expect(ours.records.sorted() == theirs.records.sorted())
        #expect(ours.notes.sorted() == theirs.notes.sorted())
        #expect(!theirs.records.isEmpty || !theirs.notes.isEmpty)
    }

    @Test("A session's row sums up its records, and plaintext is shown only if it is asked for")
    func sumsUpSessions() async throws {
        let capture = try workbench.library("chat-fernet-psk")
        let all = try await rows([capture])
        #expect(all.allSatisfy { $0["plaintext"] == nil })
        let session = try #require(all.first { $0["kind"] as? String == "session" })
        let records = all.filter { $0["kind"] as? String == "record" }
        func sum(_ column: String, of side: String) -> Int {
            records.filter { $0["direction"] as? String == side }.reduce(0) { $0 + ($1[column] as? Int ?? 0) }
        }
        for side in ["client", "server"] {
            #expect(session["\(side)_bytes"] as? Int == sum("length", of: side))
            #expect(session["\(side)_content"] as? Int == sum("content_length", of: side))
        }
        #expect(session["verified"] as? Int == records.count && session["suite"] as? String == "fernet-psk")
        let told = try await rows([capture, "--plaintext", "--table", "records"])
        #expect(told.count == records.count && told.contains { $0["plaintext"] is String })
    }

    /// The lines of text of a capture of exported PDUs, as tshark shows them without our plugin.
    private func exportedText(_ capture: String) async throws -> String {
        let output = try await workbench.run(
            "tshark", ["-n", "-r", capture, "-V"], environment: ["WIRESHARK_PLUGIN_DIR": workbench.folder + "/none"])
        #expect(output.status.isSuccess, "\(output.error)")
        #expect(!output.text.contains("Fernwire Protocol"))
        return output.text
    }

    @Test("A decrypted capture opens without the plugin, and has no record whose check failed")
    func writesDecryptedCaptures() async throws {
        let capture = try workbench.library("chat-fernet-psk")
        let path = workbench.folder + "/home/decrypted.pcapng"
        _ = try await rows([capture, "--decrypted", path])
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let text = try await exportedText(path)
        #expect(text.contains("Hello Bob, are you there?") && text.contains("Line-based text data"), "\(text)")
        #expect(text.contains("Original Frame Number: 9"))
        let again = try await export([capture, "--decrypted", path])
        #expect(!again.status.isSuccess && again.error.contains("exists already"), "\(again.error)")

        let failed = try workbench.library("fault-flipped-bit")
        let all = try await rows([failed, "--table", "records", "--decrypted", path, "--force"])
        let open = all.filter { $0["mac_status"] as? String == "verified" && ($0["message_id"] as? Int ?? 0) > 0 }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let frames = try await exportedText(path).split(separator: "\n").count { $0.hasPrefix("Frame ") }
        #expect(frames == open.count && all.contains { $0["mac_status"] as? String == "failed" })
    }

    @Test("The plugin exports PDUs as well, which open without it")
    func pluginExportsPDUs() async throws {
        let capture = try workbench.library("chat-fernet-psk")
        let path = workbench.folder + "/home/pdus.pcapng"
        let output = try await workbench.run("tshark", ["-r", capture, "-U", "Fernwire", "-w", path])
        #expect(output.status.isSuccess, "\(output.error)")
        let hexadecimal = "Hello Bob, are you there?".utf8.map { String($0, radix: 16) }.joined()
        #expect(try await exportedText(path).contains(hexadecimal))
    }

    /// A connection may claim any number of sessions; one begins with each client hello.
    @Test("Each of 9,000 sessions of a connection has one row, numbered in their order")
    func tellsAllSessionsOfAConnection() async throws {
        let hello = try #require(try SampleSession(.fernetPSK).frames.first).bytes
        var connection = CaptureFile()
        connection.open()
        for _ in 0..<90 { connection.segment(.fromClient, Array(repeatElement(hello, count: 100).joined())) }
        let capture = try workbench.file("sessions.pcap", connection)
        let sessions = try await rows([capture, "--table", "sessions"])
        #expect(sessions.compactMap { $0["session"] as? Int } == Array(0..<9000))
    }

    @Test("A message comes through if each of its bytes has a packet of its own")
    func readsBytesOneByOne() async throws {
        var connection = CaptureFile()
        connection.open()
        for (direction, bytes) in try SampleSession(.plaintext).pair.wire {
            for byte in bytes { connection.segment(direction, [byte]) }
        }
        let capture = try workbench.file("bytes.pcap", connection)
        let records = try await rows([capture, "--table", "records", "--plaintext"])
        #expect(records.contains { $0["plaintext"] as? String == SampleSession.question })
    }

    @Test("CSV has a line of names and a value or nothing for each of them")
    func writesCSV() async throws {
        let capture = try workbench.library("chat-fernet-psk")
        for table in ["sessions", "records", "notes"] {
            let output = try await export([capture, "--format", "csv", "--table", table])
            let lines = output.text.split(separator: "\r\n")
            let columns = lines[0].split(separator: ",")
            #expect(columns.first == "capture" && lines.count > 1)
            // None of the sample's texts has a comma but those of notes, which stand in quotes.
            #expect(lines.allSatisfy { $0.contains("\"") || $0.filter { $0 == "," }.count == columns.count - 1 })
        }
        let refused = try await export([capture, "--format", "csv"])
        #expect(!refused.status.isSuccess && refused.error.contains("--table"), "\(refused.error)")
    }

    @Test("A file that is no capture fails, one that is cut is read as far as it goes, and the others are exported")
    func readsOnAfterAFailure() async throws {
        let bytes = try Workbench.bytes("library/chat-fernet-psk.pcapng")
        let (cut, text) = (
            try workbench.file("cut.pcapng", Array(bytes.dropLast(40))),
            try workbench.file("text.pcapng", Array("no capture".utf8))
        )
        let whole = try workbench.library("chat-fernet-psk")
        let output = try await export([text, cut, whole])
        #expect(!output.status.isSuccess)
        #expect(output.error.contains("text.pcapng: this is neither a pcapng nor a pcap file"), "\(output.error)")
        #expect(output.error.contains("warning: \(cut): the file ends inside"), "\(output.error)")
        #expect(output.text.contains(whole) && output.text.contains(cut))
        let noKey = try await export([whole, "--keys", text])
        #expect(!noKey.status.isSuccess && noKey.error.contains("No key"), "\(noKey.error)")
        #expect(noKey.text.isEmpty)
    }
}
