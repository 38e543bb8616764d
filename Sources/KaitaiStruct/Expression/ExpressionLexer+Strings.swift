// SPDX-License-Identifier: Apache-2.0

// String literals: '…' without escapes, "…" with escapes.
extension ExpressionLexer {
    /// A string literal whose opening quote is the next byte.
    mutating func string() throws(ExpressionError) -> String {
        let start = position
        let quote = bytes[position]
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            if byte == quote {
                position += 1
                return String(decoding: text, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                try escape(into: &text)
            } else {
                text.append(byte)
                position += 1
            }
        }
        throw ExpressionError(offset: start, message: "this string has no closing quote")
    }

    /// Takes an escape, whose backslash is the next byte.
    mutating func escape(into text: inout [UInt8]) throws(ExpressionError) {
        let start = position
        position += 1
        guard let letter = next else { throw ExpressionError(offset: start, message: "nothing follows this backslash") }
        if let simple = Self.escapes[letter] {
            text.append(simple)
            position += 1
        } else if letter == UInt8(ascii: "u") {
            position += 1
            let digits = String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self)
            guard digits.utf8.count == 4, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value)
            else {
                throw ExpressionError(
                    offset: start, message: "\\u must be followed by four hexadecimal digits of a character")
            }
            text += Array(String(scalar).utf8)
            position += 4
        } else if (0x30...0x37).contains(letter) {
            var value: UInt32 = 0
            var count = 0
            while count < 3, let digit = next, (0x30...0x37).contains(digit) {
                value = value * 8 + UInt32(digit - 0x30)
                position += 1
                count += 1
            }
            // At most 0o777.
            if let scalar = Unicode.Scalar(value) { text += Array(String(scalar).utf8) }
        } else {
            throw ExpressionError(
                offset: start,
                message:
                    "unknown escape; there are \\a \\b \\t \\n \\v \\f \\r \\e \\\\ \\\" \\', a \\ before one to three octal digits, and \\u"
                    + " before four hexadecimal digits")
        }
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "v"): 11,
        UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13, UInt8(ascii: "e"): 27, UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "'"): UInt8(ascii: "'"),
    ]
}
