// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FernwireTool

/// Text in the columns of a terminal.
@Suite struct ColumnsTests {
    @Test("A character has one column, a wide one or an emoji two, and a combining one none") func widths() {
        for (text, width) in [
            ("", 0), ("a", 1), ("\u{E9}", 1), ("e\u{301}", 1), ("\u{301}", 0), ("日", 2), ("\u{1100}", 2),
            ("\u{115F}", 2), ("\u{1160}", 1), ("한", 2), ("😀", 2), ("☎", 1), ("☎\u{FE0F}", 2), ("a日b", 4),
        ] {
            #expect(Columns.width(text) == width, "\(text)")
        }
    }

    @Test("Text that is as wide as its column stays whole, and one column more is cut with an ellipsis") func fitting()
    {
        for (text, width, fitted) in [
            ("abcd", 4, "abcd"), ("abcde", 4, "abc…"), ("abcd", 5, "abcd"), ("日本", 4, "日本"), ("日本", 3, "日…"),
            ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("a", 0, "…"), ("", 0, ""),
        ] {
            #expect(Columns.fit(text, width) == fitted, "\(text) \(width)")
        }
        #expect(Columns.pad("日", 4) == "日  " && Columns.pad("abcde", 4) == "abc…" && Columns.pad("日本", 3) == "日…")
        #expect(Columns.right("日", 4) == "  日" && Columns.right("abcde", 4) == "abcde")
    }

    @Test("Lines break between words, as late as they can, and a word that is too long is cut") func wrapping() {
        for (text, width, lines) in [
            ("aa bb cc", 5, ["aa bb", "cc"]), ("aa bb cc", 4, ["aa", "bb", "cc"]), ("aa bb cc", 8, ["aa bb cc"]),
            ("", 5, []), ("abcdefg h", 5, ["abcd…", "h"]), ("  a   b ", 9, ["a b"]), ("a 日本", 6, ["a 日本"]),
            ("a 日本", 5, ["a", "日本"]),
        ] {
            #expect(Columns.wrap(text, width) == lines, "\(text) \(width)")
        }
    }
}
