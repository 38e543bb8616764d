// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@testable import FernwireDissection

/// What dissectors take for theirs on a port that is nobody's.
@Suite struct GuessTests {
    private let pdu = PDU(reportedLength: 0, isFirstPass: true)

    @Test("A frame is guessed once its header is whole")
    func headers() throws {
        let frame = try SampleSession(.plaintext).frames[0].bytes
        let dissector = FernwireDissector(keys: SharedKeys())
        for (count, isTaken) in [(0, false), (Wire.headerLength - 1, false), (Wire.headerLength, true)] {
            let bytes = Array(frame[..<count])
            let found = dissector.recognises(bytes.span.bytes, pdu, isGuess: true)
            #expect(found == isTaken, "\(count) bytes")
        }
    }

    @Test("A token is guessed by itself or before text, and not before other bytes")
    func tokens() {
        let dissector = FernetDissector(keys: SharedKeys())
        for (rest, isTaken) in [("", true), (" and more\r\n", true), (" and \u{1}", false), ("\u{7F}", false)] {
            let bytes = Array((FernetVectors.token + rest).utf8)
            let found = dissector.recognises(bytes.span.bytes, pdu, isGuess: true)
            #expect(found == isTaken, "\(rest.utf8.count) bytes more")
        }
    }

    @Test("Text is what ASCII prints, and tabs and ends of lines; no byte after the 64th is looked at")
    func text() {
        let cases: [(byte: UInt8, isText: Bool)] = [
            (0x08, false), (0x09, true), (0x0D, true), (0x0E, false), (0x1F, false), (0x20, true), (0x7E, true),
            (0x7F, false), (0x80, false),
        ]
        for (byte, isText) in cases {
            let bytes = [byte]
            let found = FernetText.isText(bytes.span.bytes, from: 0)
            #expect(found == isText, "\(byte)")
        }
        for (count, isText) in [(63, false), (64, true)] {
            let bytes = [UInt8](repeating: 0x61, count: count) + [0xFF]
            let found = FernetText.isText(bytes.span.bytes, from: 0)
            #expect(found == isText, "\(count) characters")
        }
    }
}
