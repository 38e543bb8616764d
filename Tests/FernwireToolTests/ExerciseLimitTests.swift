// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FernwireTool

/// The most that `fernwire exercise` takes of answers and of a name.
@Suite struct ExerciseLimitTests {
    @Test("A sheet of 1,000 answers is read, beside which comments and blank lines do not count")
    func answersOfASheet() throws {
        let lines = ["# mine", ""] + (1...1000).map { "field \($0) = \($0)" }
        let sheet = try AnswerSheet(Array(lines.joined(separator: "\n").utf8), path: "sheet")
        let answers = sheet.strangers(to: [])
        #expect(answers.count == 1000)
    }

    @Test("A name of 100 bytes is taken, however many characters they make") func bytesOfAName() throws {
        for name in [String(repeating: "x", count: 100), String(repeating: "\u{EB}", count: 50)] {
            let students = try ClassList(Array(name.utf8), path: "names").students
            #expect(students.map(\.name) == [name])
        }
    }
}
