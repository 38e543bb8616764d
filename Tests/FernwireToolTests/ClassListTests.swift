// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import Testing

@testable import FernwireTool

/// The list of a class, and the names of its files.
@Suite struct ClassListTests {
    private func list(_ text: String) throws -> [Student] { try ClassList(Array(text.utf8), path: "names").students }

    @Test("A name becomes small letters, digits and hyphens, and cannot lead out of the folder")
    func namesBecomeFileNames() {
        for (name, fileName) in [
            ("Ada Lovelace", "ada-lovelace"), ("../../etc/passwd", "etc-passwd"), (".hidden", "hidden"),
            ("Zo\u{EB} M\u{FC}ller-Lang", "zo\u{EB}-m\u{FC}ller-lang"), ("O'Brien, 2nd", "o-brien-2nd"),
            ("\u{674E}", "\u{674E}"),
        ] { #expect(Student(name: name)?.fileName == fileName) }
        for name in ["", "..", "/", "---", "!"] { #expect(Student(name: name) == nil) }
    }

    @Test("Blank lines, comments, a byte order mark and any end of line are passed over")
    func linesAreRead() throws {
        let students = try list("\u{FEFF}Ada\r\n\r\n  # the second row\n\t Bob B. \n")
        #expect(students.map(\.name) == ["Ada", "Bob B."])
    }

    @Test("A name twice, two names for one file, an unusable name and an empty list are refused with their lines")
    func mistakesAreRefused() {
        for (text, message) in [
            ("Ada\n\nAda", "names: lines 1 and 3: both have the name Ada"),
            ("Ada L\n#\nada_l", "names: lines 1 and 3: Ada L and ada_l would have the same file name, ada-l"),
            ("Zo\u{EB}\nZoe\u{308}", "lines 1 and 2"), ("Ada\n...", "names: line 2: ... has no letter and no digit"),
            ("Ada\nB\u{7}ob", "names: line 2: the name has a character that cannot be seen"),
            ("A\u{202E}da", "names: line 1: the name has a character that cannot be seen"),
            (String(repeating: "x", count: 101), "names: line 1: the name has more than 100 bytes"),
            ("\n# nobody\n", "names names nobody"),
            ((0...1000).map { "s\($0)" }.joined(separator: "\n"), "names: line 1001: there are more than 1000 names"),
        ] {
            #expect {
                try list(text)
            } throws: {
                "\($0)".contains(message)
            }
        }
        #expect(throws: CommandError.self) { try ClassList([0xFF, 0x41], path: "names") }
    }
}
