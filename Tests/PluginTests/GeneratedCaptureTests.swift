// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import FernwireCapture
import FernwireScenario
import FernwireSession
import Testing

/// Generated captures in the real tshark: TCP finds nothing to complain of, and the secrets inside open what is said.
@Suite struct GeneratedCaptureTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    private func generate(
        _ scenario: Scenario, seed: UInt64 = 1, sessions: Int = 1, hasSecrets: Bool = true
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try Generator(seed: seed, hasSecrets: hasSecrets).run(scenario, sessions: sessions) {
            bytes += $0.capture
            return true
        }
        return bytes
    }

    private func texts(of scenario: Scenario) -> [String] {
        scenario.steps.compactMap { if case .text(let text) = $0.action { text } else { nil } }
    }

    static let sound = ScenarioLibrary.all.filter { scenario in
        scenario.fault == nil && scenario.steps.allSatisfy { $0.fault == nil }
    }.map(\.name)

    @Test(
        "A sound generated capture decrypts itself, and draws no complaint about TCP, IP or checksums", arguments: sound
    ) func opensByItselfAndIsSoundTCP(_ name: String) async throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: name))
        let path = try workbench.file("sample.pcapng", generate(scenario, sessions: 2))
        let expected = texts(of: scenario)
        for pass in [[], ["-2"]] {
            let rows = try await workbench.fields(
                ["fernwire.record.plaintext"], path, filter: "fernwire.record.plaintext", pass)
            let read = rows.joined().joined(separator: "|").split(separator: "|").map(String.init)
            let all = expected.flatMap { [String](repeating: $0, count: 2 * scenario.clients) }
            #expect(read.filter(expected.contains).sorted() == all.sorted())
        }
        let complaints = try await workbench.fields(
            ["frame.number", "_ws.expert.message"], path,
            filter:
                "tcp.analysis.flags || ip.checksum.status == 0 || tcp.checksum.status == 0 || _ws.expert.severity == 0x800000",
            ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"])
        #expect(complaints.isEmpty)
    }

    /// One in the middle answers in both of its connections.
    @Test(
        "Each reply of a generated capture has its request and response time",
        arguments: [("badge-fernet", 1), ("many-clients", 6), ("file-transfer", 1), ("fault-man-in-the-middle", 2)])
    func repliesNameWhatTheyAnswer(_ name: String, _ connections: Int) async throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: name))
        let path = try workbench.file("replies.pcapng", generate(scenario))
        let rows = try await workbench.fields(
            ["fernwire.record.reply_to", "fernwire.request_in", "fernwire.response_time"], path,
            filter: "fernwire.record.reply_to > 0", ["-2"])
        #expect(rows.count == connections * scenario.steps.count { $0.isReply })
        #expect(rows.allSatisfy { !$0[1].isEmpty && !$0[2].isEmpty })
    }

    @Test("A fault shows as it declares, and a sound session does not", arguments: Fault.all)
    func eachFaultIsSeen(_ fault: Fault) async throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: "fault-\(fault.name)"))
        var chat = try #require(ScenarioLibrary.scenario(named: "chat-fernet-psk"))
        chat.suite = scenario.suite
        let path = try workbench.file("fault.pcapng", generate(scenario))
        let sound = try workbench.file("sound.pcapng", generate(chat))
        func count(_ filter: String, _ path: String) async throws -> Int {
            try await workbench.fields(["frame.number"], path, filter: filter).count
        }
        switch fault.symptom {
        case .appears(let filter):
            #expect(try await count(filter, path) > 0)
            #expect(try await count(filter, sound) == 0)
        case .missing(let filter):
            #expect(try await count(filter, path) == 0)
            #expect(try await count(filter, sound) > 0)
        case .complaint(let text):
            let output = try await workbench.run("tshark", ["-n", "-r", path])
            #expect(!output.status.isSuccess && output.error.contains(text))
            return
        }
        let rows = try await workbench.fields(
            ["fernwire.record.plaintext"], path, filter: "fernwire.record.plaintext")
        let read = rows.joined().joined(separator: "|").split(separator: "|").map(String.init)
        let texts = texts(of: scenario)
        // From 4.6 on TCP also reads what overlaps.
        let readsAll = fault == .overlappingSegments && read == texts
        #expect(readsAll || read == self.read(of: fault, texts))
    }

    /// What of the fault's scenario can be read, with the keys and by default: all, where nothing else stands here.
    private func read(of fault: Fault, _ texts: [String]) -> [String] {
        let exceptions: [(faults: [Fault], texts: [String])] = [
            // The session ends at it, before its text or after.
            ([.flippedBit, .oversizedLength, .unknownType, .unknownVersion], Array(texts[..<2])),
            ([.replayedRecord], Array(texts[..<3]) + [texts[2]]),
            ([.reset], Array(texts[..<3])),
            // The receiver notices, and the sender goes on for nobody.
            ([.badPadding], Array(texts[..<2])),
            // Without the reassembly of what is out of order, where TCP passes over what begins as sent before.
            ([.lostSegment, .reorderedSegments, .overlappingSegments], Array(texts[..<2] + texts[3...])),
            ([.differentKeys, .badWrap, .badFinished, .downgrade, .wrongKey, .snaplen], []),
            ([.manInTheMiddle], texts.flatMap { [$0, $0] }),
        ]
        return exceptions.first { $0.faults.contains(fault) }?.texts ?? texts
    }

    /// Any field of a record can be the one whose bit is flipped, and is where the verdict says so.
    @Test(
        "A flipped bit in a named field changes that field, and nothing decrypts from that record on",
        arguments: [
            ("aes128-cbc-psk", "fernwire.record.iv"), ("aes128-cbc-psk", "fernwire.record.ciphertext"),
            ("fernet-psk", "fernwire.epoch"), ("fernet-psk", "fernwire.record.token"),
            ("x25519-ed25519-aes256gcm", "fernwire.record.tag"), ("x25519-ed25519-aes256gcm", "fernwire.sequence"),
        ]) func aNamedFieldIsFlipped(_ suite: String, _ field: String) async throws
    {
        var scenario = try #require(ScenarioLibrary.scenario(named: "chat-fernet-psk"))
        scenario.suite = suite
        let sound = try workbench.file("sound.pcapng", generate(scenario))
        scenario.steps[2].fault = .init(.flippedBit, field: field)
        let flipped = try workbench.file("flipped.pcapng", generate(scenario))
        let values = try await [sound, flipped].asyncMap {
            try await workbench.fields([field], $0, filter: "fernwire.type == 0x20")[2][0]
        }
        #expect(values[0] != values[1] && values[0].count == values[1].count)
        let read = try await workbench.fields(["frame.number"], flipped, filter: "fernwire.record.plaintext")
        #expect(read.count == 2)
    }

    @Test("A client refuses the man in the middle with one alert, and nothing reaches the server")
    func theMiddleIsSeenAndRefused() async throws {
        let refused = try #require(ScenarioLibrary.scenario(named: "man-in-the-middle-refused"))
        let path = try workbench.file("refused.pcapng", generate(refused))
        let alerts = try await workbench.fields(["fernwire.alert.code", "ip.src"], path, filter: "fernwire.alert.code")
        #expect(alerts == [["20", "192.0.2.10"]])
        #expect(try await workbench.fields(["frame.number"], path, filter: "ip.addr == 192.0.2.231").isEmpty)
    }

    /// Every packet that does something says what, in a sentence.
    @Test(
        "Each Fernwire frame of a generated capture has a comment that is a sentence",
        arguments: ["chat-rsa-sealed", "fault-man-in-the-middle", "fault-reset"])
    func theCommentsTell(_ name: String) async throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: name))
        let path = try workbench.file("told.pcapng", generate(scenario))
        let rows = try await workbench.fields(["frame.number", "frame.comment"], path, filter: "fernwire")
        #expect(rows.count > 5)
        #expect(rows.allSatisfy { $0.count == 2 && $0[1].hasSuffix(".") }, "\(rows)")
    }

    @Test("A capture without secrets stays closed, even in a sharkd that has loaded one with secrets")
    func withoutSecretsItStaysClosed() async throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: "chat-x25519-ed25519-aes256gcm"))
        let closed = try workbench.file("closed.pcapng", generate(scenario, hasSecrets: false))
        let text = try await workbench.tshark(closed, ["-V", "-x"])
        #expect(texts(of: scenario).allSatisfy { !text.contains($0) })
        // One capture's secrets are not the next one's: sharkd loads both in one process.
        let open = try workbench.file("open.pcapng", generate(scenario))
        let script = """
            for file in '\(open)' '\(closed)' '\(open)'; do
                echo '{"jsonrpc":"2.0","id":1,"method":"load","params":{"file":"'$file'"}}'
                echo '{"jsonrpc":"2.0","id":2,"method":"frames"}'
            done | sharkd -
            """
        let answers = try await workbench.run("sh", ["-c", script]).text.split(separator: "\n")
            .filter { $0.contains(#""id":2,"#) }
        // Without a filter: sharkd answers one that it was asked before from memory.
        let counts = answers.map { answer in texts(of: scenario).filter { answer.contains($0) }.count }
        #expect(counts == [4, 0, 4])
    }

    /// What others write of it keeps the secrets.
    @Test("A capture's secrets survive editcap, mergecap and tshark, and capinfos and tcpdump read it")
    func theSecretsSurviveOtherPrograms() async throws {
        let scenarios = try ["badge-fernet", "chat-aes256-gcm-psk"].map {
            try #require(ScenarioLibrary.scenario(named: $0))
        }
        let first = try workbench.file("first.pcapng", generate(scenarios[0], seed: 1))
        let second = try workbench.file("second.pcapng", generate(scenarios[1], seed: 2))
        let home = workbench.folder + "/home"
        for (program, arguments, count) in [
            ("editcap", [first, home + "/edited.pcapng"], 2),
            ("mergecap", ["-w", home + "/merged.pcapng", first, second], 6),
            ("tshark", ["-n", "-r", first, "-w", home + "/again.pcapng"], 2),
        ] {
            let written = try await workbench.run(program, arguments)
            #expect(written.status.isSuccess, "\(written.error)")
            let path = try #require(arguments.first { $0.hasPrefix(home) })
            let rows = try await workbench.fields(["frame.number"], path, filter: "fernwire.record.plaintext")
            #expect(rows.count == count, "\(program)")
        }
        let info = try await workbench.run("capinfos", ["-c", first])
        #expect(info.status.isSuccess && info.text.contains("Number of packets"))
        let dump = try await workbench.run("tcpdump", ["-n", "-r", first])
        #expect(dump.status.isSuccess && dump.text.contains("192.0.2.230.9090: Flags [S]"), "\(dump.error)")
    }
}

extension Array {
    fileprivate func asyncMap<Result>(_ body: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { try await results.append(body(element)) }
        return results
    }
}
