// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// What is counted and measured over a capture.
@Suite struct StatisticsTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    /// The tree's counts by what they are of, headings included.
    private func counts(
        _ path: String, _ keyFile: String?, _ arguments: [String] = []
    ) async throws -> [String: Int] {
        let text = try await workbench.tshark(path, keyFile: keyFile, ["-q", "-z", "fernwire,tree"] + arguments)
        var counts: [String: Int] = [:]
        for line in text.split(separator: "\n") {
            guard let match = line.firstMatch(of: /^ ?(\S.*?) {2,}(\d+)\s/) else { continue }
            counts[String(match.1)] = Int(match.2)
        }
        return counts
    }

    /// Calls by content type.
    private func calls(_ path: String, _ keyFile: String?) async throws -> [String: [String]] {
        let text = try await workbench.tshark(path, keyFile: keyFile, ["-q", "-z", "fernwire,srt"])
        #expect(text.contains("Fernwire SRT Statistics"))
        var calls: [String: [String]] = [:]
        for match in text.matches(of: /(?m)^ +\d+  (\S+) +(\d+) +(\S+)/) {
            calls[String(match.1)] = [String(match.2), String(match.3)]
        }
        return calls
    }

    @Test("The tables of conversations and endpoints count the frames of each and their bytes, without TCP's")
    func conversationsAndEndpointsAreCounted() async throws {
        var capture = CaptureFile()
        var sizes: [Int] = []
        for (index, suite) in [.fernetPSK as CipherSuite, .plaintext].enumerated() {
            var connection = CaptureFile(clientPort: UInt16(50_000 + index))
            connection.open()
            let frames = try SampleSession(suite).frames
            for (direction, bytes) in frames { connection.segment(direction, bytes) }
            capture.append(connection)
            sizes.append(frames.reduce(0) { $0 + $1.bytes.count })
        }
        let path = try workbench.file("sessions.pcap", capture)
        let frames = try await workbench.fields(["frame.number"], path, ["-Y", "fernwire"]).count
        for arguments in [[], ["-2"]] {
            let tables = try await workbench.tshark(
                path, keyFile: nil, ["-q", "-z", "conv,fernwire", "-z", "endpoints,fernwire"] + arguments)
            // The total of each conversation: frames and bytes.
            let conversations = tables.matches(of: /<->.* (\d+) (\d+)(?: bytes)? +\d+\.\d+ +\d+\.\d+/)
            let counted = conversations.map { (frames: Int($0.1) ?? 0, bytes: Int($0.2) ?? 0) }
            #expect(counted.map(\.bytes).sorted() == sizes.sorted(), "\(tables)")
            let total = counted.reduce(0) { $0 + $1.frames }
            #expect(total == frames)
            let endpoints = tables.matches(of: /(?m)^[0-9.]+ +\d+ +(\d+)\s/)
            let bytes = endpoints.reduce(0) { $0 + (Int($1.1) ?? 0) }
            #expect(bytes == 2 * sizes[0] + 2 * sizes[1], "\(tables)")
        }
    }

    @Test("The statistics tree counts sessions, records and bytes, and no content without keys")
    func sessionsRecordsAndBytesAreCounted() async throws {
        var capture = CaptureFile()
        for (index, suite) in [.fernetPSK as CipherSuite, .aes256GCMPSK, .fernetPSK].enumerated() {
            var connection = CaptureFile(clientPort: UInt16(50_000 + index))
            connection.open()
            for (direction, bytes) in try SampleSession(suite).frames { connection.segment(direction, bytes) }
            capture.append(connection)
        }
        let path = try workbench.file("sessions.pcap", capture)
        let keys = try workbench.file("keys", Sample.keyFile)
        let size = try await workbench.fields(["tcp.len"], path).reduce(0) { $0 + (Int($1[0]) ?? 0) }
        for pass in [[], ["-2"]] {
            let counts = try await counts(path, keys, pass)
            #expect(counts["Sessions by suite"] == 3)
            #expect(counts["fernet-psk"] == 2 && counts["aes256-gcm-psk"] == 1)
            #expect(counts["Records by content and direction"] == 12)
            #expect(counts["text, client to server"] == 3 && counts["end_of_session, server to client"] == 3)
            #expect(counts["Bytes"] == size)
            let content = 3 * (SampleSession.question + SampleSession.answer).utf8.count
            #expect(counts["content"] == content)
            #expect(counts["Failures by expert note"] == 0)
        }
        // Without keys the records are counted, and nothing of what they say.
        let closed = try await counts(path, nil)
        #expect(closed["Sessions by suite"] == 3 && closed["Bytes"] == size)
        #expect(closed["not opened, client to server"] == 6 && closed["content"] == nil)
        #expect(closed["text, client to server"] == nil)
    }

    @Test("The statistics tree counts failures by expert info")
    func failuresAreCountedByKind() async throws {
        let session = try SampleSession(.fernetPSK)
        var capture = CaptureFile(session.pair)
        capture.segment(.fromClient, try #require(session.frames.first { $0.bytes[5] == 0x20 }).bytes)
        let path = try workbench.file("session.pcap", capture)
        let right = try await counts(path, workbench.file("keys", Sample.fernetKeyFile))
        #expect(right["Failures by expert note"] == 1 && right["fernwire.expert.replayed"] == 1)
        let wrong = try await counts(path, workbench.file("keys", Sample.wrongFernetKeyFile))
        #expect(wrong["fernwire.expert.token_hmac_failed"] == 5 && wrong["fernwire.expert.finished_failed"] == 2)
        // What names a failure selects its frames.
        let frames = try await workbench.fields(
            ["frame.number"], path, keyFile: workbench.folder + "/keys", filter: "fernwire.expert.token_hmac_failed")
        #expect(frames.count == 5)
    }

    @Test("Response times are measured by content type, and not without the key")
    func repliesAreMeasured() async throws {
        let pair = SessionPair(.fernetPSK, Sample.credentials)
        pair.run()
        for index in 0..<3 {
            let id = try pair.client.send(.json, Array("{}".utf8))
            pair.run()
            // One is not answered.
            if index < 2 { try pair.server.send(index == 0 ? .json : .text, [0x5B, 0x5D], replyTo: id) }
            pair.run()
        }
        let path = try workbench.file("replies.pcap", CaptureFile(pair))
        let keys = try workbench.file("keys", Sample.fernetKeyFile)
        let measured = try await calls(path, keys)
        #expect(measured == ["json": ["1", "0.001000"], "text": ["1", "0.001000"]])
        #expect(try await calls(path, nil).isEmpty)
    }

    @Test("sharkd has the statistics tree and the response times as taps")
    func sharkdHasBothToo() async throws {
        let session = try SampleSession(.fernetPSK)
        let path = try workbench.file("session.pcap", CaptureFile(session.pair))
        let keys = try workbench.file("keys", Sample.fernetKeyFile)
        let requests = [
            #"{"jsonrpc":"2.0","id":1,"method":"setconf","params":{"name":"fernwire.key_file","value":"\#(keys)"}}"#,
            #"{"jsonrpc":"2.0","id":2,"method":"load","params":{"file":"\#(path)"}}"#,
            #"{"jsonrpc":"2.0","id":3,"method":"tap","params":{"tap0":"stat:fernwire"}}"#,
            #"{"jsonrpc":"2.0","id":4,"method":"tap","params":{"tap0":"srt:fernwire"}}"#,
        ]
        let output = try await workbench.run("sharkd", ["-"], input: requests.joined(separator: "\n") + "\n")
        let answers = output.text.split(separator: "\n").filter { $0.hasPrefix("{") }
        #expect(answers.dropLast().last?.contains("text, client to server") == true, "\(output)")
        #expect(answers.last?.contains(#""n":"text""#) == true, "\(output)")
    }
}
