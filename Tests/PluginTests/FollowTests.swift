// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import Foundation
import TestSupport
import Testing

/// Follow stream shows what was said, and only what passed its check.
@Suite struct FollowTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    /// What was said, the server's lines after a tab, as tshark prints it.
    private func follow(
        _ path: String, _ keyFile: String?, stream: Int = 0, arguments: [String] = []
    ) async throws -> [String] {
        let text = try await workbench.tshark(
            path, keyFile: keyFile, ["-q", "-z", "follow,fernwire,ascii,\(stream)"] + arguments)
        let lines = text.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0.hasPrefix("Node 1") }) + 1
        // Each is preceded by its length.
        return lines[start...].dropLast().enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }

    private func lengths(_ path: String, _ keyFile: String?) async throws -> [String] {
        let text = try await workbench.tshark(path, keyFile: keyFile, ["-q", "-z", "follow,fernwire,ascii,0"])
        return text.split(separator: "\n").map(String.init).filter { $0.wholeMatch(of: /\t?\d+/) != nil }
    }

    @Test(
        "Follow stream shows both directions in order, and nothing where a needed key is missing",
        arguments: Sample.suiteNames) func bothDirectionsInOrder(_ name: String) async throws
    {
        let session = try SampleSession(#require(SuiteRegistry.standard.suite(named: name)))
        let path = try workbench.file("session.pcap", CaptureFile(session.pair))
        let keys = try workbench.file("keys", Sample.keyFile + [10] + session.keyLog)
        for pass in [[], ["-2"]] {
            #expect(try await follow(path, keys, arguments: pass) == [SampleSession.question, SampleSession.answer])
        }
        let question = "\(SampleSession.question.utf8.count)"
        #expect(try await lengths(path, keys) == [question, "\t\(SampleSession.answer.utf8.count)"])
        let opensItself = [CipherSuite.plaintext.id, CipherSuite.toyDH16.id].contains(session.suite.id)
        let wrong = try workbench.file("wrong", Sample.wrongFernetKeyFile)
        #expect(try await lengths(path, wrong).isEmpty != opensItself)
        #expect(try await lengths(path, nil).isEmpty != opensItself)
    }

    @Test("Each connection has a stream number of its own for following and filtering")
    func eachConnectionHasItsNumber() async throws {
        var capture = CaptureFile()
        for index in 0..<3 {
            let pair = SessionPair(.fernetPSK, Sample.credentials)
            pair.run()
            try pair.client.send(.text, Array("message \(index)".utf8))
            pair.run()
            var connection = CaptureFile(clientPort: UInt16(50_000 + index))
            connection.open()
            for (direction, bytes) in pair.frames { connection.segment(direction, bytes) }
            capture.append(connection)
        }
        let path = try workbench.file("three.pcap", capture)
        let keys = try workbench.file("keys", Sample.fernetKeyFile)
        for index in 0..<3 {
            #expect(try await follow(path, keys, stream: index) == ["message \(index)"])
            let rows = try await workbench.fields(["tcp.srcport"], path, filter: "fernwire.stream == \(index)")
            #expect(Set(rows.flatMap { $0 }) == ["9090", "\(50_000 + index)"])
        }
        #expect(try await follow(path, keys, stream: 3).isEmpty)
    }

    /// What failed its check or came again does not enter, and the rest does.
    @Test("A record that failed its check or was replayed does not enter the followed stream")
    func failedAndReplayedRecordsDoNotEnter() async throws {
        let session = try SampleSession(.fernetPSK)
        let records = session.frames.filter { $0.bytes[5] == MessageType.record.rawValue }
        let question = try #require(records.first).bytes
        var capture = CaptureFile()
        capture.open()
        for (direction, bytes) in session.frames {
            var changed = bytes
            if bytes == question { changed[80] ^= 1 }
            capture.segment(direction, changed)
        }
        capture.segment(.fromServer, try #require(records.dropFirst().first).bytes)
        let keys = try workbench.file("keys", Sample.fernetKeyFile)
        #expect(try await follow(workbench.file("changed.pcap", capture), keys) == [SampleSession.answer])
    }

    /// Also where the capture begins with the server.
    @Test("Follow stream knows the server though the capture begins with its frame")
    func theServerIsTheServer() async throws {
        let session = try SampleSession(.fernetPSK)
        var capture = CaptureFile()
        for (direction, bytes) in session.frames.dropFirst(5) { capture.segment(direction, bytes) }
        let path = try workbench.file("middle.pcap", capture)
        let keys = try workbench.file("keys", Sample.fernetKeyFile)
        #expect(try await lengths(path, keys) == ["\t\(SampleSession.answer.utf8.count)"])
        let text = try await workbench.tshark(path, keyFile: keys, ["-q", "-z", "follow,fernwire,ascii,0"])
        #expect(text.contains("Node 0: 10.0.0.1:50000\nNode 1: 10.0.0.2:9090"))
    }

    /// Of a file, its data.
    @Test("A followed file is exactly its data")
    func noFramingEnters() async throws {
        let pair = SessionPair(.fernetPSK, Sample.credentials)
        pair.run()
        let data = [UInt8](repeating: UInt8(ascii: "x"), count: 20_000)
        try pair.client.sendFile(named: Array("name".utf8), mediaType: Array("text/plain".utf8), data)
        pair.run()
        let path = try workbench.file("file.pcap", CaptureFile(framesOf: pair))
        let lines = try await follow(path, workbench.file("keys", Sample.fernetKeyFile))
        #expect(lines.count == 2 && lines.joined().utf8.elementsEqual(data))
    }

    @Test("sharkd follows a stream with the key, and finds nothing without it")
    func sharkdFollowsToo() async throws {
        let session = try SampleSession(.fernetPSK)
        let path = try workbench.file("session.pcap", CaptureFile(session.pair))
        let keys = try workbench.file("keys", Sample.fernetKeyFile)
        func payloads(_ key: String) async throws -> [String] {
            let requests = [
                #"{"jsonrpc":"2.0","id":1,"method":"setconf","params":{"name":"fernwire.key_file","value":"\#(key)"}}"#,
                #"{"jsonrpc":"2.0","id":2,"method":"load","params":{"file":"\#(path)"}}"#,
                #"{"jsonrpc":"2.0","id":3,"method":"follow","params":{"follow":"Fernwire","filter":"fernwire.stream==0"}}"#,
            ]
            let output = try await workbench.run("sharkd", ["-"], input: requests.joined(separator: "\n") + "\n")
            let answer = try #require(output.text.split(separator: "\n").last { $0.hasPrefix("{") })
            let object = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
            let found = (object?["result"] as? [String: Any])?["payloads"] as? [[String: Any]] ?? []
            return found.compactMap { ($0["d"] as? String).flatMap { Data(base64Encoded: $0) } }.map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        #expect(try await payloads(keys) == [SampleSession.question, SampleSession.answer])
        #expect(try await payloads("/nonexistent").isEmpty)
    }
}
