// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import Foundation
import TestSupport
import Testing

@testable import FernwireCapture
@testable import FernwireDissection
@testable import FernwireTool

/// What `fernwire export` keeps of a capture before it is written.
@Suite struct ExportLimitTests {
    @Test("The sessions of a connection are written once there are 4,096, and what follows is of one more")
    func sessionsAreBounded() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let (capture, output) = (folder.appending(path: "capture.pcap"), folder.appending(path: "rows").path())
        let frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        var connection = CaptureFile()
        connection.open()
        // Each client hello begins a session; the server's answers the last.
        let hellos = Array(repeatElement(frames[0], count: 128).joined())
        for _ in 0..<32 { connection.segment(.fromClient, hellos) }
        connection.segment(.fromServer, frames[1])
        try connection.write(to: capture)

        let keys = SharedKeys()
        let dissector = FernwireDissector(keys: keys)
        dissector.preferencesChanged(.init())
        var rows = RowWriter(.json, table: .sessions, to: try OutputFile(path: output, replacing: false))
        var decrypted: DecryptedCapture?
        var export = CaptureExport(path: capture.path(), keys: keys, dissector: dissector, showsPlaintext: false)
        try export.run(&rows, decrypted: &decrypted)
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 4097)
        #expect(lines.last?.contains("\"stream\":0,\"session\":4096,") == true)
    }

    /// Returns how many bytes the file of a decrypted capture has after one message of `count` bytes.
    ///
    /// - Parameter isFlushed: whether what is held back is written, too.
    private func written(_ count: Int, isFlushed: Bool) throws -> Int {
        let path = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).pcapng").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var plaintext: [UInt8] = []
        RecordPlaintext(.text, messageID: 1).encode(into: &plaintext)
        let head = try RecordPlaintext.Head(decoding: plaintext.rawSpan)
        let facts = FrameFacts(
            session: 0, suite: nil, status: .verified, weaknesses: [], keySource: nil, head: head, content: 0..<0,
            request: nil)
        let frame = ExportedFrame(
            header: FrameHeader(.record, from: .fromClient, sessionID: 1, sequence: 0, length: 0), facts: facts,
            packet: 1, time: 0, source: ConversationPiece.End(address: 1, isIPv6: false, port: 50_000),
            destination: ConversationPiece.End(address: 2, isIPv6: false, port: 9090))
        var capture = DecryptedCapture(to: try OutputFile(path: path, replacing: false))
        try capture.add(frame, [UInt8](repeating: UInt8(ascii: "x"), count: count))
        if isFlushed { try capture.flush() }
        return try Data(contentsOf: URL(filePath: path)).count
    }

    @Test("A decrypted capture is held back until it has more than 256 KiB, and then all of it is written")
    func decryptedBlocks() throws {
        // A packet has a multiple of four bytes.
        let others = try written(4, isFlushed: true) - 4
        for (count, shown) in [(Generator.chunk, 0), (Generator.chunk + 4, Generator.chunk + 4)] {
            let found = try written(count - others, isFlushed: false)
            #expect(found == shown)
        }
    }
}
