// SPDX-License-Identifier: Apache-2.0

/// Finds the key in a line of a key file, as people copy it from programs, from settings and from environments.
public enum KeyLineText {
    /// Returns `line` without the comment at its end, which begins with a blank and `#`, and without blanks around it.
    public static func withoutComment(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var content = line
        for index in line.indices.dropFirst() where line[index] == UInt8(ascii: "#") && isBlank(line[index - 1]) {
            content = line[..<index]
            break
        }
        while let last = content.last, isBlank(last) { content.removeLast() }
        while let first = content.first, isBlank(first) { content.removeFirst() }
        return content
    }

    /// Whether `character` is a space, a tab or a carriage return.
    public static func isBlank(_ character: UInt8) -> Bool {
        character == UInt8(ascii: " ") || character == UInt8(ascii: "\t") || character == UInt8(ascii: "\r")
    }

    /// Returns the key in `NAME=key`, in quotes, in Python's `b'…'`, or in several of these; else `line` itself.
    public static func value(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        unquoted(assigned(line) ?? line)
    }

    /// Returns what follows the name and the sign of an assignment; `nil` for a line that is none.
    private static func assigned(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var name = line
        let export = Array("export ".utf8)
        if name.starts(with: export) { name = name.dropFirst(export.count) }
        guard let sign = name.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let value = withoutComment(name[(sign + 1)...])
        // The padding at the end of a key is no sign of an assignment.
        guard let first = value.first, first != UInt8(ascii: "=") else { return nil }
        let assigned = withoutComment(name[..<sign])
        let isName = assigned.allSatisfy { character in
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isName && !assigned.isEmpty ? value : nil
    }

    private static func unquoted(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var quoted = text
        if quoted.first == UInt8(ascii: "b") || quoted.first == UInt8(ascii: "B") { quoted.removeFirst() }
        guard quoted.count >= 2, let quote = quoted.first, quote == quoted.last,
            quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        else { return text }
        return quoted.dropFirst().dropLast()
    }
}
