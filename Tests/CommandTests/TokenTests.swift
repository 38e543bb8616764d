// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// `fernwire token`.
@Suite("fernwire token") struct TokenTests {
    private let folder: TokenFolder
    private static let token = FernetVectors.token
    private static let at = ["--at", "1985-10-26T08:20:01Z"]

    init() async throws {
        folder = try await TokenFolder()
    }

    private var keys: Keys { folder.keys }

    private func write(_ name: String, _ text: String) throws -> String { try folder.write(name, text) }

    private func run(_ arguments: [String], input: String = "") async throws -> Programs.Output {
        try await folder.run(arguments, input: input)
    }

    @Test("A token is told line by line, the same from its argument, from standard input and from a file")
    func aTokenIsTold() async throws {
        let expected = """
            version     0x80
            timestamp   1985-10-26 08:20:00 UTC
            age         1 second (1 s)
            length      100 characters, 73 bytes, 16 of them ciphertext
            base64url   canonical
            key         \(keys.path("key")), line 1
            plaintext   5 bytes, text
                hello

            """
        let options = ["--keys", keys.path("key")] + Self.at
        let file = try write("token", Self.token + "\n")
        for (arguments, input) in [([Self.token], ""), ([], Self.token), (["-"], Self.token + "\n"), ([file], "")] {
            let output = try await run(arguments + options, input: input)
            #expect(output.status.isSuccess && output.text == expected && output.error.isEmpty, "\(output.error)")
        }
        let closed = try await run([Self.token] + Self.at)
        #expect(closed.status == .exited(1))
        #expect(closed.text.contains("plaintext   closed; 0 to 15 bytes\n"))
        #expect(
            closed.text.hasSuffix(
                "closed      no key was given; name the file or the folder of the service's keys with --keys PATH\n"))
    }

    @Test("Several tokens are told with their lines, and one that stays closed makes the status 1")
    func severalTokens() async throws {
        let input = "\(Self.token)\n\n\(Self.token.dropLast(9))\n"
        let output = try await run(["--keys", keys.path("key")], input: input)
        #expect(output.status == .exited(1))
        #expect(output.text.hasPrefix("token 1, line 1\nversion "))
        #expect(
            output.text.contains("\n\ntoken 2, line 3\nversion ") && output.text.contains("\nclosed      it is cut: "))
        let both = try await run(["--keys", keys.path("key")], input: "\(Self.token)\n\(Self.token)\n")
        #expect(both.status.isSuccess)
    }

    @Test("The key that fits is named with its path, its line and its role, whatever its file holds")
    func theKeyIsNamed() async throws {
        let (zero, two) = (TokenFolder.repository["0"] ?? "", TokenFolder.repository["2"] ?? "")
        let rsa = try String(contentsOfFile: keys.path("rsa"), encoding: .utf8)
        let line = rsa.split(separator: "\n").count + 1
        for (path, name) in [
            (keys.path("repository"), "repository/2, secondary"),
            (try write("list", "\(two)\n\(zero)\n"), "list, line 1, primary"),
            (try write("list2", "# new first\n\(zero)\n\(two)\n"), "list2, line 3"),
            (try write("commas", "\(zero),\(two)"), "commas, line 1, key 2"),
            (try write("named", "door \(two)\n"), "named, line 1, door"),
            (try write("mixed", rsa + two), "mixed, line \(line)"),
        ] {
            let output = try await run([Self.token, "--keys", path])
            #expect(
                output.status.isSuccess && output.text.contains("key         \(keys.path(name))\n"), "\(output.text)")
        }
        // The paths are tried in their order, and their keys are counted together.
        let wrong = try await run([Self.token, "--keys", keys.path("psk"), "--keys", keys.path("other")])
        #expect(wrong.text.contains("closed      none of the 2 keys makes its HMAC: "))
        let second = try await run([Self.token, "--keys", keys.path("psk"), "--keys", keys.path("repository")])
        #expect(second.text.contains("repository/2, secondary\n"))
        _ = try write("repository/10", two)
        #expect(
            try await run([Self.token, "--keys", keys.path("repository")]).text.contains("repository/10, primary\n"))
    }

    @Test("With --ttl an expired token and one from the future are refused, though they open")
    func timeToLive() async throws {
        let options = [Self.token, "--keys", keys.path("key"), "--ttl", "60", "--at"]
        #expect(try await run(options + ["499162860"]).status.isSuccess)
        let expired = try await run(options + ["499162861"])
        #expect(expired.status == .exited(1))
        #expect(
            expired.text.contains("refused     it expired 1 second ago (1 s): ") && expired.text.contains("    hello\n")
        )
        let future = try await run(options + ["1985-10-26T08:00:00Z"])
        #expect(future.status == .exited(1) && future.text.contains("20 minutes (1200 s) in the future"))
    }

    @Test("--json writes an object on a line for each token, which Python reads")
    func json() async throws {
        let made = try await run(
            ["--make", "--keys", keys.path("key"), "--at", "5"], input: "{\"a\": [1, \"\u{9B}\"]}")
        let input = "\(made.text)\(Self.token.dropLast(7))\n"
        let output = try await run(["--json", "--keys", keys.path("key"), "--at", "6"], input: input)
        #expect(output.status == .exited(1) && !output.text.contains("\u{9B}"))
        let script = """
            import json, sys
            one, two = [json.loads(line) for line in sys.stdin]
            assert one["status"] == "opened" and one["plaintext"] == {"a": [1, "\\x9b"]} and one["age"] == 1, one
            assert one["key"]["path"].endswith("/key") and one["key"]["line"] == 1 and one["canonical"] is True, one
            assert two["status"] == "closed" and two["reason"] == "cut" and two["line"] == 2 and "plaintext" not in two, two
            assert two["timestamp"] == 499162800 and two["time"] == "1985-10-26T08:20:00Z" and two["age"] < 0, two
            """
        let python = try await Programs.run("python3", ["-c", script], input: output.text)
        #expect(python.status.isSuccess, "\(python.error)\(output.text)")
    }

    @Test("A token that --make makes opens in Python, made with the primary key of a folder, of a list, or of a file")
    func makes() async throws {
        let (zero, ten) = (TokenFolder.repository["0"] ?? "", TokenFolder.repository["10"] ?? "")
        let list = try write("list", "\(zero)\n\(ten)\n")
        let text = try write("text", "from a file\n")
        for (path, key) in [(keys.path("repository"), ten), (list, zero), (keys.path("key"), FernetVectors.keyText)] {
            for (arguments, input, plaintext) in [
                (["Hello Bob"], "", "Hello Bob"), ([], "from a pipe", "from a pipe"), ([text], "", "from a file\n"),
            ] {
                let made = try await run(["--make", "--keys", path, "--at", "1700000000"] + arguments, input: input)
                #expect(made.status.isSuccess && made.error.isEmpty, "\(made.error)")
                let script = """
                    import sys
                    from cryptography.fernet import Fernet
                    key, token = sys.argv[1:3]
                    assert Fernet(key).extract_timestamp(token) == 1700000000
                    sys.stdout.write(Fernet(key).decrypt(token).decode())
                    """
                let token = made.text.trimmingCharacters(in: .newlines)
                #expect(made.text == token + "\n")
                let python = try await Programs.run("python3", ["-c", script, key, token])
                #expect(python.text == plaintext, "\(python.error)")
            }
        }
    }

    @Test("--rotate encrypts again with the primary key and keeps the timestamp, as Python's MultiFernet.rotate")
    func rotates() async throws {
        let ten = TokenFolder.repository["10"] ?? ""
        let input = "b'\(Self.token)'\n\(Self.token.dropLast(30))\n"
        let output = try await run(["--rotate", "--keys", keys.path("repository")], input: input)
        #expect(output.status == .exited(1))
        #expect(output.error.hasPrefix("Error: the token at line 2: it is cut: "), "\(output.error)")
        let script = """
            import sys
            from cryptography.fernet import Fernet, MultiFernet
            new, old, token, rotated = sys.argv[1:5]
            theirs = MultiFernet([Fernet(new), Fernet(old)]).rotate(token)
            for one in [theirs, rotated]:
                assert Fernet(new).extract_timestamp(one) == 499162800
                assert Fernet(new).decrypt(one) == b"hello"
            """
        let rotated = output.text.trimmingCharacters(in: .newlines)
        let python = try await Programs.run("python3", ["-c", script, ten, FernetVectors.keyText, Self.token, rotated])
        #expect(python.status.isSuccess && rotated != Self.token, "\(python.error)")
    }

    @Test("A plaintext of control characters does not steer the terminal")
    func controlCharacters() async throws {
        let made = try await run(["--make", "--keys", keys.path("key")], input: "a red \u{1B}[31mtext\u{9B}2J")
        let output = try await run(["--keys", keys.path("key")], input: made.text)
        #expect(output.text.hasSuffix("    a red \\u{1b}[31mtext\\u{9b}2J\n"))
    }
}
