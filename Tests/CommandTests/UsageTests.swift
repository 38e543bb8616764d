// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// What a new user types first, and what is wrong with it.
@Suite struct UsageTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    @Test(
        "Each program prints its usage for --help and its version for --version",
        arguments: ["fernwire-server", "fernwire-client", "fernwire"])
    func helpAndVersion(_ program: String) async throws {
        let help = try await Programs.run(program, ["--help"])
        #expect(help.status.isSuccess && help.text.contains("USAGE: \(program)"))
        if program != "fernwire" {
            for option in ["--host", "--port", "--suite", "--key ", "--message", "--key-log"] {
                #expect(help.text.contains(option), "\(option)")
            }
        }
        #expect(try await Programs.run(program, ["--version"]).text == "0.1.0\n")
    }

    @Test(
        "A wrong option or value ends the client with status 64 and its usage",
        arguments: [
            ["--bogus"], ["--port", "70000"], ["--port", "x"], ["--suite", "rot13"], ["--wait", "-1"],
            ["--key-id", ""],
        ])
    func wrongUsage(_ arguments: [String]) async throws {
        let output = try await Programs.run("fernwire-client", arguments)
        #expect(output.status == .exited(64))
        #expect(output.error.hasPrefix("Error: "))
        #expect(output.error.contains("Usage: fernwire-client"))
    }

    @Test("An unusable key is refused with its reason, and the file's text is not shown")
    func whatIsWrongWithAKeyIsSaidWithoutShowingIt() async throws {
        let secret = "my-secret-that-is-no-key"
        try Data(secret.utf8).write(to: URL(filePath: keys.path("garbage")))
        let cases = [
            (
                ["--key", keys.path("missing")],
                "Error: cannot open \(keys.path("missing")): No such file or directory\n"
            ),
            (["--key", keys.folder], "Error: \(keys.folder) is a folder, not a file\n"),
            (
                ["--key", keys.path("garbage")],
                "Error: \(keys.path("garbage")): neither a pre-shared key (16 or 32 bytes: base64, as Fernet keys are, hexadecimal or bare)"
                    + " nor a private key in PEM\n"
            ),
            (
                ["--key", "/dev/zero"],
                "Error: /dev/zero is larger than 1 MiB, the limit for key files, scenarios and answers\n"
            ),
            (
                ["--suite", "fernet-psk"],
                "Error: the suite fernet-psk needs a Fernet key, and none was given; fernwire keygen fernet --output FILE makes"
                    + " one, --key FILE takes it\n"
            ),
            (
                ["--identity", keys.path("rsa"), "--peer-key", keys.path("server.pub")],
                "Error: no suite has the keys that it needs; fernwire suites says what there is\n"
            ),
            (["--key-id", "x"], "Error: --key-id names the key of --key, which is missing\n"),
            (
                ["--key-log", "/nonexistent/log"],
                "Error: cannot open the key log /nonexistent/log: No such file or directory\n"
            ),
        ]
        for (arguments, message) in cases {
            let output = try await Programs.run("fernwire-client", arguments + ["--port", "1", "--message", "x"])
            #expect(output.status == .exited(1))
            #expect(output.error.hasSuffix(message), "\(output.error)")
            #expect(!output.error.contains(secret))
        }
        let warned = try await Programs.run("fernwire-client", ["--key", keys.path("garbage"), "--port", "1"])
        #expect(warned.error.contains("is readable by other users; chmod 600 "))
    }

    @Test("fernwire suites prints exactly docs/SUITES.md")
    func theTableOfSuitesIsTheDocuments() async throws {
        let root = URL(filePath: Programs.peer).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let document = try String(contentsOf: root.appending(path: "docs/SUITES.md"), encoding: .utf8)
        // fernwire suites > docs/SUITES.md
        #expect(try await Programs.run("fernwire", ["suites"]).text == document)
    }

    @Test("fernwire generate --index prints exactly the table of captures/library/README.md")
    func theTableOfCapturesIsTheDocuments() async throws {
        let page = Capturing.project.appending(path: "captures/library/README.md")
        let document = try String(contentsOf: page, encoding: .utf8)
        // make captures
        let index = try await Programs.run("fernwire", ["generate", "--index"])
        #expect(index.text.hasPrefix("| Capture | ") && document.hasSuffix("\n\n" + index.text), "\(index.error)")
    }

    @Test("A refused connection and an unknown host are reported by the client")
    func nobodyThere() async throws {
        let refused = try await Programs.run("fernwire-client", ["--port", "1", "--message", "x"])
        #expect(refused.status == .exited(1))
        #expect(refused.error == "Error: cannot connect to 127.0.0.1:1: Connection refused\n")
        let unknown = try await Programs.run("fernwire-client", ["--host", "host.invalid", "--message", "x"])
        #expect(unknown.error == "Error: cannot connect to host.invalid:9090: no such host\n")
    }

    @Test("A server reports a port that is already in use")
    func aPortInUse() async throws {
        _ = try await Programs.serve("fernwire-server", ["--port", "0"]) { port in
            let second = try await Programs.run("fernwire-server", ["--port", "\(port)"])
            #expect(second.status == .exited(1))
            #expect(second.error == "Error: cannot listen on 127.0.0.1:\(port): Address already in use\n")
        }
    }

    @Test("Keys that keygen makes are private files, and Python's cryptography reads them")
    func keysArePythonsAndPrivate() async throws {
        for name in ["psk", "rsa"] {
            let mode = try FileManager.default.attributesOfItem(atPath: keys.path(name))[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        #expect(try Data(contentsOf: URL(filePath: keys.path("psk"))).count == 44)
        let script = """
            import sys
            from cryptography.fernet import Fernet
            from cryptography.hazmat.primitives.serialization import load_pem_private_key
            Fernet(open(sys.argv[1], "rb").read())
            print(load_pem_private_key(open(sys.argv[2], "rb").read(), None).key_size)
            """
        let python = try await Programs.run("python3", ["-c", script, keys.path("psk"), keys.path("rsa")])
        #expect(python.text == "2048\n", "\(python.error)")
    }

    @Test("keygen replaces a file with --force only, and refuses RSA keys of 1024 bits")
    func keygenNeverOverwritesUnasked() async throws {
        let before = try Data(contentsOf: URL(filePath: keys.path("psk")))
        let again = try await Programs.run("fernwire", ["keygen", "fernet", "-o", keys.path("psk")])
        #expect(again.status == .exited(1))
        #expect(again.error == "Error: \(keys.path("psk")) exists already; --force replaces it\n")
        #expect(try Data(contentsOf: URL(filePath: keys.path("psk"))) == before)
        let forced = try await Programs.run("fernwire", ["keygen", "fernet", "--force", "-o", keys.path("psk")])
        #expect(forced.status.isSuccess)
        #expect(try Data(contentsOf: URL(filePath: keys.path("psk"))) != before)
        let small = try await Programs.run("fernwire", ["keygen", "rsa", "--bits", "1024"])
        #expect(small.status == .exited(64))
        let piped = try await Programs.run("fernwire", ["keygen", "fernet"])
        #expect(piped.text.count == 44)
    }
}
