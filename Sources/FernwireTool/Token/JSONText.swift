// SPDX-License-Identifier: Apache-2.0

/// Lays out a text of JSON anew, RFC 8259, without making values of it. Numbers and strings stay as they are written.
struct JSONText {
    private let text: [UInt8]
    private let isIndented: Bool
    private var place = 0
    private var result: [UInt8] = []

    private static let depthLimit = 64

    /// Whether `text` is an object or an array.
    static func isContainer(_ text: [UInt8]) -> Bool { onOneLine(text) != nil }

    /// Returns an object or an array with a line for each of its members; `nil` where `text` is neither.
    static func indented(_ text: [UInt8]) -> [UInt8]? { laidOut(text, isIndented: true) }

    /// Returns an object or an array on one line, without blanks; `nil` where `text` is neither.
    static func onOneLine(_ text: [UInt8]) -> [UInt8]? { laidOut(text, isIndented: false) }

    private static func laidOut(_ text: [UInt8], isIndented: Bool) -> [UInt8]? {
        var reader = JSONText(text: text, isIndented: isIndented)
        reader.skipBlanks()
        guard reader.next == UInt8(ascii: "{") || reader.next == UInt8(ascii: "["), reader.value(depth: 0) else {
            return nil
        }
        reader.skipBlanks()
        return reader.next == nil ? reader.result : nil
    }

    private init(text: [UInt8], isIndented: Bool) {
        (self.text, self.isIndented) = (text, isIndented)
    }

    private var next: UInt8? { place < text.count ? text[place] : nil }

    private mutating func skipBlanks() {
        while let next, [0x20, 0x09, 0x0A, 0x0D].contains(next) { place += 1 }
    }

    /// Copies a character.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        result.append(UInt8(ascii: character))
        place += 1
        return true
    }

    private mutating func breakLine(_ depth: Int) {
        guard isIndented else { return }
        result.append(UInt8(ascii: "\n"))
        result += [UInt8](repeating: UInt8(ascii: " "), count: 2 * depth)
    }

    private mutating func value(depth: Int) -> Bool {
        switch next {
        case UInt8(ascii: "{")?: return container(depth: depth, end: "}")
        case UInt8(ascii: "[")?: return container(depth: depth, end: "]")
        case UInt8(ascii: "\"")?: return string()
        case UInt8(ascii: "t")?: return word("true")
        case UInt8(ascii: "f")?: return word("false")
        case UInt8(ascii: "n")?: return word("null")
        default: return number()
        }
    }

    private mutating func container(depth: Int, end: Unicode.Scalar) -> Bool {
        guard depth < Self.depthLimit else { return false }
        result.append(text[place])
        place += 1
        skipBlanks()
        if take(end) { return true }
        repeat {
            breakLine(depth + 1)
            skipBlanks()
            if end == "}" {
                guard string() else { return false }
                skipBlanks()
                guard take(":") else { return false }
                if isIndented { result.append(UInt8(ascii: " ")) }
                skipBlanks()
            }
            guard value(depth: depth + 1) else { return false }
            skipBlanks()
        } while take(",")
        breakLine(depth)
        return take(end)
    }

    private mutating func word(_ word: String) -> Bool {
        guard text[place...].starts(with: word.utf8) else { return false }
        result += Array(word.utf8)
        place += word.utf8.count
        return true
    }

    private mutating func string() -> Bool {
        let start = place
        guard next == UInt8(ascii: "\"") else { return false }
        place += 1
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                result += text[start..<place]
                return true
            case UInt8(ascii: "\\"): guard skipEscape() else { return false }
            case 0..<0x20: return false
            default: continue
            }
        }
        return false
    }

    private mutating func skipEscape() -> Bool {
        guard let escaped = next else { return false }
        place += 1
        guard escaped == UInt8(ascii: "u") else { return "\"\\/bfnrt".utf8.contains(escaped) }
        for _ in 0..<4 {
            guard let digit = next, Character(Unicode.Scalar(digit)).isHexDigit else { return false }
            place += 1
        }
        return true
    }

    private mutating func digits() -> Bool {
        let start = place
        while let next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { place += 1 }
        return place > start
    }

    private mutating func number() -> Bool {
        let start = place
        if next == UInt8(ascii: "-") { place += 1 }
        let first = place
        guard digits(), text[first] != UInt8(ascii: "0") || place == first + 1 else { return false }
        if next == UInt8(ascii: ".") {
            place += 1
            guard digits() else { return false }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            place += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
            guard digits() else { return false }
        }
        result += text[start..<place]
        return true
    }
}
