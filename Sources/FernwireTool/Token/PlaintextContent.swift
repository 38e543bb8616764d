// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireDissection

/// What a plaintext is, as far as that can be told from its bytes.
enum PlaintextContent {
    case text(String)
    /// An object or an array of JSON.
    case json([UInt8])
    /// An array or a map of MessagePack.
    case messagePack(MessagePack)
    case binary([UInt8])

    init(_ bytes: [UInt8]) {
        if let text = String(validating: bytes, as: UTF8.self), Self.isReadable(bytes) {
            self = JSONText.isContainer(bytes) ? .json(bytes) : .text(text)
        } else if let value = try? MessagePackReader.read(bytes), value.isContainer {
            self = .messagePack(value)
        } else {
            self = .binary(bytes)
        }
    }

    /// Whether fewer than a quarter of the bytes are control characters beside blanks and line breaks.
    private static func isReadable(_ bytes: [UInt8]) -> Bool {
        bytes.count { ($0 < 0x20 && !(0x09...0x0D).contains($0)) || $0 == 0x7F } * 4 <= bytes.count
    }

    /// The name of the form.
    var name: String {
        switch self {
        case .text: "text"
        case .json: "JSON"
        case .messagePack: "MessagePack"
        case .binary: "binary"
        }
    }

    /// The content in lines for people, none of which steers a terminal.
    var lines: [String] {
        switch self {
        case .text(let text): Self.lines(Array(text.utf8))
        case .json(let bytes): Self.lines(JSONText.indented(bytes) ?? bytes)
        case .messagePack(let value): MessagePackText.lines(value).map { harmless(Array($0.utf8)) }
        case .binary(let bytes): HexDump.lines(bytes)
        }
    }

    private static func lines(_ text: [UInt8]) -> [String] {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            harmless(Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
        }
        return lines.last?.isEmpty == true ? lines.dropLast() : lines
    }

    /// The content as a value of JSON on one line.
    var json: String {
        switch self {
        case .text(let text): JSON.quoted(text)
        case .json(let bytes): JSONText.onOneLine(bytes).map { String(decoding: $0, as: UTF8.self) } ?? "null"
        case .messagePack(let value): MessagePackText.json(value)
        case .binary(let bytes): "\"\(ValueText.hexadecimal(bytes))\""
        }
    }
}
