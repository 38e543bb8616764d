// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import YAML

/// The answers of one student's copy of an exercise, as the teacher's folder keeps them in JSON.
struct AnswerKeyFile: Equatable, Sendable {
    let student: String
    let answers: [Answer]

    /// The text of the file.
    var json: String {
        let lines = answers.map { answer in
            var members = ["\"field\": \(JSON.quoted(answer.question.field.rawValue))"]
            if let frame = answer.question.frame { members.append("\"frame\": \(frame)") }
            members.append("\"value\": \(JSON.quoted(answer.value))")
            if let name = answer.name { members.append("\"name\": \(JSON.quoted(name))") }
            return "    {\(members.joined(separator: ", "))}"
        }
        return """
            {
              "student": \(JSON.quoted(student)),
              "answers": [
            \(lines.joined(separator: ",\n"))
              ]
            }

            """
    }

    init(student: String, answers: [Answer]) {
        (self.student, self.answers) = (student, answers)
    }

    /// Reads the file at `path`.
    init(reading path: String) throws(CommandError) {
        let text = String(decoding: try FileAccess.read(path), as: UTF8.self)
        // JSON is YAML, too.
        let node: YAMLNode
        do throws(YAMLError) { node = try YAMLNode(reading: text) } catch {
            throw CommandError("\(path): line \(error.place.line): \(error.message)")
        }
        guard let student = node["student"]?.text, let elements = node["answers"]?.elements else {
            throw CommandError("\(path) has no student and answers, as fernwire exercise writes them")
        }
        self.student = student
        var answers: [Answer] = []
        for element in elements {
            guard let field = element["field"]?.text.flatMap({ AskedField(rawValue: $0) }),
                let value = element["value"]?.text
            else {
                throw CommandError(
                    "\(path): line \(element.place.line): this is no answer: it has a field that is asked for, and a value"
                )
            }
            let frame = element["frame"]?.integer.flatMap { UInt64(exactly: $0) }
            guard (frame == nil) == (field == .frame) else {
                throw CommandError(
                    "\(path): line \(element.place.line): a frame belongs to every answer but that of \(AskedField.frame.rawValue)"
                )
            }
            answers.append(
                Answer(question: Question(field: field, frame: frame), value: value, name: element["name"]?.text))
        }
        self.answers = answers
    }
}
