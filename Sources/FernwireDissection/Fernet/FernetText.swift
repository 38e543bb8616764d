// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto

/// Finds where a Fernet token begins and ends in text.
package enum FernetText {
    // The copy is kept here, since a global of another module is slower to read.
    private static let beginning = FernetToken.beginning
    /// The length up to which a token is waited for.
    static let longest = 1 << 18

    package static func isCharacter(_ byte: UInt8) -> Bool { Base64URL.value(of: byte) != nil }

    static func begins(_ bytes: RawSpan, at offset: Int = 0) -> Bool {
        guard bytes.byteCount - offset >= beginning.count else { return false }
        for (index, byte) in beginning.enumerated() where bytes.byte(offset + index) != byte { return false }
        return true
    }

    /// Whether a token begins at `offset`, as far as that can be told.
    static func mayBegin(_ bytes: RawSpan, at offset: Int = 0) -> Bool {
        let end = min(bytes.byteCount - offset, beginning.count)
        return end > 0 && (0..<end).allSatisfy { bytes.byte(offset + $0) == beginning[$0] }
    }

    /// Whether `byte` may part a token from what follows: a blank, an end of line, NUL, or a sign between the parts of
    /// lists.
    static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0, 0x09...0x0D, UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"): true
        default: false
        }
    }

    /// Returns the number of delimiters from `offset` on.
    static func delimiters(_ bytes: RawSpan, from offset: Int) -> Int {
        var end = offset
        while end < bytes.byteCount, isDelimiter(bytes.byte(end)) { end += 1 }
        return end - offset
    }

    /// Whether the bytes from `offset` on are text in ASCII, as far as a look goes.
    static func isText(_ bytes: RawSpan, from offset: Int) -> Bool {
        (offset..<min(bytes.byteCount, offset + 64)).allSatisfy { place in
            let byte = bytes.byte(place)
            return (0x20..<0x7F).contains(byte) || (0x09...0x0D).contains(byte)
        }
    }

    /// Whether people can read all of the bytes.
    static func isReadable(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
            && (try? UTF8Span(validating: bytes.span)) != nil
    }

    /// Returns the number of characters of the token at `offset`, padding included: up to the first that is of no
    /// token.
    static func length(_ bytes: RawSpan, at offset: Int = 0) -> Int {
        var end = offset
        while end < bytes.byteCount, isCharacter(bytes.byte(end)) { end += 1 }
        var pads = 0
        while pads < 2, end < bytes.byteCount, bytes.byte(end) == UInt8(ascii: "=") {
            (end, pads) = (end + 1, pads + 1)
        }
        return end - offset
    }

    /// Whether a token may have `length` characters, some of which are padding: 57 bytes and whole blocks of 16.
    ///
    /// A longer token that needs no padding may be taken for whole after 140 characters and some other numbers, but TCP
    /// would have to cut it just there.
    package static func isPlausible(length: Int, padding: Int) -> Bool {
        length >= FernetToken.shortest && length % 4 == 0 && (length / 4 * 3 - padding - 57) % 16 == 0
    }

    /// Whether the `length` characters at `offset` may be all of a token.
    static func isPlausible(_ bytes: RawSpan, at offset: Int = 0, length: Int) -> Bool {
        var padding = 0
        while padding < min(length, 2), bytes.byte(offset + length - 1 - padding) == UInt8(ascii: "=") { padding += 1 }
        return isPlausible(length: length, padding: padding)
    }
}
