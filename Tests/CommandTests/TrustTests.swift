// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Who the other side is: keys that are known, new, or changed.
@Suite(.timeLimit(.minutes(10))) struct TrustTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    private func fingerprint(_ name: String) async throws -> String {
        let shown = try await Programs.run("fernwire", ["public-key", keys.path(name), "--fingerprint"])
        #expect(shown.text.contains(/^(ed25519|rsa) SHA256:[A-Za-z0-9+\/]{43}\n$/))
        return String(try #require(shown.text.split(separator: " ").last).dropLast())
    }

    private func ask(_ port: Int, _ options: [String]) async throws -> Programs.Output {
        try await Programs.run("fernwire-client", ["--port", "\(port)", "--message", "x"] + options)
    }

    private func content(_ name: String) throws -> String {
        try String(contentsOfFile: keys.path(name), encoding: .utf8)
    }

    @Test("An unknown server is refused unless --accept-new is given, and is known from then on")
    func aNewServerIsAcceptedOnlyOnDemandAndThenKnown() async throws {
        let (keys, fingerprint) = (keys, try await fingerprint("server"))
        let trust = ["--trust", keys.path("known")]
        let served = try await Programs.serve(
            "fernwire-server", ["--port", "0", "--identity", keys.path("server")]
        ) { port in
            let name = "127.0.0.1:\(port)"
            // Nobody can be asked here, and nothing was said.
            for options in [[], trust] {
                let refused = try await ask(port, options)
                #expect(refused.status == .exited(1) && refused.text.isEmpty)
                #expect(refused.error.contains("the identity of \(name) is not known: ed25519 \(fingerprint) "))
            }
            #expect(!FileManager.default.fileExists(atPath: keys.path("known")))
            let answer1 = try await ask(port, ["--accept-new"])
            #expect(answer1.status.isSuccess)
            let accepted = try await ask(port, trust + ["--accept-new"])
            #expect(accepted.status.isSuccess && accepted.error.contains("\(name) is remembered as \(fingerprint)"))
            let again = try await ask(port, trust)
            #expect(again.status.isSuccess && again.error.isEmpty)
            let line = try await Programs.run("fernwire", ["public-key", keys.path("server"), "--name", name])
            #expect(try content("known") == line.text)
        }
        #expect(served.text.contains("identity ed25519 \(fingerprint)\n"))
        #expect(served.text.matches(of: /sent the alert identity_unknown/).count == 2)
        #expect(served.text.matches(of: /: text: x\n/).count == 3)
    }

    /// A person at a terminal: whatever the answer, the server was left before the client said who it is.
    @Test("A person is asked before the client shows its identity", arguments: ["yes", "no"])
    func aPersonIsAsked(_ answer: String) async throws {
        let (keys, fingerprint) = (keys, try await fingerprint("server"))
        let own = try await self.fingerprint("client")
        let served = try await Programs.serve(
            "fernwire-server", ["--port", "0", "--identity", keys.path("server"), "--require-client-auth"]
        ) { port in
            let client = Programs.folder.appending(path: "fernwire-client").path()
            let options = ["--identity", keys.path("client"), "--trust", keys.path("asked-\(answer)")]
            let asked = try await Programs.run(
                "python3",
                ["-c", Self.terminal, answer, client, "--port", "\(port)", "--message", "x"] + options)
            let question = "The identity of 127.0.0.1:\(port) is not known yet: ed25519 \(fingerprint)"
            #expect(asked.text.contains(question) && asked.text.contains("Accept it (yes or no)? "))
            if answer == "yes" {
                #expect(asked.text.contains("Hello from the Fernwire server.") && asked.status.isSuccess)
                #expect(try content("asked-yes").contains("127.0.0.1:\(port) ed25519 "))
            } else {
                #expect(asked.text.contains("was not accepted") && asked.status == .exited(1))
                #expect(!FileManager.default.fileExists(atPath: keys.path("asked-no")))
            }
        }
        #expect(served.text.matches(of: /sent the alert identity_unknown/).count == 1)
        #expect(served.text.contains(own) == (answer == "yes"))
        #expect(served.text.contains(": text: x\n") == (answer == "yes"))
    }

    @Test("Nobody is asked where standard input is no terminal, though there is one")
    func nobodyIsAskedThroughAPipe() async throws {
        let keys = keys
        _ = try await Programs.serve(
            "fernwire-server", ["--port", "0", "--identity", keys.path("server")]
        ) { port in
            let client = Programs.folder.appending(path: "fernwire-client").path()
            let piped = try await Programs.run(
                "python3",
                [
                    "-c", Self.terminal, "yes", "/bin/sh", "-c", "echo x | \"$1\" --port \"$2\"", "sh", client,
                    "\(port)",
                ])
            #expect(piped.text.contains("is not known") && !piped.text.contains("Accept it"), "\(piped.text)")
            #expect(piped.status == .exited(1))
        }
    }

    /// Runs a program at a terminal of its own, types its first argument when it is asked, and ends as the program does.
    private static let terminal = """
        import os, pty, sys
        pid, terminal = pty.fork()
        if pid == 0:
            os.execv(sys.argv[2], sys.argv[2:])
        said, typed = b"", False
        while True:
            try:
                chunk = os.read(terminal, 4096)
            except OSError:
                break
            if not chunk:
                break
            said += chunk
            if not typed and b"(yes or no)? " in said:
                os.write(terminal, sys.argv[1].encode() + b"\\n")
                typed = True
        print(said.decode())
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """

    @Test("A server whose key changed is refused with both fingerprints, even with --accept-new")
    func aChangedServerIsRefusedWithBothFingerprints() async throws {
        let (keys, old, new) = (keys, try await fingerprint("client"), try await fingerprint("server"))
        _ = try await Programs.serve("fernwire-server", ["--port", "0", "--identity", keys.path("server")]) { port in
            let line = try await Programs.run(
                "fernwire", ["public-key", keys.path("client.pub"), "--name", "127.0.0.1:\(port)"])
            try ("# known servers\n\n" + line.text).write(toFile: keys.path("known"), atomically: true, encoding: .utf8)
            for options in [["--trust", keys.path("known")], ["--peer-key", keys.path("client.pub")]] {
                // Not even on demand.
                let demand = options[0] == "--trust" ? ["--accept-new"] : []
                let refused = try await ask(port, options + demand)
                #expect(refused.status == .exited(1))
                #expect(refused.error.contains("is not who it was: ") && refused.error.contains(old))
                #expect(refused.error.contains(new))
            }
            #expect(try content("known") == "# known servers\n\n" + line.text)
            try Data("not a line\n".utf8).write(to: URL(filePath: keys.path("broken")))
            let broken = try await ask(port, ["--trust", keys.path("broken")])
            #expect(broken.error.contains("line 1 is not a name, ed25519 or rsa, and a public key in base64"))
        }
    }

    /// A host that holds another host's key, or whose line was copied, is not known.
    @Test("A key that is known under another name is not known") func namesCount() async throws {
        let keys = keys
        _ = try await Programs.serve("fernwire-server", ["--port", "0", "--identity", keys.path("server")]) { port in
            for (name, isKnown) in [("127.0.0.1:1", false), ("other", false), ("127.0.0.1:\(port)", true)] {
                let line = try await Programs.run("fernwire", ["public-key", keys.path("server.pub"), "--name", name])
                try line.text.write(toFile: keys.path("names"), atomically: true, encoding: .utf8)
                let asked = try await ask(port, ["--trust", keys.path("names")])
                #expect(asked.status.isSuccess == isKnown, "\(name)")
                #expect(asked.error.contains("is not known") == !isKnown, "\(name)")
            }
        }
    }

    @Test("A server names known clients, refuses anonymous and unknown ones, and can learn new ones")
    func aServerKnowsItsClientsByName() async throws {
        let keys = keys
        let line = try await Programs.run("fernwire", ["public-key", keys.path("client"), "--name", "alice"])
        try line.text.write(toFile: keys.path("clients"), atomically: true, encoding: .utf8)
        let identity = ["--port", "0", "--identity", keys.path("server")]
        let peer = ["--peer-key", keys.path("server.pub")]
        let known = try await Programs.serve("fernwire-server", identity + ["--trust", keys.path("clients")]) { port in
            let answer2 = try await ask(port, peer + ["--identity", keys.path("client")])
            #expect(answer2.status.isSuccess)
            let nobody = try await ask(port, peer)
            #expect(nobody.error.contains("identity_required"))
            let stranger = try await ask(port, peer + ["--identity", keys.path("server")])
            #expect(stranger.error.contains("identity_refused"))
        }
        #expect(known.text.contains("established, x25519-ed25519-chacha20poly1305, alice\n"))
        let any = try await Programs.serve("fernwire-server", identity + ["--require-client-auth"]) { port in
            let answer3 = try await ask(port, peer + ["--identity", keys.path("client")])
            #expect(answer3.status.isSuccess)
            let answer4 = try await ask(port, peer)
            #expect(answer4.error.contains("identity_required"))
        }
        #expect(any.text.contains("established, x25519-ed25519-chacha20poly1305, ed25519 SHA256:"))
        let learning = identity + ["--trust", keys.path("learnt"), "--accept-new"]
        _ = try await Programs.serve("fernwire-server", learning) { port in
            for _ in 0..<2 {
                let answer5 = try await ask(port, peer + ["--identity", keys.path("client")])
                #expect(answer5.status.isSuccess)
            }
        }
        #expect(try content("learnt").split(separator: "\n").count == 1)
    }

    /// What stands in a client's hello follows from the keys that it was given.
    @Test("The keys given decide the suite, and one that cannot prove a pinned key is refused")
    func theKeysDecideWhichSuitesAreOffered() async throws {
        let keys = keys
        let both = ["--port", "0", "--identity", keys.path("server"), "--key", keys.path("psk")]
        let served = try await Programs.serve("fernwire-server", both) { port in
            let answer6 = try await ask(port, ["--key", keys.path("psk")])
            #expect(answer6.status.isSuccess)
            let answer7 = try await ask(port, ["--peer-key", keys.path("server.pub")])
            #expect(answer7.status.isSuccess)
            // To a pinned peer no suite is spoken that would not prove it.
            let pinned = try await ask(
                port, ["--peer-key", keys.path("server.pub"), "--key", keys.path("psk"), "--suite", "fernet-psk"])
            #expect(pinned.error.contains("does not prove the public key that --peer-key or --trust demands"))
        }
        let suites = served.text.matches(of: /established, ([a-z0-9-]+)/).map { String($0.1) }
        #expect(suites == ["fernet-psk", "x25519-ed25519-chacha20poly1305"])
    }

    @Test("How a key is written tells its suite, unless --suite does") func formsOfKeys() async throws {
        let keys = keys
        for (key, options, suite) in [
            ("psk", [], "fernet-psk"), ("aes256", [], "aes256-gcm-psk"),
            ("psk", ["--suite", "aes256-gcm-psk"], "aes256-gcm-psk"), ("aes128", [], "aes128-cbc-psk"),
        ] {
            let given = ["--key", keys.path(key)] + options
            let served = try await Programs.serve("fernwire-server", ["--port", "0"] + given) { port in
                let asked = try await ask(port, given)
                #expect(asked.status.isSuccess, "\(asked.error)")
            }
            #expect(served.text.contains("established, \(suite)\n"))
        }
        let both = ["--suite", "fernet-psk", "--suite", "aes256-gcm-psk", "--key", keys.path("psk")]
        let refused = try await Programs.run("fernwire-client", both)
        #expect(
            refused.error.contains("one key is used with one suite only; name one of fernet-psk and aes256-gcm-psk"))
        let missing = try await Programs.run("fernwire-client", ["--suite", "rsa-sealed", "--key", keys.path("psk")])
        #expect(
            missing.error.contains(
                "the suite rsa-sealed needs an RSA private key, and --key or --identity holds another kind of key"))
    }

    @Test("An insecure suite needs --insecure, a secure one refuses it, and contradictions are refused")
    func insecureSuitesAreSpokenOnlyByThatName() async throws {
        for (arguments, message) in [
            (["--suite", "plaintext"], "The suite plaintext protects nothing"),
            (["--suite", "rsa-fernet-hmac"], "never authenticates the server"),
            (["--insecure", "fernet-psk"], "The suite fernet-psk needs no --insecure"),
            (["--insecure", "plaintext", "--suite", "fernet-psk"], "--insecure offers one suite alone"),
            (["--insecure", "rot13"], "There is no suite rot13"),
            (["--peer-key", "x", "--accept-new"], "--peer-key names the one key"),
        ] {
            for program in ["fernwire-client", "fernwire-server"] {
                let refused = try await Programs.run(program, arguments)
                #expect(refused.status == .exited(64) && refused.error.contains(message), "\(refused.error)")
            }
        }
    }
}
