// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// `fernwire compare`.
@Suite(.timeLimit(.minutes(10))) struct CompareTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    /// A capture of a scenario.
    private func made(_ scenario: String, _ options: [String] = []) async throws -> String {
        let path = keys.path("\(scenario)\(options.joined()).pcapng".replacing("/", with: "-"))
        let made = try await Programs.run(
            "fernwire", ["generate", "--scenario", scenario, "--force", "-o", path] + options)
        #expect(made.status.isSuccess, "\(made.error)")
        return path
    }

    private func compare(_ arguments: [String], columns: Int = 100) async throws -> Programs.Output {
        try await Programs.run("fernwire", ["compare"] + arguments, environment: ["COLUMNS": "\(columns)"])
    }

    private func badges() async throws -> [String] {
        [try await made("badge-plaintext"), try await made("badge-fernet")]
    }

    @Test("compare shows the plaintext side's words, the encrypted side's sizes, and what the latter leaks")
    func theSameWordsAreReadInTheOneAndNotInTheOther() async throws {
        let output = try await compare(badges(), columns: 120)
        #expect(output.status.isSuccess && output.error.isEmpty, "\(output.error)")
        let rows = output.text.split(separator: "\n").filter { $0.hasPrefix("→") || $0.hasPrefix("←") }
        let cells = rows.map { $0.split(separator: "│").map { $0.trimmingCharacters(in: .whitespaces) } }
        let encrypted = "bytes, encrypted at 2026-01-05 09:00:00 UTC"
        #expect(
            cells == [
                [
                    "→ 0.0000 Client Hello: plaintext",
                    #"0.0000 Client Hello: fernet-psk; key "sample""#,
                ],
                ["← 0.0002 Server Hello: plaintext", #"0.0002 Server Hello: fernet-psk; key "sample""#],
                ["→ 0.0004 Finished", "0.0004 Finished"], ["← 0.0007 Finished", "0.0007 Finished"],
                ["→ 0.2009 Text: BadgeNumber: 12345", "0.2009 184 \(encrypted)"],
                ["← 0.2112 Text: The badge is valid.", "0.2112 184 \(encrypted)"],
                ["→ 0.3614 End of Session", "0.3614 164 \(encrypted)"],
                ["← 0.3616 End of Session", "0.3616 164 \(encrypted)"],
            ], "\(output.text)")
        #expect(output.text.contains("A (plaintext) protects nothing: everyone on the way reads it"))
        #expect(!output.text.contains("What still leaks from A"))
        for leak in [
            "What still leaks from B, without any key\n", "fernet-psk, and it is not forward secret",
            #"The client names its key "sample", the server takes "sample""#,
            "→ 2 records of 348 bytes in all, ← 2 records of 348 bytes in all",
            "gives its content's to within 16 bytes:", "184       1       1   14 to 29 bytes\n",
            "The server answers after 0.242 ms to 10.2 ms (2 times, mean 5.2 ms).",
            "The longest silence lasts 200.2 ms",
            "The client's were made at 2026-01-05 09:00:00 UTC by a clock between 201.6 ms behind and 637.8 ms",
        ] {
            let text = output.text.replacing(/\n {13}(?=\S)/, with: " ")
            #expect(text.contains(leak), "\(leak): \(output.text)")
        }
    }

    @Test("compare says what leaks from each encrypted capture, whichever side it is on")
    func eitherMayBeTheEncryptedOne() async throws {
        let files = try await badges()
        let output = try await compare(files.reversed())
        #expect(output.text.contains("What still leaks from A") && !output.text.contains("What still leaks from B"))
        #expect(output.text.contains("B (plaintext) protects nothing"))
        let row = try #require(output.text.split(separator: "\n").first { $0.contains("BadgeNumber") })
        #expect(row.split(separator: "│").map { $0.contains("BadgeNumber") } == [false, true])
        let both = try await compare([files[1], files[1]])
        #expect(both.text.contains("leaks from A") && both.text.contains("leaks from B"))
        #expect(!both.text.contains("BadgeNumber"))
    }

    /// A sniffer has no keys, even if the capture has.
    @Test("compare ignores the secrets in a capture, but reads toy-dh16 by brute force")
    func keysInsideAreNotUsed() async throws {
        let (full, bare) = (try await made("badge-fernet"), try await made("badge-fernet", ["--no-secrets"]))
        let outputs = [try await compare([full, full]).text, try await compare([bare, bare]).text]
        #expect(outputs[0].replacing(full, with: "") == outputs[1].replacing(bare, with: ""))
        #expect(!outputs[0].contains("BadgeNumber"))
        // But for those that everyone finds.
        let toy = try await compare([made("chat-toy-dh16"), made("chat-aes256-gcm-psk")], columns: 160)
        #expect(toy.text.contains("Text: Hello Bob, are you there? [key found by trying]"))
        #expect(toy.text.contains("A (toy-dh16) is a toy") && !toy.text.contains("leaks from A"))
    }

    @Test(
        "compare reports each suite's forward secrecy, length leak and public key, and aligns the rows",
        arguments: [
            ("chat-x25519-ed25519-aes256gcm", "and it is forward secret", "to the byte:", "25 bytes", false),
            ("chat-rsa-sealed", "not forward secret", "no more than a limit", "0 to 172 bytes", true),
            ("chat-rsa-fernet-hmac", "not forward secret", "to within 16 bytes:", "14 to 29 bytes", true),
            ("chat-aes128-cbc-psk", "not forward secret", "to within 16 bytes:", "14 to 29 bytes", false),
        ]) func eachSuiteLeaksInItsOwnWay(
            _ name: String, _ secrecy: String, _ lengths: String, _ content: String, _ showsKey: Bool
        ) async throws
    {
        let output = try await compare([made("chat-plaintext"), made(name)], columns: 200)
        for text in [secrecy, lengths, content] { #expect(output.text.contains(text), "\(text): \(output.text)") }
        #expect(output.text.contains("shows the public key SHA256:") == showsKey)
        #expect(output.text.contains("Each token says when") == name.contains("fernet"))
        // Flights that plaintext does not have stand alone; all else stands side by side.
        let rows = output.text.split(separator: "\n").filter { $0.hasPrefix("→") || $0.hasPrefix("←") }
        let alone = rows.filter { $0.contains(#/^. +│ /#) }
        let flights = ["x25519": 4, "rsa-sealed": 2, "rsa-fernet": 2, "aes128": 0].first { name.contains($0.key) }
        #expect(alone.count == flights?.value && rows.count == 10 + alone.count, "\(output.text)")
        // In their places: after the hellos.
        #expect(rows.firstIndex { $0.contains("Finished") } == 2 + alone.count, "\(output.text)")
    }

    @Test("compare leaves a missing record's cell blank, and reports lost bytes, replays and clock jumps")
    func whatIsNotThereLeavesTheOtherSideBlank() async throws {
        let output = try await compare([made("badge-fernet"), made("fault-lost-segment")])
        let rows = output.text.split(separator: "\n").filter { $0.hasPrefix("→") || $0.hasPrefix("←") }
        #expect(rows.count == 10 && rows.count { $0.contains(#/^. +│ /#) } == 2)
        #expect(output.text.contains(/B lacks \d+ bytes that were sent\n/) && !output.text.contains("A lacks"))
        let replayed = try await compare([made("badge-fernet"), made("fault-replayed-record")])
        #expect(replayed.text.contains("[replayed]") && replayed.text.contains("Repetition 1 record came twice."))
        let late = try await compare([made("chat-aes256-gcm-psk"), made("fault-expired-token")], columns: 200)
        #expect(late.text.contains("by a clock that jumps, between 2.0 h behind"))
    }

    /// Lines fit, and what stands below each other begins in the same column.
    @Test(
        "compare fits its rows to COLUMNS, aligns wide characters and escapes control characters",
        arguments: [50, 80, 100, 160]) func itFitsTheTerminal(_ columns: Int) async throws
    {
        let text = "门" + String(repeating: "e\u{301}", count: 20) + String(repeating: "门🙂", count: 60)
        let scenario = """
            name: wide
            summary: Wide
            suite: plaintext
            steps:
              - from: client
                text: "\(text)"
              - from: server
                text: "\\e[31mred \\u202E reversed"
            """
        try scenario.write(toFile: keys.path("wide.yaml"), atomically: true, encoding: .utf8)
        let wide = try await made(keys.path("wide.yaml"))
        let output = try await compare([wide, try await made("chat-rsa-sealed")], columns: columns)
        func width(_ text: Substring) -> Int { text.reduce(0) { $0 + ("门🙂".contains($1) ? 2 : 1) } }
        let lines = output.text.split(separator: "\n")
        #expect(lines.allSatisfy { width($0) <= columns }, "\(output.text)")
        let places = lines.compactMap { line in line.firstIndex(of: "│").map { width(line[..<$0]) } }
        #expect(places.count > 10 && Set(places).count == 1, "\(output.text)")
        #expect(output.text.contains("门e\u{301}e\u{301}") && output.text.contains(#/… {1,2}│/#))
        #expect(output.text.contains("Text: \\u{1b}[") && !output.text.contains("\u{1B}"))
        #expect(!output.text.contains("\u{202E}"))
    }

    /// Colours, and the width that the terminal says, whatever COLUMNS does.
    @Test("compare takes its width from the terminal rather than COLUMNS, and NO_COLOR removes colours")
    func aTerminalSaysItsWidth() async throws {
        let program = Programs.folder.appending(path: "fernwire").path()
        let files = try await badges()
        func shown(_ variables: String) async throws -> String {
            let script = """
                import fcntl, os, pty, struct, sys, termios
                main, other = pty.openpty()
                fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 70, 0, 0))
                if os.fork() == 0:
                    os.dup2(other, 1)
                    os.execve("\(program)", ["fernwire", "compare", "\(files[0])", "\(files[1])"], {\(variables)})
                os.close(other)
                while True:
                    try:
                        data = os.read(main, 65536)
                    except OSError:
                        break
                    if not data: break
                    sys.stdout.buffer.write(data)
                """
            return try await Programs.run("python3", ["-c", script]).text
        }
        let coloured = try await shown(#""COLUMNS": "160""#)
        #expect(coloured.contains("\u{1B}[31mText: BadgeNumber: 12345") && coloured.contains("\u{1B}[1mWhat still"))
        let plain = try await shown(#""NO_COLOR": "1""#)
        #expect(plain == coloured.replacing(/\e\[\d+m/, with: "") && plain.contains("BadgeNumber"))
        #expect(plain.split(separator: "\r\n").map(\.count).max() == 70)
    }

    @Test("--stream chooses each capture's TCP connection, and an unknown or invalid one is refused")
    func theConnectionCanBeChosen() async throws {
        let many = try await made("many-clients")
        let first = try await compare([many, many, "--stream", "3"])
        #expect(first.text.contains("tcp.stream 3") && first.status.isSuccess)
        let two = try await compare([many, many, "--stream", "1", "--stream", "2"])
        #expect(two.text.contains("UTC, tcp.stream 1,") && two.text.contains("UTC, tcp.stream 2,"))
        let none = try await compare([many, many, "--stream", "6"])
        #expect(none.status == .exited(1) && none.text.isEmpty)
        #expect(none.error == "Error: \(many): no Fernwire frames in TCP connection 6\n")
        for wrong in [["--stream=-1"], ["--stream", "1", "--stream", "1", "--stream", "1"]] {
            let refused = try await compare([many, many] + wrong)
            #expect(refused.status == .exited(64) && refused.error.contains("--stream must be a number from 0 on"))
        }
    }

    @Test("compare names the file and reason when a capture is missing, not pcapng or without a session")
    func whatCannotBeReadIsSaid() async throws {
        let fernet = try await made("badge-fernet")
        try Data("no capture\n".utf8).write(to: URL(filePath: keys.path("text")))
        let classic = try await Programs.run(
            "sh",
            [
                "-c",
                "editcap -F pcap '\(fernet)' '\(keys.path("classic"))' && editcap -r '\(fernet)' '\(keys.path("bare"))' 1-3",
            ])
        #expect(classic.status.isSuccess, "\(classic.error)")
        for (name, message) in [
            ("missing", "cannot open \(keys.path("missing")): No such file or directory"),
            ("text", "\(keys.path("text")): this is no pcapng file"),
            (
                "classic",
                "\(keys.path("classic")): this is a classic pcap file; editcap -F pcapng OLD NEW makes a pcapng"
            ),
            ("bare", "\(keys.path("bare")): no Fernwire session in it\n"),
        ] {
            for files in [[fernet, keys.path(name)], [keys.path(name), fernet]] {
                let refused = try await compare(files)
                #expect(refused.status == .exited(1) && refused.text.isEmpty)
                #expect(refused.error.hasPrefix("Error: \(message)"), "\(refused.error)")
            }
        }
        #expect(try await compare([fernet]).status == .exited(64))
        // What editcap makes of it is read.
        let again = keys.path("again.pcapng")
        _ = try await Programs.run("sh", ["-c", "editcap -F pcapng '\(keys.path("classic"))' '\(again)'"])
        #expect(try await compare([again, fernet]).status.isSuccess)
    }

    @Test("compare reads a cut capture up to the cut with a warning, and fails if no session is left")
    func aCutFileIsReadAsFarAsItGoes() async throws {
        let files = try await badges()
        let whole = try Data(contentsOf: URL(filePath: files[1]))
        try whole.dropLast(700).write(to: URL(filePath: keys.path("cut")))
        let output = try await compare([files[0], keys.path("cut")])
        #expect(
            output.status.isSuccess
                && output.error.contains(#/^warning: .*cut: the file ends inside the block at byte /#))
        let rows = output.text.split(separator: "\n").filter { $0.hasPrefix("→") || $0.hasPrefix("←") }
        #expect(rows.count == 8 && rows.count { $0.contains(/│ +\d/) } < 8)
        try whole.prefix(402).write(to: URL(filePath: keys.path("cut")))
        let short = try await compare([files[0], keys.path("cut")])
        #expect(short.status == .exited(1))
        #expect(short.error.contains(/cut: no Fernwire session in it; the file ends inside the block at byte \d+\n/))
    }

    /// Captures of the real programs on the loopback interface.
    @Test("compare reads the sample captures of real sessions")
    func capturesOfRealSessionsAreRead() async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "captures").path()
        let output = try await compare([folder + "/plaintext-session.pcapng", folder + "/first-session.pcapng"])
        #expect(output.status.isSuccess && output.error.isEmpty)
        #expect(output.text.contains("Text: Hello Bob, badge 4711 at the nort…"), "\(output.text)")
        #expect(output.text.contains("204       1       1   30 to 45 bytes"))
    }

    /// So many rows and no more, and ten times the records take no more memory.
    @Test("compare prints at most 10,000 rows, and 49,000 more records take less than 4 MB more memory")
    func memoryStaysFlat() async throws {
        let program = Programs.folder.appending(path: "fernwire").path()
        var peaks: [Int] = []
        for count in [11_000, 60_000] {
            let path = try await made("chat-plaintext", ["--messages", "\(count)"])
            let script = """
                import resource, subprocess
                out = subprocess.run(["\(program)", "compare", "\(path)", "\(path)"], check=True, capture_output=True).stdout
                print([line for line in out.decode().splitlines() if "more frames in B" in line][0])
                print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
                """
            let lines = try await Programs.run("python3", ["-c", script]).text.split(separator: "\n")
            // Beside the messages six frames begin and end it.
            #expect(lines.first == "… and \(count - 10_000 + 6) more frames in B")
            peaks.append(try #require(lines.last.flatMap { Int($0) }))
            try FileManager.default.removeItem(atPath: path)
        }
        // In kilobytes; a hundred bytes a record would be 4,900 more.
        #expect(peaks[1] - peaks[0] < 4_000, "\(peaks)")
    }
}
