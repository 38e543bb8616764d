// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import Foundation
import TestSupport
import Testing

/// Files come out as they went in, marked when they are not whole, and none lands outside its folder.
@Suite struct ExportTests {
    let workbench: Workbench
    static let data = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 / 7) }

    init() throws {
        workbench = try Workbench()
    }

    private func pair(_ suite: CipherSuite = .fernetPSK) throws -> SessionPair {
        let pair = SessionPair(suite, Sample.credentials)
        pair.run()
        try pair.client.sendFile(named: Array("doors.bin".utf8), mediaType: Array("image/png".utf8), Self.data)
        pair.run()
        try pair.server.sendFile(named: Array("answer.txt".utf8), mediaType: [], [])
        pair.run()
        return pair
    }

    /// Names and bytes of what comes out.
    private func export(_ path: String, _ arguments: [String] = []) async throws -> [String: [UInt8]] {
        let folder = workbench.folder + "/home/\(UUID())"
        let keys = try workbench.file("keys", Sample.fernetKeyFile)
        _ = try await workbench.tshark(
            path, keyFile: keys, ["-q", "--export-objects", "fernwire," + folder] + arguments)
        var found: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            found[name] = [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + name)))
        }
        return found
    }

    /// The list as the GUI has it: name, type and size of each.
    private func list(_ path: String) async throws -> [[String]] {
        let keys = try workbench.file("keys", Sample.fernetKeyFile)
        let requests = [
            #"{"jsonrpc":"2.0","id":1,"method":"setconf","params":{"name":"fernwire.key_file","value":"\#(keys)"}}"#,
            #"{"jsonrpc":"2.0","id":2,"method":"load","params":{"file":"\#(path)"}}"#,
            // Twice, as when the window is opened again.
            #"{"jsonrpc":"2.0","id":3,"method":"tap","params":{"tap0":"eo:fernwire"}}"#,
            #"{"jsonrpc":"2.0","id":4,"method":"tap","params":{"tap0":"eo:fernwire"}}"#,
        ]
        let output = try await workbench.run("sharkd", ["-"], input: requests.joined(separator: "\n") + "\n")
        #expect(output.status.isSuccess)
        let answer = try #require(output.text.split(separator: "\n").last { $0.hasPrefix("{") })
        let object = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
        let taps = (object?["result"] as? [String: Any])?["taps"] as? [[String: Any]]
        return (taps?.first?["objects"] as? [[String: Any]] ?? []).map { entry in
            [entry["filename"] as? String ?? "", entry["type"] as? String ?? "", "\(entry["len"] as? Int ?? -1)"]
        }
    }

    @Test("An exported file has the bytes, name and type that were sent, and none is exported without a key")
    func aFileComesOutAsItWentIn() async throws {
        let pair = try pair()
        let path = try workbench.file("file.pcap", CaptureFile(framesOf: pair))
        for pass in [[], ["-2"]] {
            #expect(try await export(path, pass) == ["doors.bin": Self.data, "answer.txt": []])
        }
        #expect(try await list(path) == [["doors.bin", "image/png", "40000"], ["answer.txt", "", "0"]])
        let closed = try await workbench.tshark(
            path, ["-q", "--export-objects", "fernwire," + workbench.folder + "/home/closed"])
        #expect(closed.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: workbench.folder + "/home/closed").isEmpty)
    }

    /// Of a record that is missing or was changed, and of what follows it, nothing comes out.
    @Test("A file with a lost or changed record is exported up to it and marked incomplete")
    func anIncompleteFileSaysSo() async throws {
        let pair = try pair()
        let frames = pair.frames
        let chunks = frames.indices.filter { frames[$0].bytes.count > 1000 }
        try #require(chunks.count == 3)
        for isChanged in [true, false] {
            var capture = CaptureFile()
            capture.open()
            for (index, frame) in frames.enumerated() {
                var bytes = frame.bytes
                bytes[200 % bytes.count] ^= isChanged && index == chunks[1] ? 1 : 0
                if !isChanged, index == chunks[1] {
                    capture.missingSegment(frame.direction, bytes)
                } else {
                    capture.segment(frame.direction, bytes)
                }
            }
            let path = try workbench.file("incomplete.pcap", capture)
            let found = try #require(try await export(path)["doors.bin"])
            #expect(found.count > 10_000 && found.count < 20_000 && Self.data.starts(with: found))
            let first = try #require(try await list(path).first)
            #expect(
                first == ["doors.bin", "image/png [incomplete: \(found.count) of 40000 bytes]", "\(found.count)"])
        }
    }

    @Test("No file name in a capture leads an export out of its folder")
    func noNameLeadsOutOfTheFolder() async throws {
        let pair = SessionPair(.plaintext, Sample.credentials)
        pair.run()
        var capture = CaptureFile(pair)
        let bytes = try #require(pair.frames.last { $0.direction == .fromClient }).bytes
        let last = FrameHeader(decoding: bytes.rawSpan)
        let names = ["../../evil", "..", "/etc/evil", "a\\b", "", "C:evil", "x\u{1}\u{7F}y", "sound ä.txt"]
        for (index, name) in names.enumerated() {
            let file = FileFragment(
                offset: 0,
                description: .init(
                    size: 1, sha256: [UInt8](repeating: 0, count: 32), name: Array(name.utf8), mediaType: []),
                data: [UInt8(index)])
            var plaintext: [UInt8] = []
            RecordPlaintext(.file, messageID: UInt64(index + 1), content: file.encoded()).encode(into: &plaintext)
            let header = FrameHeader(
                .record, from: .fromClient, epoch: 1, sessionID: last.sessionID,
                sequence: last.sequence + 1 + UInt64(index), length: plaintext.count)
            capture.segment(.fromClient, header.encoded() + plaintext)
        }
        let path = try workbench.file("names.pcap", capture)
        let expected = [".._.._evil", "unnamed", "_etc_evil", "a_b", "unnamed(1)", "C_evil", "x__y", "sound ä.txt"]
        let found = try await export(path)
        #expect(Set(found.keys) == Set(expected))
        for (index, name) in expected.enumerated() { #expect(found[name] == [UInt8(index)], "\(name)") }
        #expect(!FileManager.default.fileExists(atPath: workbench.folder + "/evil"))
    }
}
