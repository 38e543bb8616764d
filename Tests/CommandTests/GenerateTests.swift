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

    @Test("The same seed gives the same file on any path, and an existing file is kept without --force")
    func theSameSeedGivesTheSameFileWhateverItsPath() async throws {
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

    @Test("A scenario can be listed, shown, changed and generated, and a mistake in it is refused")
    func aScenarioCanBeShownChangedAndGivenBack() async throws {
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
        #expect(refused.status == .exited(1) && refused.error.contains("bad.yaml: line 15: step 3: form: no such key"))
        #expect(!FileManager.default.fileExists(atPath: keys.path("never")))
        let unknown = try await generate(["--scenario", "nothing", "-o", keys.path("never")])
        #expect(unknown.error.contains("there is no scenario nothing"))
    }

    @Test("A capture has the sessions, messages, sizes, rate and start asked for; --show has suite and fault")
    func whatTheOptionsSayIsDone() async throws {
        let load = ["--suite", "plaintext", "--size", "100", "--rate", "2", "--sessions", "3", "--start", "1700000000"]
        for (name, options) in [("counted", ["--messages", "8"]), ("timed", ["--duration", "4"])] {
            let made = try await generate(load + options + ["-o", keys.path(name)])
            #expect(made.status.isSuccess, "\(made.error)")
            let texts = try bytes(name).split { $0 != UInt8(ascii: "x") }.map(\.count).filter { $0 > 20 }
            #expect(texts == Array(repeating: 100, count: 3 * 8), "\(name)")
            let columns = ["-T", "fields", "-e", "tcp.stream", "-e", "frame.time_epoch", "-r", keys.path(name)]
            let shown = try await Programs.run("sh", ["-c", "tshark \(columns.joined(separator: " "))"])
            let rows = shown.text.split(separator: "\n").map { $0.split(separator: "\t") }
            #expect(Set(rows.map { $0[0] }) == ["0", "1", "2"])
            let times = try rows.filter { $0[0] == "0" }.map { try #require(Double($0[1])) }
            let (first, last) = (try #require(times.first), try #require(times.last))
            #expect((1_700_000_000..<1_700_000_001).contains(first) && (4..<5).contains(last - first), "\(times)")
        }
        let shown = try await generate(["--show", "--suite", "plaintext", "--fault", "reset"])
        #expect(shown.text.contains("suite: plaintext\n") && shown.text.contains("fault: reset\n"))
    }

    @Test("generate refuses each wrong value of an option with a message that names it")
    func whatNoOptionMaySayIsRefused() async throws {
        for (arguments, message) in [
            (["--fault", "bad"], "There is no fault bad; there are: flipped-bit"),
            (["--suite", "bad"], "There is no suite bad"), (["--size", "9-1"], "--size must be a number of bytes"),
            (["--sessions", "0"], "--sessions must be 1 to"), (["--rate", "0"], "--rate must be"),
            (["--messages", "1", "--duration", "1"], "Give only one of --messages and --duration"),
            (["--messages", "1000000000", "--rate", "0.001"], "would take more than 30 years"),
            (["--duration", "1e9"], "--duration must be up to a year"), (["--start", "later"], "--start must be now"),
            (["--duration", "1000001", "--rate", "1000"], "makes more than 1000000000 messages, the limit"),
        ] {
            let refused = try await generate(arguments + ["-o", keys.path("never")])
            #expect(refused.status == .exited(64) && refused.error.contains(message), "\(refused.error)")
        }
        let most = try await generate(["--duration", "1000000", "--rate", "1000", "--show"])
        #expect(most.status.isSuccess, "\(most.error)")
        let cannot = try await generate(["--fault", "bad-wrap", "--suite", "rsa-fernet-hmac", "-o", "/nowhere/x"])
        #expect(cannot.status == .exited(1) && cannot.error.contains("cannot make /nowhere/x: No such file"))
        #expect(!FileManager.default.fileExists(atPath: keys.path("never")))
    }

    /// What an interrupted generator leaves is a whole capture.
    @Test("A generator that is interrupted leaves a valid capture with its secrets", arguments: ["INT", "TERM"])
    func interruptedItLeavesAFileThatOpens(_ signal: String) async throws {
        let program = Programs.folder.appending(path: "fernwire").path()
        let script = """
            '\(program)' generate --messages 100000000 -o '\(keys.path("cut"))' &
            while [ "$(stat -c %s '\(keys.path("cut"))' 2>/dev/null || echo 0)" -lt 300000 ]; do sleep 0.05; done
            kill -\(signal) $!; wait $!; echo $?
            """
        let output = try await Programs.run("sh", ["-c", script])
        #expect(output.text == (signal == "INT" ? "130\n" : "143\n"), "\(output.error)")
        let info = try await Programs.run("sh", ["-c", "capinfos -Tcm '\(keys.path("cut"))'"])
        #expect(info.status.isSuccess && !info.text.isEmpty && info.error.isEmpty, "\(info.error)")
        let shown = try await Programs.run("fernwire", ["secrets", "show", keys.path("cut")])
        #expect(shown.status.isSuccess && shown.text.contains("1 pre-shared"))
    }

    /// Ten times the messages take no more memory.
    @Test("generate takes less than 8 MB more memory for 36,000 more messages")
    func memoryStaysFlat() async throws {
        let program = Programs.folder.appending(path: "fernwire").path()
        var peaks: [Int] = []
        for count in [4_000, 40_000] {
            let script = """
                import resource, subprocess
                subprocess.run(["\(program)", "generate", "--messages", "\(count)", "-o", "/dev/null", "--force"], check=True)
                print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
                """
            let output = try await Programs.run("python3", ["-c", script])
            peaks.append(
                try #require(Int(output.text.trimmingCharacters(in: .whitespacesAndNewlines)), "\(output.error)"))
        }
        // In kilobytes; a thousand bytes a message would be 36,000 more.
        #expect(peaks[1] - peaks[0] < 8_000, "\(peaks)")
    }

    @Test("Secrets can be added to, shown in and stripped from a capture, and wrong input is refused")
    func secretsAreAddedShownAndTakenOut() async throws {
        func secrets(_ arguments: [String]) async throws -> Programs.Output {
            try await Programs.run("fernwire", ["secrets"] + arguments)
        }
        _ = try await generate(["--no-secrets", "--key-log", keys.path("log"), "-o", keys.path("bare")])
        let none = try await secrets(["show", keys.path("bare")])
        #expect(none.text == "\(keys.path("bare")) contains no keys\n")
        let added = try await secrets(["add", keys.path("bare"), "--keys", keys.path("log"), "-o", keys.path("full")])
        #expect(added.status.isSuccess && added.error.contains("warning: whoever has"))
        let shown = try await secrets(["show", keys.path("full")])
        #expect(shown.text == "Fernwire keys: 1 pre-shared, 0 private, 0 key-log lines, 0 lines that are no keys\n")
        // Lines of other key logs are copied along, and are no error.
        let foreign = ["CLIENT_RANDOM 00 11", "NEW_KEY fernet-psk 00 11 client 1 22", "FERNWIRE_MAC_KEY new-suite 00"]
        try (bytes("log") + Data(foreign.map { $0 + "\n" }.joined().utf8)).write(to: URL(filePath: keys.path("more")))
        let more = try await secrets(["add", keys.path("bare"), "--keys", keys.path("more"), "-o", keys.path("both")])
        #expect(more.status.isSuccess, "\(more.error)")
        #expect(try await secrets(["show", keys.path("both")]).text == shown.text)
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

    @Test("Stripping a file that is malformed leaves nothing, and one that exists is replaced when the copy is whole")
    func strippingLeavesNothingHalfDone() async throws {
        _ = try await generate(["-o", keys.path("full")])
        let full = try bytes("full")
        func strip(_ name: String, _ output: String, _ options: [String] = []) async throws -> Programs.Output {
            try await Programs.run(
                "fernwire", ["secrets", "strip", keys.path(name), "--comments", "-o", keys.path(output)] + options)
        }
        // The last block ends too early; the comment of the first packet claims more bytes than its block has.
        let comment = try #require(full.firstRange(of: Data("TCP's three-way handshake".utf8))).lowerBound
        var malformed = full
        malformed[comment - 1] = 0x7F
        for (name, data, message) in [
            ("cut", full.dropLast(7), "the file ends inside the block at byte "),
            ("malformed", malformed, "is malformed, so that its comments cannot be told from the rest"),
        ] {
            try data.write(to: URL(filePath: keys.path(name)))
            let before = try FileManager.default.contentsOfDirectory(atPath: keys.folder).sorted()
            let refused = try await strip(name, "never")
            #expect(refused.status == .exited(1) && refused.error.contains(message), "\(refused.error)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: keys.folder).sorted() == before)
            // What is there is kept until there is something better.
            #expect(try await !strip(name, "full", ["--force"]).status.isSuccess)
            #expect(try bytes("full") == full)
        }
        let kept = try await strip("full", "psk")
        #expect(kept.status == .exited(1) && kept.error.contains("exists already"))
        // A capture may be replaced by its own copy.
        let replaced = try await strip("full", "full", ["--force"])
        #expect(replaced.status.isSuccess, "\(replaced.error)")
        _ = try await generate(["--no-secrets", "--no-comments", "-o", keys.path("bare")])
        #expect(try bytes("full") == bytes("bare"))
        let info = try await Programs.run("sh", ["-c", "capinfos -c '\(keys.path("full"))'"])
        #expect(info.status.isSuccess && info.error.isEmpty, "\(info.error)")
        let program = Programs.folder.appending(path: "fernwire").path()
        let piped = try await Programs.run(
            "sh", ["-c", "'\(program)' secrets strip '\(keys.path("full"))' -o - | cmp - '\(keys.path("full"))'"])
        #expect(piped.status.isSuccess, "\(piped.text)")
    }

    @Test("Comments of another program's file are taken out, blocks of unknown kinds stay, and tshark reads the rest")
    func commentsOfOthersAreTakenOut() async throws {
        _ = try await generate(["--no-comments", "-o", keys.path("bare")])
        let edited = try await Programs.run(
            "sh",
            [
                "-c",
                "cd '\(keys.folder)' && editcap -a '2:told of a packet' --capture-comment 'told of the file' bare told",
            ])
        #expect(edited.status.isSuccess, "\(edited.error)")
        // A custom block (draft-ietf-opsawg-pcapng) of 20 bytes, whose data could be anything.
        let custom: [UInt8] =
            [0xAD, 0x0B, 0, 0, 20, 0, 0, 0, 0xD9, 0x7E, 0, 0] + Array("kept".utf8) + [20, 0, 0, 0]
        try (bytes("told") + custom).write(to: URL(filePath: keys.path("told")))
        #expect(try bytes("told").firstRange(of: Data("told of a packet".utf8)) != nil)
        #expect(try bytes("told").firstRange(of: Data("told of the file".utf8)) != nil)
        for (options, hasComments) in [([], true), (["--comments"], false)] as [([String], Bool)] {
            let stripped = try await Programs.run(
                "fernwire", ["secrets", "strip", keys.path("told"), "--force", "-o", keys.path("out")] + options)
            #expect(stripped.status.isSuccess, "\(stripped.error)")
            let data = try bytes("out")
            #expect((data.firstRange(of: Data("told of".utf8)) != nil) == hasComments)
            #expect(data.suffix(20) == Data(custom))
            func packets(_ name: String) async throws -> String {
                let path = keys.path(name)
                let shown = try await Programs.run(
                    "sh", ["-c", "capinfos -Tmrc '\(path)' | cut -d, -f2- && tshark -r '\(path)' -x"])
                #expect(shown.status.isSuccess && !shown.error.contains("rror"), "\(shown.error)")
                return shown.text
            }
            #expect(try await packets("out") == packets("told"))
        }
    }

    /// What follows from a seed has no place where keys are real. These programs are built apart, each with what it depends on; a
    /// release has one executable for all.
    @Test("No code of the server and the client depends on the seeded random generator")
    func neitherServerNorClientCanBeSeeded() throws {
        func hasSeed(_ program: String) throws -> Bool {
            let binary = try Data(contentsOf: Programs.built.appending(path: program))
            return binary.firstRange(of: Data("TEST-RAND".utf8)) != nil
        }
        #expect(try hasSeed("fernwire"))
        #expect(try !hasSeed("fernwire-server") && !hasSeed("fernwire-client"))
    }
}
