// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import TestSupport
import Testing

@testable import FernwireDissection

/// How bare Fernet tokens are recognised and found.
@Suite struct FernetRecognitionTests {
    private func recognises(_ text: String, isGuess: Bool) -> Bool {
        let bytes = Array(text.utf8)
        let dissector = FernetDissector(keys: SharedKeys())
        return dissector.recognises(
            bytes.span.bytes, PDU(reportedLength: bytes.count, isFirstPass: true), isGuess: isGuess)
    }

    private func find(_ text: String, _ keys: SharedKeys) -> (end: Int, token: String) {
        let bytes = Array(text.utf8)
        var token: [UInt8] = []
        let end = FernetDissector(keys: keys).find(in: bytes.span.bytes, copyingTo: &token)
        return (end, String(decoding: token, as: UTF8.self))
    }

    @Test("A stream is recognised by the six characters that tokens begin with, and by nothing else")
    func streams() {
        #expect(recognises("gAAAAA", isGuess: false))
        #expect(recognises(FernetVectors.token, isGuess: false))
        #expect(recognises(FernetVectors.token, isGuess: true))
        for other in ["gAAAA", "gAAAAB", "GET / HTTP/1.1\r\n", String(repeating: "A", count: 100)] {
            #expect(!recognises(other, isGuess: false), "\(other)")
            #expect(!recognises(other, isGuess: true), "\(other)")
        }
    }

    @Test("A token is found among other text, and without its padding at the end of the text only if a key made it")
    func search() {
        let token = FernetVectors.token
        let keys = SharedKeys()
        let whole = find("token=\(token);", keys)
        #expect(whole.end == 6 + token.utf8.count && whole.token == token)
        let cut = "token=\(token.dropLast(2))"
        let closed = find(cut, keys)
        #expect(closed.end == 0 && closed.token.isEmpty)
        let row = KeyRow(isFile: false, value: Array(FernetVectors.keyText.utf8), comment: [])
        keys.use(path: "", rows: [row], passphrases: "")
        let opened = find(cut, keys)
        #expect(opened.end == cut.utf8.count && opened.token == token)
    }

    @Test("The beginning of a token that fills its bytes is guessed from 32 characters on")
    func beginnings() {
        for (count, isTaken) in [(31, false), (32, true), (99, true)] {
            let beginning = String(FernetVectors.token.prefix(count))
            #expect(recognises(beginning, isGuess: true) == isTaken, "\(count) characters")
        }
    }
}
