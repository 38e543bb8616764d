// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import Foundation
import Testing

/// Our programs against a peer that was written from PROTOCOL.md alone.
@Suite(.serialized) struct InteropTests {
    static let suites = SuiteRegistry.standard.suites.map { $0.name.description }
    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    @Test("The Python peer's client gets echoes of text, JSON, binary and a file from our server", arguments: suites)
    func thePeersClientWithOurServer(_ suite: String) async throws {
        let file = keys.path("some file.bin")
        try Data((0..<50_000).map { UInt8(truncatingIfNeeded: $0) }).write(to: URL(filePath: file))
        let keys = keys
        for fragment in ["7", "16384"] {
            let served = try await Programs.serve("fernwire-server", keys.server(suite) + ["--mode", "echo"]) { port in
                let asked = try await Programs.run(
                    "peer",
                    ["client", "--port", "\(port)", "--fragment", fragment, "--ignorable"] + keys.client(suite)
                        + ["--message", "grüße", "--json", #"{"a": 1}"#, "--binary", "00ff"]
                        + (fragment == "7" ? [] : ["--file", file]))
                #expect(asked.status.isSuccess, "\(asked.error)")
                var expected = ["received text: grüße", #"received json: {"a": 1}"#, "received binary: 00ff"]
                if fragment != "7" { expected.append("received file: some file.bin 50000 sha-ok") }
                #expect(asked.text.split(separator: "\n").map(String.init) == expected + ["ended"])
            }
            #expect(served.status.isSuccess)
            #expect(served.text.contains("client 1: text: grüße\n"))
            #expect(served.text.contains("client 1: ended\n"))
        }
    }

    @Test("Our client gets echoes of its lines from the Python peer's server", arguments: suites)
    func ourClientWithThePeersServer(_ suite: String) async throws {
        let keys = keys
        let served = try await Programs.serve(
            "peer", ["server"] + keys.server(suite) + ["--mode", "echo", "--ignorable"], endWith: nil
        ) { port in
            let asked = try await Programs.run(
                "fernwire-client", ["--port", "\(port)"] + keys.client(suite), input: "one\nzwölf\nend\nnever\n")
            #expect(asked.status.isSuccess, "\(asked.error)")
            #expect(asked.text == "one\nzwölf\n")
        }
        #expect(served.text.contains("received text: one\nreceived text: zwölf\nended\n"))
        #expect(served.status.isSuccess)
    }

    /// A nonce that took one byte of the sequence number would come again.
    @Test(
        "A session of 400 messages opens at a peer that was written by others",
        arguments: [
            "aes256-gcm-psk", "x25519-ed25519-chacha20poly1305", "x25519-ed25519-aes256gcm", "aes128-cbc-psk",
        ]) func longSessions(_ suite: String) async throws
    {
        let keys = keys
        let lines = (0..<400).map { "message \($0)\n" }.joined()
        let served = try await Programs.serve(
            "peer", ["server"] + keys.server(suite) + ["--mode", "echo"], endWith: nil
        ) { port in
            let asked = try await Programs.run(
                "fernwire-client", ["--port", "\(port)"] + keys.client(suite), input: lines)
            #expect(asked.status.isSuccess && asked.text == lines, "\(asked.error)")
        }
        #expect(served.text.matches(of: /received text: message/).count == 400 && served.text.hasSuffix("ended\n"))
    }

    struct Deviation: Sendable {
        var suite: String
        var side: String
        var name: String
        /// The alert that it must draw; `-` for none.
        var alert: String
    }

    /// The alert of a deviation of which nothing is expected.
    private static let anything = "*"

    /// Each way in which the peer can break the protocol draws the alert that PROTOCOL.md names.
    @Test("Every deviation of the Python peer draws the alert that it lists, or none", .timeLimit(.minutes(15)))
    func everyDeviation() async throws {
        let suites = Self.suites
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            // Few at once, since each waits for others' deadlines more than it works.
            for worker in 0..<3 {
                group.addTask {
                    var count = 0
                    for place in stride(from: worker, to: suites.count, by: 3) {
                        let deviations = try await deviations(of: suites[place])
                        try await check(suites[place], deviations)
                        count += deviations.count
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(count > 1450)
    }

    private func deviations(of suite: String) async throws -> [Deviation] {
        let list = try await Programs.run("peer", ["client", "--list-deviations", "--suite", suite])
        return list.text.split(separator: "\n").flatMap { line in
            let words = line.split(separator: " ").map(String.init)
            // What JSON is, is for the application to judge.
            let alert = words[0] == "bad-json" ? Self.anything : words[2]
            return ["client", "server"].filter { ["both", $0].contains(words[1]) }
                .map { Deviation(suite: suite, side: $0, name: words[0], alert: alert) }
        }
    }

    /// All deviations of a suite, each in a connection of its own.
    private func check(_ suite: String, _ deviations: [Deviation]) async throws {
        let keys = keys
        let clients = deviations.filter { $0.side == "client" }
        let served = try await Programs.serve("fernwire-server", keys.server(suite)) { port in
            let peer = try await Programs.run(
                "peer", ["client", "--port", "\(port)", "--deviate", "all", "--message", "hello"] + keys.client(suite))
            expect(clients, peer.error)
        }
        // It outlived them all.
        #expect(served.status.isSuccess)
        let servers = deviations.filter { $0.side == "server" }
        let arguments = ["server", "--deviate", "all", "--message", "hi"] + keys.server(suite)
        let peer = try await Programs.serve("peer", arguments, endWith: nil) { port in
            for deviation in servers {
                let client = try await Programs.run(
                    "fernwire-client", ["--port", "\(port)", "--message", "hello", "--wait", "40"] + keys.client(suite))
                guard deviation.alert != Self.anything else { continue }
                #expect(!client.status.isSuccess, "\(deviation)")
                #expect(client.error.contains("Error: "), "\(deviation) \(client.error)")
            }
        }
        expect(servers, peer.error)
    }

    /// - Parameter said: what the peer said of the deviations, a line that names each and then what came of it.
    private func expect(_ deviations: [Deviation], _ said: String) {
        let parts = said.split(separator: #/(?:^|\n)deviation /#).map { $0.split(separator: "\n", maxSplits: 1) }
        #expect(parts.map { $0.first.map(String.init) } == deviations.map(\.name))
        for (deviation, part) in zip(deviations, parts) where deviation.alert != Self.anything {
            let alerts = part.dropFirst().joined().matches(of: /alert received: (\S+)/).map { String($0.1) }
            #expect(alerts == (deviation.alert == "-" ? [] : [deviation.alert]), "\(deviation)")
        }
    }
}
