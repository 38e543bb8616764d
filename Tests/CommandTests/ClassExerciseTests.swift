// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import FernwireSession
import Foundation
import TestSupport
import Testing

/// `fernwire exercise`: the captures, keys and answers of a class.
@Suite(.timeLimit(.minutes(10))) struct ClassExerciseTests {
    let folder: ClassFolder

    init() async throws {
        folder = try await ClassFolder()
    }

    private static let suites = SuiteRegistry.standard.suites.map { "\($0.name)" }.filter { $0 != "plaintext" }

    @Test(
        "In every suite a student's own answer key alone opens the capture, and each answer is what tshark prints",
        arguments: suites) func onlyTheAnswerKeyOpensAnExercise(_ suite: String) async throws
    {
        try await folder.make("chat-\(suite)")
        let repository = try folder.repositoryKeys()
        let needsKey = suite != "toy-dh16"
        for (student, other) in [("ada-lovelace", "bob"), ("bob", "ada-lovelace")] {
            #expect(try await folder.compare(student) == nil)
            let texts = try folder.answers(student).answers.filter { $0.field == "fernwire.record.plaintext" }.map(
                \.value)
            #expect(texts.count == 4)
            #expect(try await folder.plaintexts(student, keyFile: folder.key(student)) == texts)
            #expect(Set(texts).isDisjoint(with: try folder.answers(other).answers.map(\.value)))
            for keyFile in [nil, repository, folder.key(other)] {
                let opened = try await folder.plaintexts(student, keyFile: keyFile)
                #expect(opened == (needsKey ? [] : texts), "\(keyFile ?? "no key")")
            }
            let task = try folder.text("class/students/\(student)/task.txt")
            #expect(
                task.contains("You need no key") != needsKey && task.contains("Your teacher has the key") == needsKey)
            let sheet = try folder.text("class/students/\(student)/answers.txt")
            #expect(!texts.contains { task.contains($0) || sheet.contains($0) })
            let capture = folder.keys.path("class/students/\(student)/capture.pcapng")
            let shown = try await Programs.run("fernwire", ["secrets", "show", capture])
            #expect(shown.text == "\(capture) contains no keys\n")
            let bare = try await Programs.run(
                "fernwire", ["secrets", "strip", capture, "--comments", "--force", "-o", folder.keys.path("bare")])
            #expect(bare.status.isSuccess)
            #expect(FileManager.default.contentsEqual(atPath: capture, andPath: folder.keys.path("bare")))
        }
        // The repository's keys open what was made with the samples: they were read.
        guard needsKey else { return }
        let sample = try await Programs.run(
            "fernwire",
            ["generate", "--scenario", "chat-\(suite)", "--no-secrets", "--force", "-o"]
                + [folder.keys.path("class/students/bob/capture.pcapng")])
        #expect(sample.status.isSuccess)
        #expect(try await folder.plaintexts("bob", keyFile: repository).count == 4)
    }

    @Test(
        "The frame of a fault is the first at which tshark reports it, where notes report it",
        arguments: Fault.all.map(\.name)) func theFrameOfAFaultIsRight(_ name: String) async throws
    {
        let fault = try #require(Fault.named(name))
        let made = try await folder.exercise([
            "fault-\(name)", "--for", folder.keys.path("names"), "--out", folder.keys.path("class"), "--force",
        ])
        // The handshake fails, or nothing can be read.
        let isRefused = [
            "different-keys", "bad-wrap", "bad-finished", "downgrade", "wrong-key", "snaplen",
        ].contains(name)
        #expect(made.status.isSuccess == !isRefused, "\(made.error)")
        guard !isRefused else {
            #expect(made.error.contains(name == "wrong-key" ? "answer key" : "no message arrives"), "\(made.error)")
            #expect(!FileManager.default.fileExists(atPath: folder.keys.path("class")))
            return
        }
        guard name != "cut-capture" else { return }
        let frame = try await folder.compare("bob")
        let columns = ["frame.number", "_ws.expert.message"]
        let rows = try await folder.rows(columns, "bob", keyFile: folder.key("bob"))
        guard case .appears(let filter) = fault.symptom, filter.hasPrefix("fernwire.expert."), !filter.contains("&&")
        else {
            #expect(frame == nil)
            return
        }
        let found = try await Capturing.rows(
            filter.split(separator: "||").map { $0.trimmingCharacters(in: .whitespaces) } + ["frame.number"],
            folder.keys.path("class/students/bob/capture.pcapng"), keyFile: folder.keys.path("readable.key"),
            folder: folder.keys.folder)
        let first = try #require(found.first { $0.dropLast().contains { !$0.isEmpty } }, "\(rows)")
        #expect(frame == first.last)
    }

    @Test("A scenario with placeholders and files is asked about by the student's own words")
    func placeholdersAreFilled() async throws {
        try """
        name: mine
        suite: aes256-gcm-psk
        steps:
          - {from: client, text: 'Badge {badge} of "{name}" at the {door} door'}
          - {from: server, json: '{"word": "{word}"}', reply: true}
          - {from: client, text: 'The same for all'}
          - {from: client, file: '{word}.txt', content: 'At {time}'}
        """.write(toFile: folder.keys.path("mine.yaml"), atomically: true, encoding: .utf8)
        try await folder.make(folder.keys.path("mine.yaml"))
        #expect(try await folder.compare("bob") == nil)
        let values = try folder.answers("bob").answers.map(\.value)
        #expect(values.count == 4 && !values.contains { $0.contains("{n") || $0.contains("The same") }, "\(values)")
        #expect(values[1].wholeMatch(of: /Badge \d{5} of "[A-Z][a-z]{4}" at the [a-z]{5} door/) != nil)
        #expect(try values[1] != folder.answers("ada-lovelace").answers[1].value)
    }

    @Test("The same seed makes the same exercise, with RSA keys too; another makes another, and numbers are no seeds")
    func theSeedMakesItAgain() async throws {
        func same(_ first: String, _ second: String) async throws -> Bool {
            try await Programs.run(
                "sh", ["-c", "cd '\(folder.keys.folder)' && diff -r -x README.txt \(first) \(second)"]
            ).status.isSuccess
        }
        for scenario in ["chat-rsa-sealed", "chat-x25519-ed25519-chacha20poly1305"] {
            try await folder.make(scenario)
            try await folder.make(scenario, ["--seed", folder.keys.path("class/teacher/seed.txt")], into: "again")
            try await folder.make(scenario, into: "another")
            #expect(try await same("class", "again"))
            #expect(try await !same("class", "another"))
            let captures = ["class/students/bob", "another/students/bob"]
            #expect(try await !same(captures[0], captures[1]))
        }
        try "12\n".write(toFile: folder.keys.path("number"), atomically: true, encoding: .utf8)
        for seed in ["12", folder.keys.path("number"), folder.keys.path("names"), folder.keys.path("psk")] {
            let refused = try await folder.exercise([
                "badge-fernet", "--for", folder.keys.path("names"), "--out", folder.keys.path("never"), "--seed", seed,
            ])
            #expect(refused.status == .exited(1) && refused.error.contains(seed), "\(refused.error)")
            #expect(!FileManager.default.fileExists(atPath: folder.keys.path("never")))
        }
        let secret = try folder.text("class/teacher/seed.txt").trimmingCharacters(in: .newlines)
        let told = try await folder.exercise([
            "badge-fernet", "--for", folder.keys.path("names"), "--out", folder.keys.path("never"), "--seed", secret,
        ])
        #expect(told.status == .exited(1) && told.error.contains("not what it holds") && !told.error.contains(secret))
    }
}
