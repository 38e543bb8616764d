// SPDX-License-Identifier: Apache-2.0

/// Finds one value in a text of JSON by a pointer, RFC 6901, without making values of the others.
struct JSONPointer {
    private let text: [UInt8]
    private var place = 0
    private static let depthLimit = 64

    /// - Returns: the text of a string, without its escapes; any other value as it is written; `nil` where there is none, or
    ///   the text is no JSON up to there.
    static func find(_ pointer: [UInt8], in text: [UInt8]) -> [UInt8]? {
        guard pointer.isEmpty || pointer.first == UInt8(ascii: "/") else { return nil }
        var reader = JSONPointer(text: text)
        for step in pointer.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst() {
            guard reader.enter(unescaped(step)) else { return nil }
        }
        return reader.value()
    }

    private init(text: [UInt8]) { self.text = text }

    private static func unescaped(_ step: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = step
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "~"), let next = rest.popFirst() else {
                result.append(byte)
                continue
            }
            result.append(next == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
        }
        return result
    }

    private mutating func blanks() {
        while place < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[place]) { place += 1 }
    }

    private mutating func take(_ character: Character) -> Bool {
        blanks()
        guard place < text.count, text[place] == character.asciiValue else { return false }
        place += 1
        return true
    }

    /// Goes to the member of an object, or to the element of an array, that has this name or number.
    private mutating func enter(_ step: [UInt8]) -> Bool {
        if take("{") {
            guard !take("}") else { return false }
            repeat {
                blanks()
                guard let name = string(), take(":") else { return false }
                if name == step { return true }
                guard skip(depth: 0) else { return false }
            } while take(",")
            return false
        }
        guard take("["), let number = Int(String(decoding: step, as: UTF8.self)), number >= 0 else { return false }
        for _ in 0..<number {
            guard skip(depth: 0), take(",") else { return false }
        }
        blanks()
        return place < text.count && text[place] != UInt8(ascii: "]")
    }

    private mutating func value() -> [UInt8]? {
        blanks()
        let start = place
        if start < text.count, text[start] == UInt8(ascii: "\"") { return string() }
        guard skip(depth: 0), place > start else { return nil }
        return Array(text[start..<place])
    }

    /// Goes behind a value.
    private mutating func skip(depth: Int) -> Bool {
        guard depth < Self.depthLimit else { return false }
        blanks()
        guard place < text.count else { return false }
        switch text[place] {
        case UInt8(ascii: "\""): return skipString()
        case UInt8(ascii: "{"):
            place += 1
            if take("}") { return true }
            repeat {
                blanks()
                guard skipString(), take(":"), skip(depth: depth + 1) else { return false }
            } while take(",")
            return take("}")
        case UInt8(ascii: "["):
            place += 1
            if take("]") { return true }
            repeat { guard skip(depth: depth + 1) else { return false } } while take(",")
            return take("]")
        default:
            let start = place
            while place < text.count, !Self.ends(text[place]) { place += 1 }
            return place > start
        }
    }

    /// Whether a byte ends a number or a word.
    private static func ends(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0D, 0x0A: true
        default: false
        }
    }

    private mutating func skipString() -> Bool {
        guard place < text.count, text[place] == UInt8(ascii: "\"") else { return false }
        place += 1
        while place < text.count {
            let byte = text[place]
            place += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return true }
        }
        return false
    }

    /// Reads a string without its escapes.
    private mutating func string() -> [UInt8]? {
        let start = place + 1
        guard skipString(), place <= text.count else { return nil }
        var result: [UInt8] = []
        var rest = text[start..<place - 1]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                continue
            }
            guard let escaped = rest.popFirst() else { return nil }
            switch escaped {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "u"):
                guard let scalar = Self.scalar(&rest) else { return nil }
                result += Array(String(scalar).utf8)
            default: result.append(escaped)
            }
        }
        return result
    }

    /// The character of four hexadecimal digits, or of a surrogate pair of them.
    private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard let first = unit(&rest) else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        let saved = rest
        guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"), let second = unit(&rest),
            (0xDC00..<0xE000).contains(second)
        else {
            rest = saved
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt32? {
        guard rest.count >= 4 else { return nil }
        let value = UInt32(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16)
        rest = rest.dropFirst(4)
        return value
    }
}
