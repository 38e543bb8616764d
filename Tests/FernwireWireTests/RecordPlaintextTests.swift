// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import Testing

@Suite struct RecordPlaintextTests {
    private func encoded(_ record: RecordPlaintext) -> [UInt8] {
        var bytes: [UInt8] = []
        record.encode(into: &bytes)
        return bytes
    }

    private func decode(_ bytes: [UInt8]) throws(WireError) -> RecordPlaintext {
        try RecordPlaintext(decoding: bytes.rawSpan)
    }

    @Test("A record plaintext of each content type and fragment survives encoding and decoding")
    func survivesEncoding() throws {
        for type in ContentType.allCases where !type.isControl {
            for fragment in Fragment.allCases {
                let record = RecordPlaintext(type, fragment, messageID: 7, replyTo: 3, content: [1, 2])
                #expect(try decode(encoded(record)) == record)
                #expect(encoded(record).count == record.encodedLength)
            }
        }
        let full = RecordPlaintext(.binary, messageID: 1, content: .init(repeating: 0, count: Wire.maximumContent))
        #expect(try decode(encoded(full)) == full)
    }

    @Test("A record plaintext with a wrong type, fragment, message id or length is refused")
    func departuresAreRefused() {
        let text = encoded(RecordPlaintext(.text, messageID: 1, content: [65]))
        for count in 0..<RecordPlaintext.prefixLength {
            #expect(throws: WireError.truncated(field: .contentType, offset: count)) {
                try decode(Array(text[..<count]))
            }
        }
        for type: UInt8 in [0, 5, 0x0F, 0x13, 0x80, 0xFF] {
            #expect(throws: WireError.illegalValue(field: .contentType, offset: 0)) { try decode([type] + text[1...]) }
        }
        #expect(throws: WireError.illegalValue(field: .fragment, offset: 1)) { try decode([1, 4] + text[2...]) }
        #expect(throws: WireError.illegalValue(field: .messageID, offset: 2)) {
            try decode(encoded(RecordPlaintext(.text)))
        }
        #expect(throws: WireError.tooMany(field: .content, offset: 18)) {
            try decode(text + [UInt8](repeating: 0, count: Wire.maximumContent))
        }
    }

    @Test("Control content is refused as a fragment, with a message id or with a reply_to")
    func controlContentIsWholeAndBelongsToNoMessage() throws {
        for type in ContentType.allCases where type.isControl {
            #expect(throws: Never.self) { try decode(encoded(RecordPlaintext(type))) }
            #expect(throws: WireError.illegalValue(field: .fragment, offset: 1)) {
                try decode(encoded(RecordPlaintext(type, .first)))
            }
            #expect(throws: WireError.illegalValue(field: .messageID, offset: 2)) {
                try decode(encoded(RecordPlaintext(type, messageID: 1)))
            }
            #expect(throws: WireError.illegalValue(field: .replyTo, offset: 10)) {
                try decode(encoded(RecordPlaintext(type, replyTo: 1)))
            }
        }
        #expect(throws: WireError.trailingBytes(count: 1, offset: 18)) {
            try decode(encoded(RecordPlaintext(.endOfSession, content: [0])))
        }
    }

    @Test("A file fragment survives encoding, and is refused with a cut, moved offset or bad media type")
    func files() throws {
        func decodeFile(_ bytes: [UInt8], _ fragment: Fragment) throws(WireError) -> FileFragment {
            try FileFragment(decoding: bytes.rawSpan, fragment)
        }
        let bytes = Messages.file.encoded()
        #expect(try decodeFile(bytes, .whole) == Messages.file)
        let later = FileFragment(offset: 9, description: nil, data: [4])
        #expect(try decodeFile(later.encoded(), .middle) == later)
        for count in 0..<bytes.count - 3 {
            #expect(throws: WireError.self) { try decodeFile(Array(bytes[..<count]), .first) }
        }
        var moved = bytes
        moved[7] = 1
        #expect(throws: WireError.illegalValue(field: .fileOffset, offset: 0)) { try decodeFile(moved, .first) }
        var media = Messages.file
        media.description?.mediaType = [0xFF]
        #expect(throws: WireError.self) { try decodeFile(media.encoded(), .first) }
    }

    @Test(
        "A file name of up to 255 bytes without separators is safe",
        arguments: ["badge.txt", "ä", ".hidden", "a b", "...", String(repeating: "x", count: 255)])
    func namesThatAreSafe(_ name: String) {
        #expect(FileFragment.isSafe(name: Array(name.utf8)))
    }

    @Test(
        "A file name that is empty, too long, a path, not UTF-8 or has control characters is unsafe",
        arguments: [
            "", ".", "..", "a/b", "/", "a\\b", "a\u{0}", "a\n", "\u{7F}", "\u{85}", String(repeating: "x", count: 256),
        ])
    func namesThatLeadElsewhere(_ name: String) {
        #expect(!FileFragment.isSafe(name: Array(name.utf8)))
        #expect(!FileFragment.isSafe(name: [0xFF, 0xFE]))
    }

    @Test("A rekey encodes to its bytes, decodes again, and is refused wherever it is cut")
    func rekeys() throws {
        func decode(_ bytes: [UInt8]) throws(WireError) -> Rekey { try Rekey(decoding: bytes.rawSpan) }
        let rekey = Rekey(nextEpoch: 2, material: [1, 2])
        let bytes = rekey.encoded()
        #expect(bytes == [0, 0, 0, 2, 0, 2, 1, 2])
        #expect(try decode(bytes) == rekey)
        let parts: Messages.Parts = [(.nextEpoch, 4), (.rekeyMaterialLength, 2), (.rekeyMaterial, 2)]
        for count in bytes.indices {
            let error = try #require(Messages.truncation(of: parts, after: count))
            #expect(throws: error, "\(count) bytes") { try decode(Array(bytes[..<count])) }
        }
        #expect(throws: WireError.trailingBytes(count: 1, offset: 8)) { try decode(bytes + [0]) }
    }
}
