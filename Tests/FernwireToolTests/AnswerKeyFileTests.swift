// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import Foundation
import Testing

@testable import FernwireTool

/// The answers as a file keeps them.
@Suite struct AnswerKeyFileTests {
    private func read(_ text: String) throws -> AnswerKeyFile {
        let path = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).json").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try AnswerKeyFile(reading: path)
    }

    @Test("Answers survive being written and read, whatever their texts are, and others read them as JSON")
    func answersSurvive() throws {
        let file = AnswerKeyFile(
            student: "Zo\u{EB} \"Z\" O'Neill",
            answers: [
                Answer(question: Question(field: .suite, frame: 6), value: "0x0002", name: "fernet-psk"),
                Answer(
                    question: Question(field: .plaintext, frame: 9),
                    value: "{\"a\": \"b\\\\n\"} # \u{1F511} \u{2028}: - '"),
                Answer(question: Question(field: .plaintext, frame: 11), value: "true"),
                Answer(question: Question(field: .fileName, frame: .max), value: "~"),
                Answer(question: Question(field: .frame, frame: nil), value: "12"),
            ])
        #expect(try read(file.json) == file)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(file.json.utf8)) as? [String: Any])
        #expect(object["student"] as? String == file.student)
        #expect((object["answers"] as? [[String: Any]])?.map { $0["value"] as? String } == file.answers.map(\.value))
    }

    @Test("What is no file of answers is refused with its line")
    func mistakesAreRefused() {
        for (text, message) in [
            ("", "has no student and answers"), ("[]", "has no student and answers"), ("{\"student\": \"A\"", "line "),
            (
                "{\"student\": \"A\", \"answers\": [\n{\"field\": \"ip.src\", \"value\": \"1\"}]}",
                "line 2: this is no answer"
            ),
            (
                "{\"student\": \"A\", \"answers\": [{\"field\": \"frame.number\", \"frame\": 3, \"value\": \"1\"}]}",
                "a frame belongs to every answer"
            ),
            (
                "{\"student\": \"A\", \"answers\": [{\"field\": \"fernwire.file.name\", \"frame\": -3, \"value\": \"1\"}]}",
                "a frame belongs to every answer"
            ),
        ] {
            #expect {
                try read(text)
            } throws: {
                "\($0)".contains(message)
            }
        }
    }
}
