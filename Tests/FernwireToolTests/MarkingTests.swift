// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireScenario
import Testing

@testable import FernwireTool

/// Answers of students, and whether they are right.
@Suite struct MarkingTests {
    private static let text = Answer(
        question: Question(field: .plaintext, frame: 10), value: "Is the \"north\" door open? = yes")
    private static let suite = Answer(
        question: Question(field: .suite, frame: 6), value: "0x000a", name: "fernet-psk")
    private static let frame = Answer(question: Question(field: .frame, frame: nil), value: "12")

    private func sheet(_ text: String) throws -> AnswerSheet { try AnswerSheet(Array(text.utf8), path: "sheet") }

    @Test("Case, quotes and blanks do not count in a text, and letters do")
    func textsAreCompared() {
        for written in [
            Self.text.value, "is the NORTH door open? = yes", "'Is  the \u{201C}north\u{201D}\tdoor open? = yes'",
        ] { #expect(Mark(written, for: Self.text) == .right, "\(written)") }
        for written in [
            "Is the south door open? = yes", "Is the north door open?", "Isthe north door open? = yes", "x",
        ] {
            #expect(Mark(written, for: Self.text) == .wrong, "\(written)")
        }
        #expect(Mark(nil, for: Self.text) == .missing)
    }

    @Test("A suite is right as number, as name and as Wireshark shows both")
    func suitesAreCompared() {
        for written in ["0x000a", "0x000A", "10", "0xA", "fernet-psk", "Fernet-PSK (0x000a)"] {
            #expect(Mark(written, for: Self.suite) == .right, "\(written)")
        }
        for written in ["0x000b", "fernet", "fernet-psk (0x000b)", "0x000a 0x000a 0x000a", "psk", "(", "-10"] {
            #expect(Mark(written, for: Self.suite) == .wrong, "\(written)")
        }
        for (written, mark) in [
            ("12", Mark.right), ("0x0c", .right), ("13", .wrong), ("12 13", .wrong), ("twelve", .wrong),
        ] {
            #expect(Mark(written, for: Self.frame) == mark, "\(written)")
        }
    }

    @Test("A sheet of answers is marked question by question, without telling the right values unless asked")
    func aSheetIsMarked() throws {
        let key = AnswerKeyFile(student: "Ada", answers: [Self.suite, Self.text, Self.frame])
        let marking = Marking(
            key,
            try sheet(
                """
                # mine
                FERNWIRE.session.suite  of frame 6 = "fernet-psk"
                fernwire.record.plaintext of frame 10 = no
                frame.number of the fault =
                frame.number = 12
                """))
        #expect(marking.marks.map(\.mark) == [.right, .wrong, .missing] && !marking.isAllRight)
        let lines = marking.lines(shows: false)
        #expect(lines[0] == "Ada: 1 of 3 right" && lines[2] == "  wrong    fernwire.record.plaintext of frame 10")
        #expect(lines.last == "  line 5 answers no question: frame.number")
        #expect(!lines.contains { $0.contains("north") || $0.contains("12") })
        let shown = marking.lines(shows: true)
        #expect(shown[2].hasSuffix("; right is \(Self.text.value)") && shown[3].hasSuffix("; right is 12"))
        #expect(!shown[1].contains("right is"))
        let all = Marking(
            key,
            try sheet(
                key.answers.map { "\($0.question.text) = \($0.value)" }.joined(separator: "\r\n")))
        #expect(all.isAllRight && all.strangers.isEmpty)
    }

    @Test("A sheet without =, with a question twice, with too many lines or in another encoding is refused")
    func mistakesAreRefused() {
        for (text, message) in [
            ("a = 1\nhello", "sheet: line 2 has no ="),
            ("a = 1\n\nA =  2", "sheet: lines 1 and 3 answer the same question"),
            ((0...1000).map { "a\($0) = 1" }.joined(separator: "\n"), "more than 1000 lines"),
        ] {
            #expect {
                try sheet(text)
            } throws: {
                "\($0)".contains(message)
            }
        }
        #expect(throws: CommandError.self) { try AnswerSheet([0xC3, 0x28], path: "sheet") }
    }

    @Test("Only faults that notes report are asked for by their frame")
    func faultsHaveNotes() {
        #expect(Fault.replayedRecord.noteFilters == ["fernwire.expert.replayed"])
        for fault in [Fault.oddSplits, .reset, .manInTheMiddle, .cutCapture, .retransmission] {
            #expect(fault.noteFilters == nil, "\(fault)")
        }
    }
}
