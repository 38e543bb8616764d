// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Captures with other keys than the samples, which everyone has: `fernwire generate --key`, `--fresh-keys` and
/// `--exercise`.
@Suite(.timeLimit(.minutes(10))) struct ExerciseTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
        try Capturing.prepare(keys)
    }

    private func generate(_ arguments: [String]) async throws -> Programs.Output {
        try await Programs.run("fernwire", ["generate"] + arguments)
    }

    private func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: keys.path(name))) }

    private func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: keys.path(name))[.posixPermissions] as? Int
    }

    /// The texts of a capture that tshark decrypts with a key file; `nil` for no key file.
    private func texts(_ name: String, keyFile: String?) async throws -> [String] {
        chmod(keys.path(name), 0o644)
        let copy = keys.path("readable-by-tshark.key")
        if let keyFile {
            try Data(contentsOf: URL(filePath: keyFile)).write(to: URL(filePath: copy))
            chmod(copy, 0o644)
        }
        let rows = try await Capturing.rows(
            ["fernwire.record.plaintext"], keys.path(name), keyFile: keyFile.map { _ in copy }, folder: keys.folder)
        return rows.map { $0[0] }.filter { !$0.isEmpty }
    }

    /// All sample keys in one key file.
    private func samples() throws -> String {
        let folder = Capturing.project.appending(path: "captures/keys")
        var all = Data()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path())
        where name.hasSuffix(".key") || name.hasSuffix("-rsa.pem") {
            all += try Data(contentsOf: folder.appending(path: name)) + [0x0A]
        }
        try all.write(to: URL(filePath: keys.path("samples")))
        return keys.path("samples")
    }

    @Test(
        "An exercise opens with its answer key, and not with the sample keys or without a key",
        arguments: [
            "fernet-psk", "aes256-gcm-psk", "aes128-cbc-psk", "rsa-sealed", "rsa-fernet-signed", "rsa-fernet-hmac",
            "x25519-ed25519-chacha20poly1305",
        ]) func onlyTheAnswerKeyOpensAnExercise(_ suite: String) async throws
    {
        let made = try await generate([
            "--suite", suite, "--exercise", keys.path("answer"), "-o", keys.path("exercise.pcapng"),
        ])
        #expect(made.status.isSuccess && made.text.isEmpty)
        #expect(made.error.contains("the same file cannot be made again"), "\(made.error)")
        #expect(try mode("answer") == 0o600)
        #expect(try bytes("exercise.pcapng").firstRange(of: Data("The badge reader says".utf8)) == nil)
        let opened = try await texts("exercise.pcapng", keyFile: keys.path("answer"))
        #expect(opened == ["BadgeNumber: 12345", "The badge is valid."])
        #expect(try await texts("exercise.pcapng", keyFile: samples()).isEmpty)
        #expect(try await texts("exercise.pcapng", keyFile: nil).isEmpty)
    }

    /// The samples open what was made with them, though they are not inside.
    @Test("A capture generated without secrets still opens with the sample keys")
    func leavingTheKeysOutMakesNoExercise() async throws {
        let made = try await generate(["--no-secrets", "-o", keys.path("open.pcapng")])
        #expect(made.status.isSuccess)
        #expect(try await texts("open.pcapng", keyFile: nil).isEmpty)
        #expect(try await texts("open.pcapng", keyFile: samples()).count == 2)
    }

    @Test("--fresh-keys makes another capture and key file each time, and an answer key becomes private")
    func freshKeysAndAllThatFollowsFromThemAreNew() async throws {
        for name in ["a", "b"] {
            let made = try await generate([
                "--fresh-keys", "--key-log", keys.path(name + ".key"), "-o", keys.path(name),
            ])
            #expect(made.status.isSuccess && made.error.contains("cannot be made again"), "\(made.error)")
        }
        #expect(try bytes("a") != bytes("b") && bytes("a.key") != bytes("b.key"))
        // Its keys are inside.
        #expect(try await texts("a", keyFile: nil).count == 2)
        // A file that others could read is no place for an answer key.
        #expect(FileManager.default.createFile(atPath: keys.path("old"), contents: Data()))
        chmod(keys.path("old"), 0o644)
        let again = try await generate(["--force", "--exercise", keys.path("old"), "-o", keys.path("a")])
        #expect(again.status.isSuccess)
        #expect(try mode("old") == 0o600)
    }

    @Test("A capture generated with --key opens with that key and not with the sample keys")
    func keysOfOnesOwnAreUsed() async throws {
        var both = try bytes("client-rsa")
        both += try bytes("server-rsa")
        try both.write(to: URL(filePath: keys.path("both")))
        for (suite, key) in [
            ("fernet-psk", "psk"), ("aes128-cbc-psk", "aes128"), ("rsa-sealed", "both"), ("rsa-fernet-hmac", "rsa"),
        ] {
            let made = try await generate([
                "--suite", suite, "--key", keys.path(key), "--no-secrets", "--force", "-o", keys.path("own.pcapng"),
            ])
            #expect(made.status.isSuccess, "\(made.error)")
            #expect(try await texts("own.pcapng", keyFile: keys.path(key)).count == 2, "\(suite)")
            #expect(try await texts("own.pcapng", keyFile: samples()).isEmpty, "\(suite)")
        }
        // The same seed and the same key give the same file.
        for name in ["c", "d"] {
            let made = try await generate(["--key", keys.path("psk"), "--seed", "3", "-o", keys.path(name)])
            #expect(made.status.isSuccess && made.error.isEmpty, "\(made.error)")
        }
        #expect(try bytes("c") == bytes("d"))
        let weak = try await generate([
            "--key", keys.path("rsa"), "--suite", "rsa-fernet-hmac", "--seed", "3", "-o", keys.path("e"),
        ])
        #expect(weak.status.isSuccess && weak.error.contains("session keys of rsa-fernet-hmac follow from --seed"))
    }

    @Test("Contradictory or unusable key options of generate are refused, and no file is made")
    func whatCannotBeAnExerciseIsRefused() async throws {
        for (arguments, message) in [
            (["--key", keys.path("psk"), "--fresh-keys"], "give only one of the two"),
            (["--exercise", keys.path("x"), "--key-log", keys.path("y")], "leave --key-log out"),
            (["--fresh-keys", "--seed", "1"], "leave out --seed"),
            (["--exercise", keys.path("x"), "--seed", "1"], "leave out --seed"),
            (["--exercise", keys.path("x"), "--suite", "plaintext"], "the suite plaintext has no keys"),
            (["--exercise", keys.path("x"), "--fault", "wrong-key"], "the answer key would not decrypt the exercise"),
            (["--key", keys.path("aes128")], "there is no key of 32 bytes for the suite fernet-psk"),
            (["--key", keys.path("rsa"), "--suite", "rsa-sealed"], "two RSA private keys"),
            (["--key", keys.path("psk"), "--suite", "toy-dh16"], "the suite toy-dh16 takes no key"),
            (["--key", keys.path("psk.missing")], "No such file"),
            (["--exercise", keys.path("psk")], "exists already"),
        ] {
            let refused = try await generate(arguments + ["-o", keys.path("never")])
            #expect(!refused.status.isSuccess && refused.error.contains(message), "\(refused.error)")
            #expect(!FileManager.default.fileExists(atPath: keys.path("never")), "\(arguments)")
            #expect(!FileManager.default.fileExists(atPath: keys.path("x")), "\(arguments)")
        }
    }

    @Test("Stripping secrets and comments gives the same file as generating without them")
    func commentsAreLeftOutAndTakenOut() async throws {
        for (name, arguments) in [("full", []), ("bare", ["--no-secrets", "--no-comments"])] as [(String, [String])] {
            let made = try await generate(arguments + ["--seed", "9", "-o", keys.path(name)])
            #expect(made.status.isSuccess, "\(made.error)")
        }
        let secrets = ["secrets", "strip", keys.path("full"), "-o"]
        for (arguments, hasComments) in [(["some"], true), (["none", "--comments"], false)] {
            let stripped = try await Programs.run(
                "fernwire", secrets + [keys.path(arguments[0])] + arguments.dropFirst())
            #expect(stripped.status.isSuccess, "\(stripped.error)")
            let found = try bytes(arguments[0]).firstRange(of: Data("The badge reader says".utf8))
            #expect((found != nil) == hasComments)
        }
        #expect(try bytes("none") == bytes("bare"))
    }
}
