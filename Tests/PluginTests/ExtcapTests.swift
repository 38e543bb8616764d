// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import FernwireScenario
import Foundation
import Testing

/// `fernwiredump` as a capture interface of the real tshark.
@Suite(.timeLimit(.minutes(10))) struct ExtcapTests {
    let workbench: Workbench
    let program: String

    init() throws {
        workbench = try Workbench()
        let built = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "fernwiredump")
        program = workbench.folder + "/extcap/fernwiredump"
        try FileManager.default.createDirectory(
            atPath: workbench.folder + "/extcap", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: built.path(), toPath: program)
    }

    private func tshark(_ arguments: [String], seconds: Int = 60) async throws -> Workbench.Output {
        try await workbench.run(
            "tshark", arguments, environment: ["WIRESHARK_EXTCAP_DIR": workbench.folder + "/extcap"],
            seconds: seconds)
    }

    @Test("tshark lists the capture interface fernwire with the link type Ethernet")
    func isListed() async throws {
        let list = try await tshark(["-D"])
        #expect(list.text.contains("fernwire (Fernwire sample sessions)"), "\(list.text)\(list.error)")
        let types = try await tshark(["-L", "-i", "fernwire"])
        #expect(types.text.contains("EN10MB (Ethernet)"), "\(types.text)\(types.error)")
    }

    /// What is captured is live, and decrypted as it comes.
    @Test("A capture from the interface is live and decrypted as it comes")
    func capturesDecrypted() async throws {
        let begin = Date()
        let output = try await tshark([
            "-n", "-i", "fernwire", "-a", "packets:20", "-o", "extcap.fernwire.scenario:badge-fernet", "-o",
            "extcap.fernwire.rate:5", "-T", "fields", "-e", "frame.time_epoch", "-e", "fernwire.record.plaintext",
        ])
        #expect(output.status.isSuccess, "\(output.error)")
        let rows = output.text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        let read = rows.filter { $0.count == 2 }.map { $0[1] }
        #expect(Array(read.prefix(2)) == ["BadgeNumber: 12345", "The badge is valid."], "\(output.text)")
        let times = rows.compactMap { Double($0[0]) }
        #expect(times.allSatisfy { abs($0 - begin.timeIntervalSince1970) < 600 } && times == times.sorted())
        // Two messages of a fifth of a second each, at least.
        #expect(Date().timeIntervalSince(begin) > 0.35)
    }

    @Test("The interface's options set fault, suite and secrets, and an unknown suite is refused")
    func optionsReachIt() async throws {
        // tshark 4.0 shows what an interface says that refuses, and then waits for its packets without end.
        let output = try await tshark(
            [
                "-n", "-i", "fernwire", "-a", "packets:16", "-o", "extcap.fernwire.scenario:chat-plaintext", "-o",
                "extcap.fernwire.fault:flipped-bit", "-o", "extcap.fernwire.suite:chacha", "-o",
                "extcap.fernwire.rate:20",
            ], seconds: 10)
        #expect(output.text.isEmpty && output.error.contains("There is no suite chacha"), "\(output.error)")
        let faulty = try await tshark([
            "-n", "-i", "fernwire", "-a", "packets:16", "-o", "extcap.fernwire.scenario:chat-plaintext", "-o",
            "extcap.fernwire.fault:flipped-bit", "-o", "extcap.fernwire.rate:20", "-o",
            "extcap.fernwire.suite:aes256-gcm-psk", "-T", "fields", "-e", "_ws.expert.message",
        ])
        #expect(faulty.text.contains("The record MAC does not match"), "\(faulty.error)")
        let closed = try await tshark([
            "-n", "-i", "fernwire", "-a", "packets:16", "-o", "extcap.fernwire.nosecrets:true", "-o",
            "extcap.fernwire.rate:20", "-V",
        ])
        #expect(closed.text.contains("Fernet token") && !closed.text.contains("BadgeNumber"), "\(closed.error)")
    }

    /// What Wireshark asks for is answered in its sentences; all else is refused.
    @Test("fernwiredump describes its options to Wireshark, and refuses incomplete or unusable calls")
    func answersAndRefuses() async throws {
        let options = try await workbench.run(program, ["--extcap-interface", "fernwire", "--extcap-config"])
        #expect(options.text.contains("arg {number=0}{call=--scenario}{display=Scenario}{type=selector}"))
        for fault in Fault.all { #expect(options.text.contains("value {arg=4}{value=\(fault.name)}")) }
        for (arguments, message) in [
            ([], "Give one of --extcap-interfaces"),
            (["--extcap-interface", "eth0", "--capture"], "no interface eth0"),
            (["--extcap-interface", "fernwire", "--capture"], "--capture needs --fifo"),
            (["--extcap-interfaces", "--sessions=-1"], "--sessions must be at least 0"),
            (["--extcap-interfaces", "--rate", "0.009"], "--rate must be 0.01 to 1000"),
            (["--extcap-interfaces", "--rate", "1001"], "--rate must be 0.01 to 1000"),
            (
                ["--extcap-interface", "fernwire", "--capture", "--fifo", "/nowhere/x"],
                "cannot make /nowhere/x: No such file or directory"
            ),
            (
                ["--extcap-interface", "fernwire", "--capture", "--fifo", "x", "--extcap-capture-filter", "tcp"],
                "takes no capture filter"
            ),
            (
                [
                    "--extcap-interface", "fernwire", "--capture", "--fifo", "x", "--fault", "bad-wrap", "--suite",
                    "plaintext",
                ],
                "has nothing that bad-wrap could happen to"
            ),
        ] {
            let refused = try await workbench.run(program, arguments)
            #expect(!refused.status.isSuccess && refused.error.contains(message), "\(refused.error)")
        }
    }
}
