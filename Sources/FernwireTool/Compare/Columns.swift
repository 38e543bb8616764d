// SPDX-License-Identifier: Apache-2.0

/// Lays text in columns of a terminal. It knows roughly which characters are wide, by Unicode's East Asian Width.
enum Columns {
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
    ]

    /// Returns the columns of one character, whatever is combined in it.
    private static func width(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.isASCII { return 1 }
        let isEmoji = character.unicodeScalars.contains { $0.properties.isEmojiPresentation || $0.value == 0xFE0F }
        if isEmoji || wide.contains(where: { $0.contains(first.value) }) { return 2 }
        // A character that combines with what stands before the text has no column.
        return first.properties.canonicalCombiningClass == .notReordered ? 1 : 0
    }

    static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

    /// Returns as much of `text` as fits into `width` columns, with … for the rest.
    static func fit(_ text: String, _ width: Int) -> String {
        var (fitted, columns) = ("", 0)
        // This is where the text is cut if more than fits follows.
        var cut = ("", 0)
        for character in text {
            let next = columns + Self.width(character)
            guard next <= width else { return cut.0 + "…" }
            fitted.append(character)
            columns = next
            if columns < width { cut = (fitted, columns) }
        }
        return fitted
    }

    /// Returns the same, filled up with spaces.
    static func pad(_ text: String, _ width: Int) -> String {
        let fitted = fit(text, width)
        return fitted + String(repeating: " ", count: max(width - Self.width(fitted), 0))
    }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - Self.width(text), 0)) + text
    }

    /// Returns lines of at most `width` columns, broken between words; a word that is longer is cut.
    static func wrap(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            let word = fit(String(word), width)
            if line.isEmpty {
                line = word
            } else if Self.width(line) + 1 + Self.width(word) <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = word
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
