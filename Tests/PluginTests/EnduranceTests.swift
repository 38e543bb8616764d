// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import Foundation
import TestSupport
import Testing

/// Nothing is lost over time, and nothing is left out where no fields are asked for.
@Suite(.timeLimit(.minutes(10))) struct EnduranceTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    /// Of sharkd: kilobytes in memory and open files.
    struct Footprint: CustomStringConvertible {
        var memory: Int
        var files: Int

        var description: String { "\(memory) kB, \(files) files" }

        static func - (left: Footprint, right: Footprint) -> Footprint {
            Footprint(memory: left.memory - right.memory, files: left.files - right.files)
        }
    }

    static let captures = [
        "badge-fernet", "chat-aes128-cbc-psk", "chat-rsa-fernet-hmac", "chat-rsa-fernet-signed", "chat-rsa-sealed",
        "chat-toy-dh16", "file-transfer", "long-lived", "many-clients", "rekey-x25519-ed25519-aes256gcm",
    ]

    /// Asks one sharkd again and again; says how large it is after the rounds that are marked.
    private func footprints(
        _ requests: [String], rounds: Int, marks: [Int], before: [String] = [], hasPlugin: Bool = true
    ) async throws -> [Footprint] {
        let list = try workbench.file("requests", Array(requests.map { $0 + "\n" }.joined().utf8))
        let first = try workbench.file("before", Array(before.map { $0 + "\n" }.joined().utf8))
        let script = """
            coproc S { exec sharkd - 2>/dev/null; }
            id=0
            ask() {
                printf '{"jsonrpc":"2.0","id":%d,%s}\\n' $((++id)) "$1" >&${S[1]}
                while read -r -u ${S[0]} answer; do
                    case $answer in
                    *'"error"'*) exit 3;;
                    '{"jsonrpc"'*) return;;
                    esac
                done
                exit 4
            }
            while read -r line; do ask "$line"; done <"$2"
            for ((round = 1; round <= $3; round++)); do
                while read -r line; do ask "$line"; done <"$1"
                [[ " $4 " != *" $round "* ]] && continue
                echo "$(awk '/RssAnon/ { print $2 }' /proc/$S_PID/status) $(ls /proc/$S_PID/fd | wc -l)"
            done
            """
        let marked = marks.map(String.init).joined(separator: " ")
        let environment: [String: String] =
            hasPlugin ? [:] : ["WIRESHARK_PLUGIN_DIR": workbench.folder + "/none"]
        let output = try await workbench.run(
            "bash", ["-c", script, "rounds", list, first, "\(rounds)", marked], environment: environment)
        #expect(output.status.isSuccess, "\(output.error)")
        let found = output.text.split(separator: "\n").compactMap { line -> Footprint? in
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            return numbers.count == 2 ? Footprint(memory: numbers[0], files: numbers[1]) : nil
        }
        try #require(found.count == marks.count)
        return found
    }

    /// A session of which much is remembered.
    private func largeSession() throws -> String {
        let pair = SessionPair(.fernetPSK, Sample.credentials)
        pair.run()
        for _ in 0..<100 {
            try pair.client.send(.text, [UInt8](repeating: UInt8(ascii: "x"), count: 30_000))
            pair.run()
        }
        return try workbench.file("large.pcap", CaptureFile(framesOf: pair))
    }

    /// sharkd itself keeps 11 MB and a file for each load, so it is asked without the plugin too. One session is large,
    /// so that it does not fit into what is free in the heap, should anything keep it.
    @Test("The plugin adds no open file and less than 5 MB to what sharkd keeps over four rounds of loads")
    func loadingAgainAndAgain() async throws {
        var loads: [String] = []
        for path in try Self.captures.map(workbench.library) + [largeSession()] {
            loads.append(#""method":"load","params":{"file":"\#(path)"}"#)
            loads.append(#""method":"frames","params":{}"#)
            loads.append(#""method":"frame","params":{"frame":8,"proto":true,"columns":true}"#)
        }
        let keys = try workbench.file("keys", Sample.fernetKeyFile)
        let key = #""method":"setconf","params":{"name":"fernwire.key_file","value":"\#(keys)"}"#
        let without = try await footprints(loads, rounds: 6, marks: [2, 6], hasPlugin: false)
        let with = try await footprints(loads, rounds: 6, marks: [2, 6], before: [key])
        let (plain, ours) = (without[1] - without[0], with[1] - with[0])
        #expect(ours.files == plain.files)
        #expect(ours.memory - plain.memory < 5000, "\(ours) against \(plain)")
    }

    /// Every frame a hundred times, with fields, columns and bytes, after a preference was changed and changed back.
    @Test(
        "Dissecting frames a hundred times more opens no file and takes less than 600 kB more memory",
        arguments: ["chat-rsa-fernet-hmac", "fault-garbage-after-close"])
    func dissectingAgainAndAgain(_ name: String) async throws {
        let load = #""method":"load","params":{"file":"\#(try workbench.library(name))"}"#
        let frames = (1...14).map {
            #""method":"frame","params":{"frame":\#($0),"proto":true,"columns":true,"bytes":true}"#
        }
        let switches = ["FALSE", "TRUE"].map {
            #""method":"setconf","params":{"name":"fernwire.show_plaintext_in_info","value":"\#($0)"}"#
        }
        let requests = frames + [switches[0], #""method":"frames","params":{}"#, switches[1]]
        let found = try await footprints(requests, rounds: 120, marks: [20, 120], before: [load])
        let growth = found[1] - found[0]
        #expect(growth.files == 0)
        #expect(growth.memory < 600, "\(growth)")
    }

    /// A summary asks for no fields; columns and notes are as with them.
    @Test(
        "The columns and the expert info statistics are the same with and without fields",
        arguments: captures + ["fault-wrong-key", "fault-snaplen", "fault-replayed-record", "fault-unknown-type"])
    func withoutFields(_ name: String) async throws {
        let path = try workbench.library(name)
        let summary = try await workbench.tshark(path, []).split(separator: "\n").map(String.init)
        let columns = ["_ws.col.Protocol", "_ws.col.Info"]
        let rows = try await workbench.fields(columns, path, filter: "frame")
        try #require(summary.count == rows.count && rows.count > 3)
        #expect(rows.contains { $0[0] == "Fernwire" })
        for (line, row) in zip(summary, rows) { #expect(line.hasSuffix(row[1]) && line.contains(" \(row[0]) ")) }
        // Counted without what is printed, and beside it.
        let statistics = try await workbench.tshark(path, ["-q", "-z", "expert"])
        let shown = try await workbench.tshark(path, ["-V", "-z", "expert"])
        #expect(statistics.contains("Fernwire"))
        #expect(shown.hasSuffix(statistics.trimmingCharacters(in: .newlines) + "\n"))
    }
}
