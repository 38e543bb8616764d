// SPDX-License-Identifier: Apache-2.0
import YAML

/// Whether answers are right.
enum Mark: String, Sendable {
    case right, wrong, missing

    /// Judges what a student wrote.
    ///
    /// - Parameter written: the value; `nil` for none.
    init(_ written: String?, for answer: Answer) {
        guard let written else {
            self = .missing
            return
        }
        let isRight =
            switch answer.question.field {
            case .plaintext, .fileName: written.normalized == answer.value.normalized
            case .frame: Self.number(written.normalized) == Self.number(answer.value)
            case .suite: Self.names(written.normalized, answer)
            }
        self = isRight ? .right : .wrong
    }

    /// Whether a text is the value, its name or both, as Wireshark writes `fernet-psk (0x0001)`.
    private static func names(_ written: String, _ answer: Answer) -> Bool {
        let words = written.split { $0 == " " || $0 == "(" || $0 == ")" }.map(String.init)
        guard (1...2).contains(words.count) else { return false }
        return words.allSatisfy { word in
            word == answer.name?.normalized || number(word).map { $0 == number(answer.value) } == true
        }
    }

    /// The number that a text is, in decimal or as 0x and hexadecimal digits.
    private static func number(_ text: String) -> Int128? { YAMLNode.integer(text) }
}

/// The marks of one student.
struct Marking {
    let student: String
    let marks: [(answer: Answer, mark: Mark)]
    /// The lines that answer no question.
    let strangers: [(line: Int, text: String)]

    init(_ key: AnswerKeyFile, _ sheet: AnswerSheet) {
        student = key.student
        marks = key.answers.map { ($0, Mark(sheet.value(for: $0.question), for: $0)) }
        strangers = sheet.strangers(to: key.answers.map(\.question))
    }

    var isAllRight: Bool { marks.allSatisfy { $0.mark == .right } }

    /// The lines for the teacher.
    ///
    /// - Parameter shows: whether they tell the right values of the others.
    func lines(shows: Bool) -> [String] {
        let right = marks.count { $0.mark == .right }
        return ["\(student): \(right) of \(marks.count) right"]
            + marks.map { answer, mark in
                let word = mark.rawValue + String(repeating: " ", count: 9 - mark.rawValue.count)
                let tells = shows && mark != .right
                return "  \(word)\(answer.question.text)" + (tells ? "; right is \(answer.value)" : "")
            } + strangers.map { "  line \($0.line) answers no question: \($0.text)" }
    }
}
