// SPDX-License-Identifier: Apache-2.0

/// A place in a text file.
public struct TextPlace: Hashable, Comparable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// The column, in characters from 1.
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public static func < (one: TextPlace, other: TextPlace) -> Bool {
        (one.line, one.column) < (other.line, other.column)
    }
}

/// A node of a YAML document, with the place where it begins.
public struct YAMLNode: Sendable {
    public enum Content: Sendable {
        /// A scalar as it is written. A plain one has no quotes, so that it may stand for a number, a Boolean or null.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    /// A key of a mapping with its value.
    public struct Entry: Sendable {
        /// The key's text.
        public let key: String
        public let keyPlace: TextPlace
        public let value: YAMLNode
    }

    public let content: Content
    public let place: TextPlace

    init(content: Content, place: TextPlace) {
        self.content = content
        self.place = place
    }

    /// Whether the node is null: nothing, `~` or `null`.
    public var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return text.isEmpty || text == "~" || text == "null" || text == "Null" || text == "NULL"
    }

    /// The text of a scalar; `nil` for null, a sequence and a mapping.
    public var text: String? {
        guard case .scalar(let text, _) = content, !isNull else { return nil }
        return text
    }

    /// The entries of a mapping; `nil` for any other node.
    public var entries: [Entry]? {
        guard case .mapping(let entries) = content else { return nil }
        return entries
    }

    /// The elements of a sequence; `nil` for any other node.
    public var elements: [YAMLNode]? {
        guard case .sequence(let elements) = content else { return nil }
        return elements
    }

    /// The value of a plain `true` or `false`; `nil` for any other node.
    public var boolean: Bool? {
        guard case .scalar(let text, isPlain: true) = content else { return nil }
        switch text {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: return nil
        }
    }

    /// The value of a plain integer in decimal, hexadecimal (`0x`), octal (`0o`) or binary (`0b`), with `_` between digits;
    /// `nil` for any other node.
    public var integer: Int128? {
        guard case .scalar(let text, isPlain: true) = content else { return nil }
        return Self.integer(text)
    }

    /// The value of `text` if it is an integer as ``integer`` takes it.
    public static func integer(_ text: String) -> Int128? {
        var digits = Substring(text)
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
        guard let first = digits.utf8.first, (0x30...0x39).contains(first) else { return nil }
        let radix: Int
        switch digits.prefix(2) {
        case "0x", "0X": radix = 16
        case "0o", "0O": radix = 8
        case "0b", "0B": radix = 2
        default: radix = 10
        }
        if radix != 10 { digits.removeFirst(2) }
        guard let value = Int128(digits.filter { $0 != "_" }, radix: radix) else { return nil }
        return isNegative ? -value : value
    }

    /// The value under `key` of a mapping; `nil` if there is none.
    public subscript(key: String) -> YAMLNode? {
        entries?.first { $0.key == key }?.value
    }

    /// What kind of node this is, for messages: such as `a mapping`.
    public var kind: String {
        switch content {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar: isNull ? "nothing" : boolean != nil ? "a Boolean" : integer != nil ? "a number" : "text"
        }
    }
}
