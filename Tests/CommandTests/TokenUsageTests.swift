// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// What is wrong with a command line of `fernwire token`, and with what it names.
@Suite("fernwire token, wrong use") struct TokenUsageTests {
    private let files: TokenFolder
    private static let token = FernetVectors.token

    init() async throws {
        files = try await TokenFolder()
    }

    @Test("A key on the command line is refused with status 64, and not shown")
    func keysOnTheCommandLine() async throws {
        let key = FernetVectors.keyText
        for arguments in [
            [Self.token, "--keys", key], [Self.token, "--keys", "FERNET_KEY=\(key)"],
            [Self.token, "--keys", "\(key),\(key)"],
            [Self.token, "--keys", String(key.dropLast(2))], [key], [key, "--keys", files.keys.path("key")],
            [Self.token, "--keys", String(repeating: "0a", count: 32)],
        ] {
            let output = try await files.run(arguments)
            #expect(output.status == .exited(64) && output.text.isEmpty)
            #expect(
                output.error.contains("other users can read what stands on a command line. Put the key into a file"))
            #expect(!output.error.contains(key.prefix(20)) && !output.error.contains("0a0a"), "\(output.error)")
        }
    }

    @Test("Wrong use ends with status 64 and its reason")
    func wrongUse() async throws {
        let key = ["--keys", files.keys.path("key")]
        for (arguments, reason) in [
            (["--make", "--rotate"] + key, "--make and --rotate: give only one of the two."),
            (["--make", "x"], "Give --keys PATH: new tokens are made with its primary key."),
            (["--make", "x", "--json"] + key, "--json says what tokens hold; leave it out with --make and --rotate."),
            (["--rotate", "x", "--ttl", "5"] + key, "--ttl belongs to the reading of tokens; leave it out."),
            (["--rotate", "x", "--at", "5"] + key, "--rotate keeps the timestamps; leave out --at."),
            (
                ["x", "--at", "noon"],
                "--at must be a time in UTC, such as 2026-07-01T12:00:00Z, or seconds since 1970."
            ),
            (["x", "--ttl", "-1"], "--ttl"),
        ] {
            let output = try await files.run(arguments)
            #expect(output.status == .exited(64) && output.error.contains(reason), "\(output.error)")
        }
    }

    @Test("Whoever types a token is told how to end it, and nobody else is")
    func atATerminal() async throws {
        let program = Programs.folder.appending(path: "fernwire").path()
        let note = "standard input is read; end it with Ctrl-D"
        let typed = try await Programs.run(
            "sh", ["-c", "script -qec \"$1 token\" /dev/null", "sh", program], input: Self.token + "\n\u{04}")
        #expect(typed.text.contains(note) && typed.text.contains("timestamp"), "\(typed.text)")
        let piped = try await files.run([], input: Self.token)
        #expect(!piped.error.contains(note) && piped.text.contains("timestamp"), "\(piped.text)")
    }

    @Test("Input and keys that cannot be read end with status 1 and the reason")
    func whatCannotBeRead() async throws {
        try files.makeFolder("folder")
        let folder = try files.write("folder/main", FernetVectors.keyText).replacing("/main", with: "")
        let garbage = try files.write("garbage", "xyzzy\n")
        for (arguments, input, reason) in [
            ([], "", "there is no token: the input is empty"), ([], " \n\n", "there is no token: the input is empty"),
            ([folder], "", "\(folder) is a folder, not a file"),
            (["/dev/zero"], "", "/dev/zero is larger than 1 MiB, the limit for tokens"),
            ([Self.token, "--keys", "missing"], "", "Cannot read Fernet keys from missing: there is no such file"),
            (
                [Self.token, "--keys", files.keys.path("rsa")], "",
                "No Fernet keys in \(files.keys.path("rsa")): its lines hold none"
            ),
            (
                [Self.token, "--keys", garbage], "",
                "No key in \(garbage), line 1: not a Fernet key (44 characters of base64url), with a name before it or without"
            ),
            (
                ["--make", "x", "--keys", folder], "",
                "no file of \(folder) is called by a number, so none is the primary key; name the file of the key"
            ),
        ] {
            let output = try await files.run(arguments, input: input)
            #expect(
                output.status == .exited(1) && output.text.isEmpty && output.error == "Error: \(reason)\n",
                "\(output.error)")
        }
        let unnamed = try await files.run([Self.token, "--keys", folder])
        #expect(unnamed.status.isSuccess && unnamed.text.contains("key         \(folder)/main\n"))
        let misnamed = try await files.run(["tokens.txt"])
        #expect(misnamed.status == .exited(1) && misnamed.error == "note: there is no file of this name, either\n")
        _ = try files.write("partly", "\(FernetVectors.keyText)\nxyzzy\n")
        let partly = try await files.run([Self.token, "--keys", files.keys.path("partly")])
        #expect(partly.status.isSuccess && partly.error.hasPrefix("warning: No key in "))
        #expect(!partly.error.contains("xyzzy"))
    }
}
