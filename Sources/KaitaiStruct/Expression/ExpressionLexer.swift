// SPDX-License-Identifier: Apache-2.0

/// Reads names, numbers and strings from the text of an expression.
struct ExpressionLexer {
    let bytes: [UInt8]
    var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    func byte(at offset: Int) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || isContinuation {
            position += 1
        }
    }

    /// A backslash before the end of a line continues the line.
    private var isContinuation: Bool { next == UInt8(ascii: "\\") && byte(at: 1) == 0x0A }

    /// Takes `text` if it comes next, after space.
    mutating func take(_ text: String) -> Bool {
        skipSpace()
        guard bytes[position...].starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }

    /// Takes the word `text` if it comes next and no letter, digit or underscore follows.
    mutating func take(word text: String) -> Bool {
        let start = position
        guard take(text), !(next.map(Self.isInName) ?? false) else {
            position = start
            return false
        }
        return true
    }

    static func isInName(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == UInt8(ascii: "_")
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// A name that comes next, after space: `[a-zA-Z_][a-zA-Z0-9_]*`.
    mutating func name() -> String? {
        skipSpace()
        guard let first = next, Self.isLetter(first) else { return nil }
        let start = position
        while let byte = next, Self.isInName(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    // MARK: Numbers

    /// A number that begins with the next byte, which is a digit or a point before a digit.
    mutating func number() throws(ExpressionError) -> Expression.Form {
        let start = position
        if next == UInt8(ascii: "0"), let radix = Self.radix(byte(at: 1)) {
            position += 2
            let digits = takeDigits { $0.isHexDigit }
            guard let value = Int128(digits, radix: radix) else {
                throw ExpressionError(
                    offset: start, message: "this number has digits that base \(radix) does not have, or none")
            }
            return .integer(value)
        }
        let whole = takeDigits { $0.isASCII && $0.isNumber }
        var (fraction, exponent): (String, String) = ("", "")
        var hasPoint = false
        // What follows a point may also be the name of a method.
        if next == UInt8(ascii: "."), !(byte(at: 1).map(Self.isLetter) ?? false) {
            position += 1
            hasPoint = true
            fraction = takeDigits { $0.isASCII && $0.isNumber }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            let signs = byte(at: 1) == UInt8(ascii: "-") || byte(at: 1) == UInt8(ascii: "+") ? 1 : 0
            if let digit = byte(at: 1 + signs), Self.isDigit(digit) {
                exponent = signs == 1 && byte(at: 1) == UInt8(ascii: "-") ? "-" : ""
                position += 1 + signs
                exponent += takeDigits { $0.isASCII && $0.isNumber }
            }
        }
        if !hasPoint, exponent.isEmpty {
            guard let value = Int128(whole) else {
                throw ExpressionError(offset: start, message: "this number is too large")
            }
            return .integer(value)
        }
        let text = (whole.isEmpty ? "0" : whole) + "." + (fraction.isEmpty ? "0" : fraction)
        guard let value = Double(text + (exponent.isEmpty ? "" : "e" + exponent)) else {
            throw ExpressionError(offset: start, message: "this is no number")
        }
        return .float(value)
    }

    private static func radix(_ letter: UInt8?) -> Int? {
        switch letter {
        case UInt8(ascii: "x"), UInt8(ascii: "X"): 16
        case UInt8(ascii: "o"), UInt8(ascii: "O"): 8
        case UInt8(ascii: "b"), UInt8(ascii: "B"): 2
        default: nil
        }
    }

    private mutating func takeDigits(where isDigit: (Character) -> Bool) -> String {
        var digits = ""
        while let byte = next {
            let character = Character(Unicode.Scalar(byte))
            if byte != UInt8(ascii: "_") {
                guard isDigit(character) else { break }
                digits.append(character)
            }
            position += 1
        }
        return digits
    }
}
