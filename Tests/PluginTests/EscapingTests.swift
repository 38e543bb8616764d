// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import TestSupport
import Testing

/// What somebody on the way may have chosen never reaches a terminal or the tree as it is: it could move the cursor, colour
/// lines or end them.
@Suite struct EscapingTests {
    let workbench: Workbench
    /// Clears the screen, rings, and begins a line of its own.
    static let hostile = "\u{1B}[2J\u{7}xyzzy\r\n  1 0.0 all is well"

    init() throws {
        workbench = try Workbench()
    }

    private func check(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(text.contains("xyzzy"), sourceLocation: sourceLocation)
        #expect(!text.contains("\u{1B}") && !text.contains("\u{7}"), sourceLocation: sourceLocation)
        #expect(!text.contains("\n  1 0.0 all is well"), sourceLocation: sourceLocation)
    }

    @Test("Control characters in a message and in a key id are escaped in tree, columns and fields")
    func ofASession() async throws {
        let key = PresharedKey(id: Array(Self.hostile.utf8), secret: .random(count: 32))
        let pair = SessionPair(.fernetPSK, Credentials(presharedKeys: [key]))
        pair.run()
        try pair.client.send(.text, Array(Self.hostile.utf8))
        pair.run()
        let path = try workbench.file("session.pcap", CaptureFile(pair))
        let keys = try workbench.file("keys", FernetKey(secret: key.secret).text())
        check(try await workbench.tshark(path, keyFile: keys, []))
        check(try await workbench.tshark(path, keyFile: keys, ["-V"]))
        for column in ["_ws.col.Info", "fernwire.record.key_source"] {
            let rows = try await workbench.fields([column], path, keyFile: keys, filter: "fernwire.record.plaintext")
            #expect(rows.count == 1, "\(column)")
            check(rows.joined().joined())
        }
    }

    @Test("Control characters in a token's text and in its key's name are escaped in tree, columns and fields")
    func ofATokenAndOfItsKey() async throws {
        let key = FernetKey.random()
        var token: [UInt8] = []
        // Text with other control characters is shown as bytes.
        let text = "xyzzy\r\n  1 0.0 all is well"
        FernetCipher(key: key).seal(Array(text.utf8).rawSpan, timestamp: 1_700_000_000, into: &token)
        var capture = CaptureFile(serverPort: 2000)
        capture.open()
        capture.segment(.fromClient, token)
        let path = try workbench.file("token.pcap", capture)
        let name = Array("\u{1B}[2J\u{7}xyzzy ".utf8)
        let keys = try workbench.file("keys", name + key.text())
        check(try await workbench.tshark(path, ["-o", "fernet.keys:" + keys]))
        check(try await workbench.tshark(path, ["-V", "-o", "fernet.keys:" + keys]))
        let rows = try await workbench.fields(
            ["_ws.col.Info", "fernet.key"], path, filter: "fernet", ["-o", "fernet.keys:" + keys])
        #expect(rows.count == 1)
        for cell in rows.joined() { check(cell) }
    }
}
