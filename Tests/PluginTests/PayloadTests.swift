// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// What messages say goes to the dissectors that know it, and nothing that failed its check does.
@Suite struct PayloadTests {
    let workbench: Workbench
    static let json = Array(#"{"door": 7, "open": true}"#.utf8)

    init() throws {
        workbench = try Workbench()
    }

    /// A session in which the client sends what `send` says.
    private func capture(
        _ suite: CipherSuite = .fernetPSK, _ send: (inout Session) throws -> Void
    ) throws -> (path: String, pair: SessionPair) {
        let pair = SessionPair(suite, Sample.credentials)
        pair.run()
        try send(&pair.client)
        pair.run()
        return (try workbench.file("payload.pcap", CaptureFile(pair)), pair)
    }

    private func keys(_ bytes: [UInt8] = Sample.keyFile) throws -> String {
        try workbench.file("keys", bytes)
    }

    private func doors(_ path: String, _ keyFile: String?) async throws -> [[String]] {
        try await workbench.fields(["json.key", "json.value.number"], path, keyFile: keyFile, filter: "json")
    }

    @Test(
        "A JSON message goes to Wireshark's JSON dissector unless a key that it needs is missing",
        arguments: Sample.suiteNames) func jsonUnfolds(_ name: String) async throws
    {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let (path, pair) = try capture(suite) { try $0.send(.json, Self.json) }
        let log = pair.clientEvents.keys.flatMap { $0.line() }
        #expect(try await doors(path, keys(Sample.keyFile + [10] + log)) == [["door|open", "7"]])
        let text = try await workbench.tshark(path, keyFile: keys(Sample.keyFile + [10] + log), ["-Y", "json"])
        #expect(text.contains(#" Fernwire "#) && text.contains(#"JSON: {"door": 7, "open": true}"#))
        #expect(!text.contains("JavaScript"))
        let opensItself = [CipherSuite.plaintext.id, CipherSuite.toyDH16.id].contains(suite.id)
        #expect(try await doors(path, keys(Sample.wrongFernetKeyFile)).isEmpty != opensItself)
        #expect(try await doors(path, nil).isEmpty != opensItself)
    }

    @Test("A record whose check failed or was not made is not handed to a subdissector")
    func whatFailedItsCheckIsNotHandedOn() async throws {
        let (_, pair) = try capture { try $0.send(.json, Self.json) }
        var frames = pair.frames
        let last = try #require(frames.indices.last)
        frames[last].bytes[60] ^= 1
        var changed = CaptureFile()
        changed.open()
        for (direction, bytes) in frames { changed.segment(direction, bytes) }
        #expect(try await doors(workbench.file("changed.pcap", changed), keys()).isEmpty)
        // Opened, and not checked: the key of the MAC is missing.
        let (path, hmac) = try capture(.rsaFernetHMAC) { try $0.send(.json, Self.json) }
        let token = try #require(hmac.clientEvents.keys.first { $0.label == .fernetKey }).secret.fernetKeyText
        #expect(try await doors(path, keys(token)).isEmpty)
        let shown = try await workbench.fields(
            ["fernwire.record.content_type"], path, keyFile: keys(token), filter: "fernwire.expert.mac_unchecked")
        #expect(shown == [["2"]])
    }

    @Test("A replayed record is not handed to a subdissector again")
    func aReplayedRecordIsNotHandedOnAgain() async throws {
        let (_, pair) = try capture { try $0.send(.json, Self.json) }
        var capture = CaptureFile(pair)
        capture.segment(.fromClient, try #require(pair.wire.last).bytes)
        #expect(try await doors(workbench.file("again.pcap", capture), keys()).count == 1)
    }

    @Test("A message is reassembled from its records, and one with a missing record is not")
    func aMessageIsPutTogetherFromItsRecords() async throws {
        let text = (1...10_000).map { "\($0)" }.joined(separator: ",")
        let (_, pair) = try capture { try $0.send(.json, Array("[\(text)]".utf8)) }
        let path = try workbench.file("message.pcap", CaptureFile(framesOf: pair))
        let numbers = try await workbench.fields(
            ["fernwire.message.records", "fernwire.message.first_in", "json.value.number"], path, keyFile: keys(),
            filter: "fernwire.message", ["-2"])
        let parts = try await workbench.fields(
            ["frame.number", "fernwire.message.completed_in"], path, keyFile: keys(),
            filter: "fernwire.record.fragment > 0", ["-2"])
        let segments = parts.map { $0[0] }
        let last = try #require(segments.last)
        #expect(numbers == [["3", segments[0], text.replacing(",", with: "|")]])
        #expect(parts.map { $0[1] } == [last, last, ""])
        let texts = try await workbench.fields(
            ["fernwire.message.text"], path, keyFile: keys(), filter: "fernwire.message", ["-2"])
        #expect(texts.count == 1 && texts[0][0].hasPrefix("[1,2,3,4"), "\(texts)")
        // Bytes have no text.
        let (_, binary) = try capture { try $0.send(.binary, [UInt8](repeating: 65, count: 40_000)) }
        let bytes = try workbench.file("bytes.pcap", CaptureFile(framesOf: binary))
        #expect(
            try await workbench.fields(
                ["fernwire.message.records", "fernwire.message.text"], bytes, keyFile: keys(),
                filter: "fernwire.message", ["-2"]) == [["3", ""]])
        // Of a message with a hole, nothing is put together.
        var holed = CaptureFile()
        holed.open()
        let frames = pair.frames
        for (index, frame) in frames.enumerated() {
            if index == frames.count - 2 {
                holed.missingSegment(frame.direction, frame.bytes)
            } else {
                holed.segment(frame.direction, frame.bytes)
            }
        }
        let file = try workbench.file("holed.pcap", holed)
        #expect(try await doors(file, keys()).isEmpty)
        let known = try await workbench.fields(
            ["frame.number"], file, keyFile: keys(), filter: "fernwire.record.fragment == 3 && !fernwire.message")
        #expect(known.count == 1)
    }

    @Test("A file goes to the dissector of its media type, and to none if that is unknown")
    func aFileGoesByItsMediaType() async throws {
        for (mediaType, count) in [
            ("application/json", 1), ("Application/JSON; charset=utf-8", 1), ("application/x-nobody", 0), ("", 0),
        ] {
            let (path, _) = try capture {
                try $0.sendFile(named: Array("door".utf8), mediaType: Array(mediaType.utf8), Self.json)
            }
            #expect(try await doors(path, keys()).count == count, "\(mediaType)")
        }
    }

    /// Others may register; one of them hands a frame that a message holds back to us.
    @Test("A Lua dissector can register for a content type and call Fernwire's dissector again")
    func othersMayRegister() async throws {
        let (_, inner) = try capture(.plaintext) { try $0.send(.json, Self.json) }
        let frame = try #require(inner.wire.last).bytes
        let (path, _) = try capture { session in
            try session.send(.binary, frame)
            try session.send(.text, Array("after".utf8))
        }
        let script = try workbench.file(
            "nested.lua",
            Array(
                """
                local nested = Proto("nested", "Nested")
                function nested.dissector(tvb, pinfo, tree)
                    tree:add(nested, tvb())
                    Dissector.get("fernwire"):call(tvb, pinfo, tree)
                end
                DissectorTable.get("fernwire.content_type"):add(3, nested)
                """.utf8))
        for pass in [[], ["-2"]] {
            let rows = try await workbench.fields(
                ["fernwire.record.content_type", "fernwire.record.plaintext"], path, keyFile: keys(), filter: "nested",
                ["-X", "lua_script:" + script] + pass)
            #expect(rows == [["3|2|1", #"{"door": 7, "open": true}|after"#]])
        }
        let without = try await workbench.fields(
            ["fernwire.record.content_type"], path, keyFile: keys(), filter: "fernwire.record.content_type == 3")
        #expect(without == [["3|1"]])
    }

    /// Whatever a sub-dissector makes of it, the next record of the segment is shown.
    @Test("Malformed and empty JSON do not hide the next record of the segment")
    func whatIsNoJSONHurtsNobody() async throws {
        let (path, _) = try capture { session in
            try session.send(.json, Array("{\"a\": [".utf8))
            try session.send(.json, [])
            try session.send(.text, Array("after".utf8))
        }
        let text = try await workbench.tshark(path, keyFile: keys(), ["-Y", "fernwire.record"])
        #expect(text.contains("JSON: {\"a\": [, JSON: , Text: after"))
    }
}
