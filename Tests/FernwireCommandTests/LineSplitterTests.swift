// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FernwireCommand

/// Lines of bytes that come in pieces.
@Suite(.timeLimit(.minutes(1))) struct LineSplitterTests {
    /// The lines that each of `pieces` completes, and what is left at the end.
    private func split(_ pieces: [String], limit: Int) -> (lines: [[String]], last: String?) {
        var splitter = LineSplitter(limit: limit)
        let lines = pieces.map { piece in
            splitter.lines(Array(piece.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
        }
        return (lines, splitter.last.map { String(decoding: $0, as: UTF8.self) })
    }

    @Test("A line ends at LF or CR LF, however it comes, and what has no end yet is kept") func ends() {
        let whole = split(["one\ntwo\r\n\nrest"], limit: 100)
        #expect(whole.lines == [["one", "two", ""]] && whole.last == "rest")
        let pieces = split(["on", "e", "\nt", "wo\r", "\n"], limit: 100)
        #expect(pieces.lines == [[], [], ["one"], [], ["two"]] && pieces.last == nil)
    }

    @Test("A line of the limit is given whole, and a longer one in parts") func limit() {
        let found = split(["abc\nabcd\nabcdefg"], limit: 3)
        #expect(found.lines == [["abc", "abc", "d", "abc", "def"]] && found.last == "g")
    }

    @Test("The end of a line of the limit gives no line more, wherever the pieces are cut") func endAfterTheLimit() {
        for pieces in [["abc\nd\n"], ["abc", "\nd\n"], ["abc\r\nd\n"], ["abc", "\r", "\nd\n"], ["abc\r", "\nd\n"]] {
            let found = split(pieces, limit: 3)
            #expect(found.lines.flatMap { $0 } == ["abc", "d"] && found.last == nil, "\(pieces)")
        }
        let blank = split(["abc\n\nabcdef\r\n\n"], limit: 3)
        #expect(blank.lines == [["abc", "", "abc", "def", ""]])
    }
}
