// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import Foundation
import TestSupport
import Testing

/// One pass, two passes and random access show the same.
@Suite struct PassTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    @Test("One pass, two passes and sharkd show the same tree for every suite", arguments: Sample.suiteNames)
    func onePassTwoPassesAndSharkdShowTheSame(_ name: String) async throws {
        let session = try SampleSession(#require(SuiteRegistry.standard.suite(named: name)))
        var capture = CaptureFile(session.pair)
        capture.segment(.fromClient, [1, 2, 3] + session.frames[0].bytes)
        let path = try workbench.file("session.pcap", capture)
        let keys = try workbench.file("keys", Sample.keyFile + [0x0A] + session.keyLog)
        #expect(try await expectTheSame(path, keys, capture.packetCount) > 6)
        let text = try await workbench.tshark(path, keyFile: keys, ["-V"])
        #expect(text.contains(SampleSession.marker) && text.contains("passed over"))
    }

    /// Messages that take several records are put together alike, and what they say is dissected alike.
    @Test(
        "One pass, two passes and sharkd show the same tree for messages of several records",
        arguments: [CipherSuite.fernetPSK.name.description, CipherSuite.plaintext.name.description])
    func messagesOfSeveralRecords(_ name: String) async throws {
        let pair = SessionPair(try #require(SuiteRegistry.standard.suite(named: name)), Sample.credentials)
        pair.run()
        let json = Array(("[" + (1...8000).map { "\($0)" }.joined(separator: ",") + "]").utf8)
        try pair.client.send(.json, json)
        try pair.server.send(.text, [UInt8](repeating: UInt8(ascii: "x"), count: 20_000))
        pair.run()
        try pair.client.sendFile(named: Array("a.json".utf8), mediaType: Array("application/json".utf8), json)
        pair.run()
        let capture = CaptureFile(framesOf: pair)
        let path = try workbench.file("messages.pcap", capture)
        let keys = try workbench.file("keys", Sample.fernetKeyFile)
        #expect(try await expectTheSame(path, keys, capture.packetCount) > 6)
    }

    /// - Returns: how many frames have Fernwire.
    private func expectTheSame(_ path: String, _ keys: String, _ packetCount: Int) async throws -> Int {
        let once = try await workbench.tshark(path, keyFile: keys, ["-V", "-O", "fernwire,json", "-x"])
        let twice = try await workbench.tshark(path, keyFile: keys, ["-2", "-V", "-O", "fernwire,json", "-x"])
        // What is known later is shown from the second pass on.
        let passes = [once, twice].map { text in
            text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
                !Self.knownLater.contains { line.contains($0) }
            }
        }
        #expect(passes[0] == passes[1])
        // Backwards, so that each frame is drawn after the others.
        let frames = Array((1...packetCount).reversed())
        let shown = try await sharkd(path, keys, frames)
        #expect(shown.count == frames.count)
        var withFernwire = 0
        for (number, tree) in zip(frames, shown) {
            let expected = fernwireLines(twice, frame: number)
            #expect(fernwireLines(tree) == expected, "frame \(number)")
            if !expected.isEmpty { withFernwire += 1 }
        }
        return withFernwire
    }

    static let knownLater = [
        "[Reply in frame", "[First record in frame", "[Message complete in frame", "[Session]", "[Session id",
        "[Suite:",
    ]
    /// Trees that are compared: Fernwire's, and what it hands on.
    static let protocols = ["fernwire": "Fernwire Protocol", "json": "JavaScript Object Notation"]

    /// The trees that sharkd has of frames.
    private func sharkd(_ path: String, _ keys: String, _ frames: [Int]) async throws -> [[[String: Any]]] {
        var requests = [
            #"{"jsonrpc":"2.0","id":1,"method":"setconf","params":{"name":"fernwire.key_file","value":"\#(keys)"}}"#,
            #"{"jsonrpc":"2.0","id":2,"method":"load","params":{"file":"\#(path)"}}"#,
        ]
        for frame in frames {
            requests.append(
                #"{"jsonrpc":"2.0","id":\#(frame + 10),"method":"frame","params":{"frame":\#(frame),"proto":true}}"#)
        }
        let output = try await workbench.run("sharkd", ["-"], input: requests.joined(separator: "\n") + "\n")
        let answers = try output.text.split(separator: "\n").filter { $0.hasPrefix("{") }.map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
        }
        return answers.filter { ($0["id"] as? Int ?? 0) > 10 }.compactMap {
            ($0["result"] as? [String: Any])?["tree"] as? [[String: Any]]
        }
    }

    /// The labels below Fernwire's, in order.
    private func fernwireLines(_ tree: [[String: Any]]) -> [String] {
        func labels(_ node: [String: Any]) -> [String] {
            let label = (node["l"] as? String ?? "").trimmingCharacters(in: .whitespaces)
            return [node["g"] as? Bool == true ? "[\(label)]" : label]
                + (node["n"] as? [[String: Any]] ?? []).flatMap(labels)
        }
        return tree.filter { Self.protocols.keys.contains($0["f"] as? String ?? "") }.flatMap(labels)
    }

    private func fernwireLines(_ text: String, frame: Int) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("Frame \(frame): ") }) else { return [] }
        var found: [String] = []
        var isInside = false
        for line in lines[start...].prefix(while: { !$0.isEmpty }) {
            if !line.hasPrefix(" ") { isInside = Self.protocols.values.contains { line.hasPrefix($0) } }
            if isInside { found.append(line.trimmingCharacters(in: .whitespaces)) }
        }
        return found
    }
}
