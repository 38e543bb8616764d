// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// `fernwire generate` and `fernwire secrets`.
@Suite(.timeLimit(.minutes(10))) struct GenerateTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    private func generate(_ arguments: [String]) async throws -> Programs.Output {
        try await Programs.run("fernwire", ["generate"] + arguments)
    }

    private func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: keys.path(name))) }

    @Test func theSameSeedGivesTheSameFileWhateverItsPath() async throws {
        for (name, seed) in [("a", "5"), ("b", "5"), ("c", "6")] {
            let made = try await generate(["--seed", seed, "-o", keys.path(name)])
            #expect(made.status.isSuccess && made.text.isEmpty && made.error.isEmpty, "\(made.error)")
        }
        #expect(try bytes("a") == bytes("b") && bytes("a") != bytes("c"))
        let program = Programs.folder.appending(path: "fernwire").path()
        let piped = try await Programs.run(
            "sh", ["-c", "'\(program)' generate --seed 5 -o - | cmp - '\(keys.path("a"))'"])
        #expect(piped.status.isSuccess, "\(piped.text)")
        let again = try await generate(["-o", keys.path("a")])
        #expect(again.error == "Error: \(keys.path("a")) exists already; --force replaces it\n")
    }

    @Test func aScenarioCanBeShownChangedAndGivenBack() async throws {
        let list = try await generate(["--list"])
        #expect(list.text.contains("badge-fernet ") && list.text.contains("chat-toy-dh16 "))
        let shown = try await generate(["--show", "--scenario", "badge-plaintext"])
        let changed = shown.text.replacingOccurrences(of: "12345", with: "54321")
        try changed.write(toFile: keys.path("mine.yaml"), atomically: true, encoding: .utf8)
        let made = try await generate(["--scenario", keys.path("mine.yaml"), "-o", keys.path("mine")])
        #expect(made.status.isSuccess)
        #expect(try bytes("mine").firstRange(of: Data("BadgeNumber: 54321".utf8)) != nil)
        try (shown.text + "  - form: client\n").write(toFile: keys.path("bad.yaml"), atomically: true, encoding: .utf8)
        let refused = try await generate(["--scenario", keys.path("bad.yaml"), "-o", keys.path("never")])
        #expect(refused.status == .exited(1) && refused.error.contains("bad.yaml: line 13: step 3: form: no such key"))
        #expect(!FileManager.default.fileExists(atPath: keys.path("never")))
        let unknown = try await generate(["--scenario", "nothing", "-o", keys.path("never")])
        #expect(unknown.error.contains("there is no scenario nothing"))
    }

    @Test func secretsAreAddedShownAndTakenOut() async throws {
        func secrets(_ arguments: [String]) async throws -> Programs.Output {
            try await Programs.run("fernwire", ["secrets"] + arguments)
        }
        _ = try await generate(["--no-secrets", "--key-log", keys.path("log"), "-o", keys.path("bare")])
        let none = try await secrets(["show", keys.path("bare")])
        #expect(none.text == "no secrets\n")
        let added = try await secrets(["add", keys.path("bare"), "--keys", keys.path("log"), "-o", keys.path("full")])
        #expect(added.status.isSuccess && added.error.contains("warning: whoever has"))
        let shown = try await secrets(["show", keys.path("full")])
        #expect(shown.text == "Fernwire keys: 3 pre-shared, 2 private, 0 key-log lines, 0 lines that are no keys\n")
        let stripped = try await secrets(["strip", keys.path("full"), "-o", keys.path("stripped")])
        #expect(stripped.status.isSuccess)
        #expect(try bytes("stripped") == bytes("bare"))
        try Data("no key\n".utf8).write(to: URL(filePath: keys.path("garbage")))
        for (file, keyFile, message) in [
            ("bare", "garbage", "has no keys"), ("log", "log", "this is no pcapng file"),
            ("missing", "log", "No such file or directory"),
        ] {
            let refused = try await secrets(
                ["add", keys.path(file), "--keys", keys.path(keyFile), "--force", "-o", keys.path("out")])
            #expect(refused.status == .exited(1) && refused.error.contains(message), "\(refused.error)")
        }
        try bytes("full").dropLast(50).write(to: URL(filePath: keys.path("cut")))
        let cut = try await secrets(["show", keys.path("cut")])
        #expect(cut.status == .exited(1) && cut.error.contains("the file ends inside the block at byte "))
    }

    /// What follows from a seed has no place where keys are real.
    @Test func neitherServerNorClientCanBeSeeded() throws {
        func hasSeed(_ program: String) throws -> Bool {
            let binary = try Data(contentsOf: Programs.folder.appending(path: program))
            return binary.firstRange(of: Data("TEST-RAND".utf8)) != nil
        }
        #expect(try hasSeed("fernwire"))
        #expect(try !hasSeed("fernwire-server") && !hasSeed("fernwire-client"))
    }
}
