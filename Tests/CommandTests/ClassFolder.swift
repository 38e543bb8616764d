// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The exercise of a class of two, in a folder of its own.
struct ClassFolder: Sendable {
    let keys: Keys

    /// An answer as the teacher's folder has it.
    struct Answer: Decodable {
        let field: String
        let frame: Int?
        let value: String
    }

    struct AnswerKey: Decodable {
        let student: String
        let answers: [Answer]
    }

    init() async throws {
        keys = try await Keys()
        try Capturing.prepare(keys)
        try "Ada Lovelace\n# the second row\nBob\n".write(
            toFile: keys.path("names"), atomically: true, encoding: .utf8)
    }

    func exercise(_ arguments: [String]) async throws -> Programs.Output {
        try await Programs.run("fernwire", ["exercise"] + arguments)
    }

    func make(_ scenario: String, _ arguments: [String] = [], into folder: String = "class") async throws {
        let made = try await exercise(
            [scenario, "--for", keys.path("names"), "--out", keys.path(folder), "--force"] + arguments)
        #expect(made.status.isSuccess, "\(made.error)")
    }

    func answers(_ student: String, in folder: String = "class") throws -> AnswerKey {
        let file = URL(filePath: keys.path("\(folder)/teacher/\(student).json"))
        return try JSONDecoder().decode(AnswerKey.self, from: Data(contentsOf: file))
    }

    func text(_ path: String) throws -> String { try String(contentsOfFile: keys.path(path), encoding: .utf8) }

    /// The rows of tshark for a student's capture, with a key file that tshark may read.
    func rows(
        _ columns: [String], _ student: String, keyFile: String?
    ) async throws -> [Capturing.Row] {
        let copy = keys.path("readable.key")
        if let keyFile {
            try Data(contentsOf: URL(filePath: keyFile)).write(to: URL(filePath: copy))
            chmod(copy, 0o644)
        }
        return try await Capturing.rows(
            columns, keys.path("class/students/\(student)/capture.pcapng"), keyFile: keyFile.map { _ in copy },
            folder: keys.folder)
    }

    func plaintexts(_ student: String, keyFile: String?) async throws -> [String] {
        try await rows(["fernwire.record.plaintext"], student, keyFile: keyFile).map { $0[0] }.filter { !$0.isEmpty }
    }

    func key(_ student: String) -> String { keys.path("class/teacher/\(student).key") }

    /// Holds every answer with a frame against what tshark prints, and returns that of the fault.
    func compare(_ student: String) async throws -> String? {
        let columns = ["frame.number", "fernwire.session.suite", "fernwire.record.plaintext", "fernwire.file.name"]
        let rows = try await rows(columns, student, keyFile: key(student))
        let answers = try answers(student).answers
        for answer in answers where answer.frame != nil {
            let row = try #require(rows.first { $0[0] == answer.frame.map(String.init) }, "\(answer)")
            let column = try #require(columns.firstIndex(of: answer.field), "\(answer)")
            #expect(row[column] == answer.value, "\(answer)")
        }
        return answers.first { $0.field == "frame.number" }?.value
    }

    /// All keys of the repository in one key file.
    func repositoryKeys() throws -> String {
        let captures = Capturing.project.appending(path: "captures")
        var all = Data()
        for name in try FileManager.default.subpathsOfDirectory(atPath: captures.path()).sorted()
        where [".key", ".keys", ".keylog", ".pem"].contains(where: name.hasSuffix) || name.contains("-keys/") {
            all += try Data(contentsOf: captures.appending(path: name)) + [0x0A]
        }
        try all.write(to: URL(filePath: keys.path("repository")))
        return keys.path("repository")
    }
}
