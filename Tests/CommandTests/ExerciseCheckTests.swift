// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// `fernwire exercise check`: which answers are right.
@Suite(.timeLimit(.minutes(10))) struct ExerciseCheckTests {
    let folder: ClassFolder

    init() async throws {
        folder = try await ClassFolder()
    }

    @Test("Answers are checked for one student and for all, without the right values unless asked for")
    func answersAreChecked() async throws {
        try await folder.make("chat-fernet-psk", ["--fault", "replayed-record"])
        let teacher = folder.keys.path("class/teacher")
        func sheet(_ student: String, _ change: (inout [String]) -> Void = { _ in }) throws -> String {
            var lines = try folder.answers(student).answers.map { answer in
                answer.frame.map { "\(answer.field) of frame \($0) = \(answer.value)" }
                    ?? "\(answer.field) of the fault = \(answer.value)"
            }
            change(&lines)
            return lines.joined(separator: "\n") + "\n"
        }
        func write(_ text: String, _ name: String) throws {
            try text.write(toFile: folder.keys.path(name), atomically: true, encoding: .utf8)
        }
        let count = try folder.answers("bob").answers.count
        try write(sheet("bob"), "right.txt")
        let right = try await folder.exercise(["check", teacher, "--student", "BOB", folder.keys.path("right.txt")])
        #expect(
            right.status == .exited(0) && right.text.hasPrefix("Bob: \(count) of \(count) right\n"), "\(right.error)")
        // The words of a neighbour are of no use.
        let copied = try await folder.exercise([
            "check", teacher, "--student", "Ada Lovelace", folder.keys.path("right.txt"),
        ])
        #expect(copied.status == .exited(1) && copied.text.contains("wrong    fernwire.record.plaintext of frame 9"))
        let secret = try folder.answers("ada-lovelace").answers[1].value
        #expect(!copied.text.contains(secret) && !copied.error.contains(secret))
        let shown = try await folder.exercise([
            "check", teacher, "--student", "Ada Lovelace", folder.keys.path("right.txt"), "--show",
        ])
        #expect(shown.status == .exited(1) && shown.text.contains("right is \(secret)"))
        // The template as it was handed out.
        let missing = try await folder.exercise([
            "check", teacher, "--student", "bob", folder.keys.path("class/students/bob/answers.txt"),
        ])
        #expect(missing.status == .exited(1) && missing.text.hasPrefix("Bob: 0 of \(count) right\n  missing"))
        // A folder with all.
        try FileManager.default.createDirectory(
            atPath: folder.keys.path("in/ada-lovelace"), withIntermediateDirectories: true)
        try write(sheet("bob"), "in/bob.txt")
        try write(
            sheet("ada-lovelace") { $0[0] = "fernwire.session.suite of frame 9 = FERNET-PSK" },
            "in/ada-lovelace/answers.txt")
        let all = try await folder.exercise(["check", teacher, folder.keys.path("in")])
        #expect(
            all.status == .exited(0) && all.error.isEmpty
                && all.text.contains("Ada Lovelace: \(count) of \(count) right"))
        try write(sheet("bob") { $0.removeLast() }, "in/bob.txt")
        try write("hello\n", "in/eve.txt")
        let some = try await folder.exercise(["check", teacher, folder.keys.path("in")])
        #expect(some.status == .exited(1) && some.text.contains("Bob: \(count - 1) of \(count) right"))
        #expect(some.error.contains("warning: \(folder.keys.path("in"))/eve.txt is named after no student"))
        try write("hello\n", "in/bob.txt")
        let broken = try await folder.exercise(["check", teacher, folder.keys.path("in")])
        #expect(broken.status == .exited(1) && broken.error.contains("in/bob.txt: line 1 has no ="))
        #expect(broken.text.contains("Ada Lovelace: \(count) of"))
        for (arguments, message) in [
            ([teacher, folder.keys.path("right.txt")], "--student NAME"),
            ([teacher, "--student", "Eve", folder.keys.path("right.txt")], "no answers of a student Eve"),
            ([teacher, "--student", "../bob/x", folder.keys.path("right.txt")], "no answers of a student"),
            ([folder.keys.path("home"), folder.keys.path("in")], "has no answers"),
            ([teacher, "--student", "bob", folder.keys.path("missing")], "No such file"),
            ([teacher, "--student", "bob", "/dev/zero"], "is larger than 1 MiB"),
        ] {
            let refused = try await folder.exercise(["check"] + arguments)
            #expect(refused.status == .exited(1) && refused.error.contains(message), "\(refused.error)")
        }
        try write("{\"student\": 1, \"answers\": [{}]}", "class/teacher/bob.json")
        let malformed = try await folder.exercise(["check", teacher, "--student", "bob", folder.keys.path("right.txt")])
        #expect(malformed.status == .exited(1) && malformed.error.contains("bob.json: line 1: this is no answer"))
    }
}
