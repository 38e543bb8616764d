// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// However TCP cut the stream, and whatever of it was captured.
@Suite struct StreamTests {
    let workbench: Workbench
    static let messages = [SampleSession.question, SampleSession.answer]

    init() throws {
        workbench = try Workbench()
    }

    /// Verified plaintexts in order.
    private func plaintexts(
        _ capture: CaptureFile, _ key: [UInt8], _ arguments: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        let rows = try await workbench.fields(
            ["fernwire.record.mac_status", "fernwire.record.plaintext"], workbench.file("capture.pcap", capture),
            keyFile: workbench.file("keys", key), filter: "fernwire.record.plaintext", arguments)
        #expect(
            rows.allSatisfy { $0[0].split(separator: "|").allSatisfy { $0 == "verified" } },
            sourceLocation: sourceLocation)
        return rows.flatMap { $0[1].split(separator: "|").map(String.init) }
    }

    @Test("A session decrypts though each byte comes in a segment of its own")
    func eachByteInASegmentOfItsOwn() async throws {
        let session = try SampleSession(.rsaFernetHMAC)
        var capture = CaptureFile()
        capture.open()
        for (direction, bytes) in session.pair.wire {
            for byte in bytes { capture.segment(direction, [byte]) }
        }
        #expect(try await plaintexts(capture, Sample.rsaKeyFile) == Self.messages)
    }

    @Test("A record decrypts at whichever byte it is split into two segments")
    func aRecordSplitAtEachByte() async throws {
        let session = try SampleSession(.fernetPSK)
        let record = try #require(session.frames.first { $0.bytes[5] == MessageType.record.rawValue }).bytes
        var capture = CaptureFile()
        for split in 1..<record.count {
            var connection = CaptureFile(clientPort: UInt16(10_000 + split))
            connection.open()
            connection.segment(.fromClient, Array(record[..<split]))
            connection.segment(.fromClient, Array(record[split...]))
            capture.append(connection)
        }
        let found = try await plaintexts(capture, Sample.fernetKeyFile)
        #expect(found == Array(repeating: SampleSession.question, count: record.count - 1))
    }

    @Test("Twenty records in one segment all decrypt and all show in the Info column")
    func twentyFramesInOneSegment() async throws {
        let pair = SessionPair(.fernetPSK, Sample.credentials)
        pair.run()
        var capture = CaptureFile(pair)
        let texts = (1...20).map { "message \($0)" }
        for text in texts { try pair.client.send(.text, Array(text.utf8)) }
        capture.segment(.fromClient, pair.client.takeOutgoing())
        #expect(try await plaintexts(capture, Sample.fernetKeyFile) == texts)
        let summary = try await workbench.tshark(workbench.folder + "/capture.pcap", ["-Y", "fernwire"])
        #expect(summary.contains(/(Record \(\d+ bytes\)(, )?){20}/))
    }

    @Test("Decryption goes on after a missing record, and the next record raises the gap expert info")
    func goesOnAfterAHole() async throws {
        let session = try SampleSession(.rsaFernetHMAC)
        var capture = CaptureFile()
        capture.open()
        var records = 0
        for (direction, bytes) in session.frames {
            if bytes[5] == MessageType.record.rawValue { records += 1 }
            if records == 1, direction == .fromClient {
                capture.missingSegment(direction, bytes)
            } else {
                capture.segment(direction, bytes)
            }
        }
        #expect(try await plaintexts(capture, Sample.rsaKeyFile) == [SampleSession.answer])
        let gaps = try await workbench.fields(
            ["fernwire.sequence"], workbench.folder + "/capture.pcap", filter: "fernwire.expert.gap")
        #expect(gaps == [["4"]])
    }

    @Test("A capture that begins with records decrypts with the key log, and not with the private key")
    func startsInTheMiddleWithAKeyLog() async throws {
        let session = try SampleSession(.rsaFernetHMAC)
        var capture = CaptureFile()
        for (direction, bytes) in session.frames where bytes[5] == MessageType.record.rawValue {
            capture.segment(direction, bytes)
        }
        #expect(try await plaintexts(capture, session.keyLog) == Self.messages)
        #expect(try await plaintexts(capture, Sample.rsaKeyFile).isEmpty)
    }

    @Test("A capture that begins inside a frame decrypts from the next frame on", arguments: [1, 31, 32, 33, 100])
    func startsInsideAFrame(_ offset: Int) async throws {
        let session = try SampleSession(.rsaFernetHMAC)
        let records = session.frames.filter { $0.bytes[5] == MessageType.record.rawValue }
        let first = Array(records[0].bytes[offset...])
        // What is left of the first frame comes alone, then with the next frame in one segment.
        for isAlone in [true, false] {
            var capture = CaptureFile()
            if isAlone { capture.segment(.fromClient, first) }
            let second = try #require(records.dropFirst().first { $0.direction == .fromClient }).bytes
            capture.segment(.fromClient, isAlone ? second : first + second)
            let reply = try #require(records.first { $0.direction == .fromServer }).bytes
            capture.segment(.fromServer, reply)
            #expect(try await plaintexts(capture, session.keyLog) == [SampleSession.answer])
            let ends = try await workbench.fields(
                ["fernwire.record.content_type"], workbench.folder + "/capture.pcap",
                keyFile: workbench.folder + "/keys", filter: "fernwire.record.content_type == 0x12")
            #expect(ends == [["18"]])
        }
    }

    @Test("A record cut by the snapshot length is truncated, and neither failed nor malformed")
    func aCutRecordIsTruncatedNotFailed() async throws {
        let session = try SampleSession(.fernetPSK)
        var capture = CaptureFile(session.pair)
        capture.snapLength = CaptureFile.headersLength + Wire.headerLength + 50
        let rows = try await workbench.fields(
            ["fernwire.record.mac_status"], workbench.file("cut.pcap", capture),
            keyFile: workbench.file("keys", Sample.fernetKeyFile), filter: "fernwire.record")
        #expect(rows == Array(repeating: ["truncated"], count: 4))
        let text = try await workbench.tshark(workbench.folder + "/cut.pcap", [])
        #expect(text.contains("[truncated]"))
        #expect(!text.contains("Malformed"))
    }

    /// The file itself ends inside a packet.
    @Test("tshark shows the messages before the end of a capture that is cut inside a packet")
    func aCutFileShowsWhatCameBefore() async throws {
        let session = try SampleSession(.fernetPSK)
        let bytes = CaptureFile(session.pair).encoded()
        let path = try workbench.file("file.pcap", Array(bytes.dropLast(100)))
        let key = try workbench.file("keys", Sample.fernetKeyFile)
        let output = try await workbench.run("tshark", ["-n", "-r", path, "-o", "fernwire.key_file:" + key])
        #expect(output.error.contains("cut short"))
        #expect(output.text.contains("Text: " + SampleSession.answer))
    }

    @Test("A length above the maximum raises an expert info at once, and the bytes after it are skipped")
    func aLengthAboveTheMaximumIsNotWaitedFor() async throws {
        let session = try SampleSession(.fernetPSK)
        var capture = CaptureFile(session.pair)
        var header = FrameHeader(.record, from: .fromClient, isProtected: true, sessionID: 1, sequence: 9, length: 0)
        header.length = .max
        capture.segment(.fromClient, header.encoded() + [1, 2, 3])
        let path = try workbench.file("oversized.pcap", capture)
        let rows = try await workbench.fields(
            ["fernwire.length", "fernwire.skipped"], path, filter: "fernwire.expert.oversized")
        #expect(rows == [["4294967295", "010203"]])
    }
}
