// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// What ties frames to each other and to their session.
@Suite struct LinkTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    private func capture(_ suite: CipherSuite) throws -> (path: String, session: SampleSession) {
        let session = try SampleSession(suite)
        return (try workbench.file("session.pcap", CaptureFile(session.pair)), session)
    }

    @Test("Request and reply link to each other only with the key, and the request only in a second pass")
    func requestAndReplyKnowEachOther() async throws {
        let (path, _) = try capture(.fernetPSK)
        let keys = try workbench.file("keys", Sample.fernetKeyFile)
        let columns = ["frame.number", "fernwire.request_in", "fernwire.reply_in", "fernwire.response_time"]
        func rows(_ arguments: [String], keyFile: String? = nil) async throws -> [[String]] {
            try await workbench.fields(
                columns, path, keyFile: keyFile, filter: "fernwire.request_in || fernwire.reply_in", arguments)
        }
        let twice = try await rows(["-2"], keyFile: keys)
        try #require(twice.count == 2)
        let (request, reply) = (twice[0][0], twice[1][0])
        #expect(twice[0] == [request, "", reply, ""])
        #expect(twice[1] == [reply, request, "", "0.001000000"])
        // The request is over when its reply comes.
        #expect(try await rows([], keyFile: keys) == [twice[1]])
        // Nobody knows who answers whom without the key.
        #expect(try await rows(["-2"]).isEmpty)
    }

    /// A reply that names a message which was not captured has no link.
    @Test("A reply to a message that was not captured has no link")
    func aReplyToNothingHasNoLink() async throws {
        let session = try SampleSession(.fernetPSK)
        var capture = CaptureFile()
        capture.open()
        for (direction, bytes) in session.frames {
            let isQuestion = direction == .fromClient && bytes[5] == MessageType.record.rawValue
            if isQuestion { capture.missingSegment(direction, bytes) } else { capture.segment(direction, bytes) }
        }
        let path = try workbench.file("hole.pcap", capture)
        let rows = try await workbench.fields(
            ["fernwire.record.reply_to", "fernwire.request_in"], path,
            keyFile: workbench.file("keys", Sample.fernetKeyFile), filter: "fernwire.record.reply_to == 1", ["-2"])
        #expect(rows == [["1", ""]])
    }

    @Test("A display filter of session id and suite selects all frames of the session in two passes")
    func oneFilterGathersASession() async throws {
        let (path, session) = try capture(.rsaFernetHMAC)
        let all = try await workbench.fields(["frame.number", "fernwire.session.id"], path)
        let id = try #require(all.last?[1])
        let filter = "fernwire.session.id == \(id) && fernwire.session.suite == \(session.suite.id.rawValue)"
        for keys in [nil, try workbench.file("keys", Sample.rsaKeyFile)] {
            let found = try await workbench.fields(["frame.number"], path, keyFile: keys, filter: filter, ["-2"])
            #expect(found == all.map { [$0[0]] })
        }
        // On the first pass the server has not chosen yet when the client says hello.
        #expect(try await workbench.fields(["frame.number"], path, filter: filter) == all.dropFirst().map { [$0[0]] })
        #expect(try await workbench.fields(["frame.number"], path, filter: "fernwire.session.id == 1").isEmpty)
    }

    @Test("The frame that carries the keys and the first record link to each other")
    func keysAndFirstRecordKnowEachOther() async throws {
        for (suite, type) in [
            (.rsaFernetHMAC as CipherSuite, MessageType.keyWrap), (.x25519Ed25519AES256GCM, .keyShare),
        ] {
            let (path, _) = try capture(suite)
            let columns = ["frame.number", "fernwire.session.keys_in", "fernwire.session.first_record_in"]
            let rows = try await workbench.fields(
                columns, path, filter: "fernwire.session.keys_in || fernwire.session.first_record_in", ["-2"])
            try #require(rows.count == 2)
            #expect(rows[0] == [rows[1][1], "", rows[1][0]])
            let carriers = try await workbench.fields(
                ["frame.number"], path, filter: "fernwire.type == \(type.rawValue)")
            #expect(carriers.last == [rows[0][0]])
            let first = try await workbench.fields(["frame.number"], path, filter: "fernwire.record")
            #expect(first.first == [rows[1][0]])
        }
        let (path, _) = try capture(.fernetPSK)
        #expect(try await workbench.fields(["frame.number"], path, filter: "fernwire.session.keys_in").isEmpty)
    }

    @Test("Each record names the key that opened it and the key's line, and none if it was not opened")
    func sayWhichKeyOpenedThem() async throws {
        let rsa = try SampleSession(.rsaFernetHMAC)
        let psk = try SampleSession(.fernetPSK)
        let sealed = try SampleSession(.rsaSealed)
        let toy = try SampleSession(.toyDH16)
        let comment = Array("# keys\n".utf8)
        // What the client's records say, and the server's where that is another line.
        let cases: [(SampleSession, [UInt8], [String])] = [
            (psk, comment + Sample.fernetKeyFile, ["pre-shared key badge, key file line 2"]),
            (rsa, comment + comment + Sample.rsaKeyFile, ["private key, key file line 3"]),
            (rsa, comment + rsa.keyLog, ["key log, key file line 2", "key log, key file line 4"]),
            (sealed, Sample.rsaKeyFile, ["private key, key file line 1"]),
            (toy, comment, ["a key found by trying"]),
        ]
        for (session, keys, expected) in cases {
            let path = try workbench.file("session.pcap", CaptureFile(session.pair))
            let rows = try await workbench.fields(
                ["fernwire.record.key_source"], path, keyFile: workbench.file("keys", keys), filter: "fernwire.record")
            #expect(rows == (0..<4).map { [expected[$0 % expected.count]] })
            // A key that does not fit opens none. The toy needs no key.
            let others = try await workbench.fields(
                ["fernwire.record.key_source"], path, keyFile: workbench.file("keys", Sample.wrongFernetKeyFile),
                filter: "fernwire.record.key_source")
            #expect(others == (session.suite.id == toy.suite.id ? rows : []))
        }
        // What nothing protects needs no key.
        let (path, _) = try capture(.plaintext)
        #expect(try await workbench.fields(["frame.number"], path, filter: "fernwire.record.key_source").isEmpty)
    }

    @Test("Each record after the first has the time since the previous one")
    func timeSinceThePreviousRecord() async throws {
        let (path, _) = try capture(.fernetPSK)
        let rows = try await workbench.fields(["fernwire.record.time_delta"], path, filter: "fernwire.record")
        // The first of the four has none before it.
        #expect(rows == Array(repeating: ["0.001000000"], count: 3))
    }

    /// A replayed record says so, and answers nobody.
    @Test("A replayed record is marked in the Info column and has no reply")
    func aReplayedRecordIsMarked() async throws {
        let session = try SampleSession(.fernetPSK)
        var capture = CaptureFile(session.pair)
        let question = try #require(session.frames.first { $0.bytes[5] == MessageType.record.rawValue }).bytes
        capture.segment(.fromClient, question)
        let path = try workbench.file("replay.pcap", capture)
        let keys = try workbench.file("keys", Sample.fernetKeyFile)
        let lines = try await workbench.tshark(path, keyFile: keys, ["-Y", "fernwire.record"]).split(separator: "\n")
        #expect(lines.filter { $0.contains("[replayed]") } == [lines.last!])
        #expect(lines.last!.hasSuffix("Text: \(SampleSession.question) [replayed]"))
        let linked = try await workbench.fields(
            ["frame.number"], path, keyFile: keys, filter: "fernwire.expert.replayed && fernwire.reply_in", ["-2"])
        #expect(linked.isEmpty)
    }

    /// TCP's own remark stands before the first text without a comma between.
    @Test("No comma stands between TCP's remark and Fernwire's text in the Info column")
    func noCommaAfterWhatTCPSays() async throws {
        let session = try SampleSession(.fernetPSK)
        let frames = session.frames
        var capture = CaptureFile()
        capture.open()
        capture.segment(.fromClient, frames[0].bytes)
        capture.missingSegment(.fromServer, [1, 2, 3])
        capture.segment(.fromServer, frames[1].bytes + frames[1].bytes)
        let text = try await workbench.tshark(workbench.file("lost.pcap", capture), ["-Y", "fernwire"])
        #expect(text.contains("[TCP Previous segment not captured] Server Hello fernet-psk, Server Hello"))
    }
}
