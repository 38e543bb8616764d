// SPDX-License-Identifier: Apache-2.0
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
        try Generator(seed: seed, hasSecrets: hasSecrets).run(scenario, sessions: sessions) { capture, _ in
            bytes += capture
        }
        return bytes
    }

    private func texts(of scenario: Scenario) -> [String] {
        scenario.steps.compactMap { if case .text(let text) = $0.action { text } else { nil } }
    }

    static let sound = ScenarioLibrary.all.filter { $0.steps.allSatisfy { $0.fault == nil } }.map(\.name)

    @Test(arguments: sound) func opensByItselfAndIsSoundTCP(_ name: String) async throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: name))
        let path = try workbench.file("sample.pcapng", generate(scenario, sessions: 2))
        let expected = texts(of: scenario)
        for pass in [[], ["-2"]] {
            let rows = try await workbench.fields(
                ["fernwire.record.plaintext"], path, filter: "fernwire.record.plaintext", pass)
            #expect(rows.flatMap { $0 } == expected + expected)
        }
        let complaints = try await workbench.fields(
            ["frame.number", "_ws.expert.message"], path,
            filter: "tcp.analysis.flags || ip.checksum.status == 0 || tcp.checksum.status == 0",
            ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"])
        #expect(complaints.isEmpty)
    }

    /// Each fault draws the verdict that it declares, and no other scenario does.
    @Test(arguments: Fault.allCases) func eachFaultIsSeen(_ fault: Fault) async throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: "fault-\(fault.rawValue)"))
        let path = try workbench.file("fault.pcapng", generate(scenario))
        let seen = try await workbench.fields(["frame.number"], path, filter: fault.verdict)
        #expect(!seen.isEmpty)
        let read = try await workbench.fields(
            ["fernwire.record.plaintext"], path, filter: "fernwire.record.plaintext"
        ).flatMap { $0 }
        switch fault {
        case .flippedBit: #expect(read == ["Before it", "So far, so good"])
        case .replayedRecord: #expect(read == ["Before it", "So far, so good", "Now it happens", "Now it happens"])
        case .retransmission, .oddSplits: #expect(read == texts(of: scenario))
        case .lostSegment: #expect(read == ["Before it", "So far, so good", "After it"])
        case .reset: #expect(read == ["Before it", "So far, so good", "Now it happens"])
        }
        let sound = try #require(ScenarioLibrary.scenario(named: "chat-fernet-psk"))
        let other = try workbench.file("sound.pcapng", generate(sound))
        #expect(try await workbench.fields(["frame.number"], other, filter: fault.verdict).isEmpty)
    }

    @Test func withoutSecretsItStaysClosed() async throws {
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
    @Test func theSecretsSurviveOtherPrograms() async throws {
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
    }
}
