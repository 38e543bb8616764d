// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireDissection
import FernwireSession

/// The characters of base64url from a place of a text on, as far as they go, however they are written there.
struct TokenScan {
    /// The characters in the alphabet of base64url, without padding.
    private(set) var characters: [UInt8] = []
    /// The number of `=` after them.
    private(set) var padding = 0
    /// Whether `+` or `/` stood for `-` or `_`.
    private(set) var hasStandardAlphabet = false
    /// Whether characters were percent-encoded.
    private(set) var hasPercentEncoding = false
    /// Whether blanks or line breaks stood between the characters.
    private(set) var hasBlanks = false
    /// The place behind the last of the characters.
    private(set) var end: Int
    /// The place of another token's beginning, before which the characters end.
    private(set) var nextBeginning: Int?

    /// - Parameter stopsWhenWhole: whether a blank ends the characters once they may be all of a token.
    init(_ text: ArraySlice<UInt8>, stopsWhenWhole: Bool = false) {
        end = text.startIndex
        var offset = text.startIndex
        var isAfterBlank = false
        while offset < text.endIndex {
            let (byte, width) = Self.unescaped(text, offset)
            if let blank = Self.blank(text, at: offset, byte: byte, width: width) {
                if stopsWhenWhole, isWhole { return }
                isAfterBlank = true
                offset += blank
                continue
            }
            if byte == UInt8(ascii: "=") {
                padding += 1
            } else {
                let character = SymmetricKeyText.base64URL(byte)
                guard padding == 0, FernetText.isCharacter(character) else { return }
                if offset > text.startIndex, Self.begins(text, offset) {
                    nextBeginning = offset
                    return
                }
                characters.append(character)
                hasStandardAlphabet = hasStandardAlphabet || character != byte
            }
            hasPercentEncoding = hasPercentEncoding || width > 1
            hasBlanks = hasBlanks || isAfterBlank
            isAfterBlank = false
            offset += width
            end = offset
        }
    }

    /// The padding that the characters need.
    var neededPadding: Int { (4 - characters.count % 4) % 4 }

    /// Whether the characters may be all of a token: they stand for 57 bytes and whole blocks of 16.
    var isWhole: Bool {
        let padding = neededPadding
        return padding < 3 && FernetText.isPlausible(length: characters.count + padding, padding: padding)
    }

    /// The bytes of the characters. A character that is left over, and stands for no byte alone, is left out.
    var bytes: [UInt8] {
        let text = characters.count % 4 == 1 ? Array(characters.dropLast()) : characters
        var bytes: [UInt8] = []
        return Base64URL.decodeLeniently(text.span.bytes, into: &bytes) ? bytes : []
    }

    /// Whether a token begins at `place`.
    static func begins(_ text: ArraySlice<UInt8>, _ place: Int) -> Bool {
        text[place...].starts(with: FernetToken.beginning)
    }

    /// The place where a token begins: `gAAAAA`, after something that is no character of base64url.
    static func beginning(in text: ArraySlice<UInt8>) -> Int? {
        guard let first = FernetToken.beginning.first else { return nil }
        var place = text.startIndex
        while let next = text[place...].firstIndex(of: first) {
            let isStart = next == text.startIndex || Base64URL.value(of: text[next - 1]) == nil
            if isStart, begins(text, next) { return next }
            place = next + 1
        }
        return nil
    }

    /// The place where a token begins whose timestamp has other characters than `AAAAA`, such as one in milliseconds. As only the
    /// version tells it, it must be the beginning of the text, and as long as a token.
    static func beginningOfLaterTime(in text: ArraySlice<UInt8>) -> Int? {
        guard text.count >= FernetToken.shortest - 2, TokenScan(text.prefix(4)).bytes.first == FernetCipher.version
        else {
            return nil
        }
        return text.startIndex
    }

    /// Returns a text without the blanks around it.
    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        // The bytes of a token may end in any way.
        if text.first == FernetCipher.version { return text }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    /// The byte at `offset`, or the one for which a percent-encoding stands there, and the bytes that it has in the text. What
    /// was encoded twice, such as `%253D`, is decoded twice.
    private static func unescaped(_ text: ArraySlice<UInt8>, _ offset: Int) -> (byte: UInt8, width: Int) {
        let percent = UInt8(ascii: "%")
        guard text[offset] == percent else { return (text[offset], 1) }
        var width = 1
        while text[(offset + width)...].starts(with: [UInt8(ascii: "2"), UInt8(ascii: "5")]) { width += 2 }
        guard offset + width + 1 < text.endIndex, let high = Hex.digit(text[offset + width]),
            let low = Hex.digit(text[offset + width + 1])
        else { return (percent, 1) }
        return (high << 4 | low, width + 2)
    }

    /// Whether a byte is a space, a tab or the end of a line.
    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte) }

    /// The bytes of the blank at `offset`, where one stands, invisible characters of Unicode included.
    ///
    /// - Parameter byte: what stands there, in `width` bytes of the text.
    private static func blank(_ text: ArraySlice<UInt8>, at offset: Int, byte: UInt8, width: Int) -> Int? {
        if isBlank(byte) { return width }
        guard byte >= 0x80, width == 1 else { return nil }
        let (scalar, width) = scalar(text, offset)
        let isBlank = scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
        return isBlank ? width : nil
    }

    /// The character at `place`, and its bytes.
    static func scalar(_ text: ArraySlice<UInt8>, _ place: Int) -> (scalar: Unicode.Scalar, width: Int) {
        let scalar = String(decoding: text[place...].prefix(4), as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
        return (scalar, scalar == "\u{FFFD}" ? 1 : String(scalar).utf8.count)
    }
}
