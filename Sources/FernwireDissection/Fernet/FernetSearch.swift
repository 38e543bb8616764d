// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import Glibc

/// Finds tokens in bytes of any kind: in text, with quoting undone, and after a length in binary.
enum FernetSearch {
    /// A token in the form that it has by itself.
    struct Token {
        var text: [UInt8]
        /// Where it ends in the bytes.
        var end: Int
        /// Whether padding was put back that may not be missing: the bytes end with the token, as where a segment cuts one.
        var mayBeCut = false
    }

    /// The character that a token begins with.
    private static let first = UInt8(ascii: "g")
    /// What stands before the digits of a character in JSON.
    private static let escape = Array("\\u00".utf8)
    /// The number of bytes that a length may have.
    private static let widths = [4, 2, 1, 8]
    /// The most strings that a token is put together from.
    private static let stringLimit = 16
    /// The earliest time of a token that stands where nothing else speaks for one: in 2001.
    private static let earliest: UInt64 = 1_000_000_000

    /// Returns the first token from `start` on; `nil` if there is none.
    static func token(in bytes: RawSpan, from start: Int = 0) -> Token? {
        var offset = start
        var run = Run()
        while let place = beginning(in: bytes, from: offset) {
            if let token = token(in: bytes, at: place, &run) { return token }
            offset = place + 1
        }
        return nil
    }

    /// Returns the first place from `start` on at which a token may begin.
    private static func beginning(in bytes: RawSpan, from start: Int) -> Int? {
        var start = start
        while start < bytes.byteCount, let place = bytes.extracting(start..<bytes.byteCount).place(of: first) {
            let found = start + place
            if FernetText.begins(bytes, at: found) { return found }
            start = found + 1
        }
        return nil
    }

    /// Characters of tokens without a gap. Its end is looked for once, whatever number of beginnings it has.
    private struct Run {
        private var end = 0

        /// Returns where the run at `place` ends, before padding. Places come in order.
        mutating func end(in bytes: RawSpan, at place: Int) -> Int {
            guard place >= end else { return end }
            end = place
            while end < bytes.byteCount, FernetText.isCharacter(bytes.byte(end)) { end += 1 }
            return end
        }
    }

    private static func token(in bytes: RawSpan, at place: Int, _ run: inout Run) -> Token? {
        let runEnd = run.end(in: bytes, at: place)
        if let token = measured(in: bytes, at: place, runEnd: runEnd) ?? joined(in: bytes, at: place) { return token }
        let isStart = place == 0 || !FernetText.isCharacter(bytes.byte(place - 1))
        guard isStart else { return inside(bytes, place..<runEnd) }
        var (text, padding, end) = unquoted(bytes, from: place)
        let given = text.count
        while text.count % 4 != 0, padding < 2 {
            text.append(UInt8(ascii: "="))
            padding += 1
        }
        guard FernetText.isPlausible(text.rawSpan, length: text.count) else { return nil }
        return Token(text: text, end: end, mayBeCut: text.count > given && end == bytes.byteCount)
    }

    /// Returns the token of which the bytes before it say the length.
    private static func measured(in bytes: RawSpan, at place: Int, runEnd: Int) -> Token? {
        for width in widths where place >= width {
            let big = bytes.integer(at: place - width, width: width)
            for length in [big, big.byteSwapped >> (64 - 8 * UInt64(width))] {
                guard length >= FernetToken.shortest, length <= bytes.byteCount - place else { continue }
                let range = place..<place + Int(length)
                let text = bytes.extracting(range)
                guard range.upperBound <= runEnd + padding(of: bytes, from: runEnd),
                    FernetText.isPlausible(text, length: text.byteCount)
                else { continue }
                return Token(text: Array(text), end: range.upperBound)
            }
        }
        return nil
    }

    /// Returns the token that stands in several strings of at most 255 bytes, each after its length, as in DNS.
    private static func joined(in bytes: RawSpan, at place: Int) -> Token? {
        guard place > 0, bytes.byte(place - 1) == UInt8.max else { return nil }
        var text: [UInt8] = []
        var start = place
        for _ in 0..<stringLimit where start <= bytes.byteCount {
            let length = Int(bytes.byte(start - 1))
            guard length <= bytes.byteCount - start else { return nil }
            let string = bytes.extracting(start..<start + length)
            guard FernetText.length(string) == length else { return nil }
            text += Array(string)
            start += length
            guard length == UInt8.max, start < bytes.byteCount else { break }
            start += 1
        }
        let isToken = FernetText.length(text.rawSpan) == text.count
        guard isToken, FernetText.isPlausible(text.rawSpan, length: text.count) else { return nil }
        return Token(text: text, end: start)
    }

    /// Returns the token that begins where characters stand before it, as the last of a length does, and goes on to the end of
    /// the run and its padding.
    private static func inside(_ bytes: RawSpan, _ run: Range<Int>) -> Token? {
        let end = run.upperBound + padding(of: bytes, from: run.upperBound)
        let text = bytes.extracting(run.lowerBound..<end)
        guard FernetText.isPlausible(text, length: text.byteCount), isRecent(bytes, at: run.lowerBound) else {
            return nil
        }
        return Token(text: Array(text), end: end)
    }

    /// Returns the number of signs of padding from `end` on, two at most.
    private static func padding(of bytes: RawSpan, from end: Int) -> Int {
        var count = 0
        while count < 2, end + count < bytes.byteCount, bytes.byte(end + count) == UInt8(ascii: "=") { count += 1 }
        return count
    }

    /// Whether the time of the token at `place` is one that its maker's clock can have.
    private static func isRecent(_ bytes: RawSpan, at place: Int) -> Bool {
        guard let head = TokenHead(bytes.extracting(place..<bytes.byteCount)) else { return false }
        return head.timestamp >= earliest
    }

    /// Returns the characters of a token from `start` on, with the number that are padding, and where they end. Padding may
    /// be quoted, as `%3D` in a URL or `\u003d` in JSON.
    private static func unquoted(_ bytes: RawSpan, from start: Int) -> (text: [UInt8], padding: Int, end: Int) {
        var text: [UInt8] = []
        var offset = start
        var padding = 0
        while offset < bytes.byteCount, text.count < FernetText.longest {
            let (byte, width) = character(bytes, at: offset)
            let isPad = byte == UInt8(ascii: "=")
            guard isPad ? padding < 2 : FernetText.isCharacter(byte) && padding == 0 else { break }
            padding += isPad ? 1 : 0
            text.append(byte)
            offset += width
        }
        return (text, padding, offset)
    }

    /// Returns the character at `offset`, and the number of bytes that stand for it.
    private static func character(_ bytes: RawSpan, at offset: Int) -> (byte: UInt8, width: Int) {
        let byte = bytes.byte(offset)
        let digits =
            switch byte {
            case UInt8(ascii: "%"): 1
            case escape[0] where isEscape(bytes, at: offset): escape.count
            default: 0
            }
        guard digits > 0, offset + digits + 1 < bytes.byteCount, let high = Hex.digit(bytes.byte(offset + digits)),
            let low = Hex.digit(bytes.byte(offset + digits + 1))
        else { return (byte, 1) }
        return (high << 4 | low, digits + 2)
    }

    private static func isEscape(_ bytes: RawSpan, at offset: Int) -> Bool {
        escape.count <= bytes.byteCount - offset
            && escape.indices.allSatisfy { bytes.byte(offset + $0) == escape[$0] }
    }
}

extension RawSpan {
    /// Returns the first place of `byte`.
    fileprivate func place(of byte: UInt8) -> Int? {
        unsafe withUnsafeBytes { bytes in
            // memchr looks at many bytes at once. The place is within the bytes.
            guard let start = bytes.baseAddress, let found = unsafe memchr(start, Int32(byte), bytes.count) else {
                return nil
            }
            return unsafe UnsafeRawPointer(found) - start
        }
    }
}
