// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireDissection

/// Values of MessagePack as text: for people, and as JSON.
enum MessagePackText {
    /// The most characters of a container that is shown on one line.
    private static let lineWidth = 96
    /// The most bytes of a value that are shown to people.
    private static let byteLimit = 64
    private static let uuidLength = 16

    // MARK: For people

    /// Returns a value in the form of JSON, but for what JSON does not have: bytes are `h'…'`, as in CBOR's notation, and those
    /// of 16 are given as a UUID, too.
    static func lines(_ value: MessagePack, indent: Int = 0) -> [String] {
        let elements: [[String]]
        let brackets: (String, String)
        switch value {
        case .array(let values):
            elements = values.map { Self.lines($0, indent: indent + 2) }
            brackets = ("[", "]")
        case .map(let pairs):
            elements = pairs.map { pair in
                let key = onOneLine(pair.key)
                let value = Self.lines(pair.value, indent: indent + 2)
                return ["\(key): \(value[0])"] + value.dropFirst()
            }
            brackets = ("{", "}")
        case .null, .boolean, .integer, .single, .double, .string, .bytes, .timestamp, .extension:
            return [onOneLine(value)]
        }
        let width = elements.reduce(indent + 2) { $0 + $1[0].utf8.count + 2 }
        if width <= lineWidth, elements.allSatisfy({ $0.count == 1 }) {
            return [brackets.0 + elements.map { $0[0] }.joined(separator: ", ") + brackets.1]
        }
        var lines = [brackets.0]
        for (index, element) in elements.enumerated() {
            let comma = index + 1 < elements.count ? "," : ""
            lines += element.dropLast().map { "  " + $0 }
            lines.append("  " + element[element.count - 1] + comma)
        }
        return lines + [brackets.1]
    }

    private static func onOneLine(_ value: MessagePack) -> String {
        switch value {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .single(let value): "\(value)"
        case .double(let value): "\(value)"
        case .string(let text): JSON.quoted(text)
        case .bytes(let bytes): hexadecimal(bytes)
        case .array(let values): "[" + values.map(onOneLine).joined(separator: ", ") + "]"
        case .map(let pairs):
            "{" + pairs.map { "\(onOneLine($0.key)): \(onOneLine($0.value))" }.joined(separator: ", ") + "}"
        case .timestamp(let seconds, let nanoseconds): "time \(time(seconds, nanoseconds))"
        case .extension(let type, let bytes): "ext(\(type), \(hexadecimal(bytes)))"
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let shown = ValueText.hexadecimal(bytes.prefix(byteLimit))
        let all = bytes.count > byteLimit ? "h'\(shown)…' (\(bytes.count) bytes)" : "h'\(shown)'"
        return bytes.count == uuidLength ? "\(all) (UUID \(uuid(shown)))" : all
    }

    /// Returns the digits of 16 bytes as those of a UUID, RFC 9562.
    private static func uuid(_ digits: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text += "-" }
            text.append(digit)
        }
        return text
    }

    /// Returns a time as ISO 8601 writes it; one before 1970 or after the year 9999 as seconds.
    private static func time(_ seconds: Int64, _ nanoseconds: UInt32) -> String {
        let fraction = nanoseconds == 0 ? "" : "." + String(UInt64(nanoseconds) + 1_000_000_000).dropFirst()
        return UInt64(exactly: seconds).flatMap { UTC.iso8601($0, fraction: fraction) }
            ?? "\(seconds) s and \(nanoseconds) ns since 1970"
    }

    // MARK: JSON

    /// Returns a value as JSON on one line: bytes are hexadecimal, a key that is no string is its text.
    static func json(_ value: MessagePack) -> String {
        switch value {
        case .null, .boolean, .integer, .string: onOneLine(value)
        case .single(let number): number.isFinite ? "\(number)" : "\"\(number)\""
        case .double(let number): number.isFinite ? "\(number)" : "\"\(number)\""
        case .bytes(let bytes): "\"\(ValueText.hexadecimal(bytes))\""
        case .array(let values): "[" + values.map(json).joined(separator: ",") + "]"
        case .map(let pairs):
            "{" + pairs.map { "\(name($0.key)):\(json($0.value))" }.joined(separator: ",") + "}"
        case .timestamp(let seconds, let nanoseconds): "\"\(time(seconds, nanoseconds))\""
        case .extension(let type, let bytes): "{\"type\":\(type),\"bytes\":\"\(ValueText.hexadecimal(bytes))\"}"
        }
    }

    private static func name(_ key: MessagePack) -> String {
        if case .string(let text) = key { return JSON.quoted(text) }
        let text = json(key)
        return text.hasPrefix("\"") ? text : JSON.quoted(text)
    }
}
