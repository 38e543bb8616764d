// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Foundation
import Testing

/// Why records and tokens stay closed, in Wireshark and by `fernwire explain`.
@Suite(.timeLimit(.minutes(5))) struct ClosedReasonTests {
    let workbench: Workbench
    private let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "fernwire").path()

    init() throws {
        workbench = try Workbench()
    }

    /// A capture, the key file it is read with, and the reason; `nil` where the records open.
    struct Case: CustomTestStringConvertible {
        let capture: String
        let keys: String?
        let reason: String?
        var testDescription: String { "\(capture) with \(keys ?? "no key")" }
    }

    private static let presharedKey = "the suite is opened by a pre-shared key of"
    private static let privateKey = "the suite is opened by an RSA private key of a side"
    private static let doesNotFit = "and the one at hand does not fit"
    static let cases = [
        Case(capture: "first-session", keys: nil, reason: "\(presharedKey) 32 bytes, and there is none"),
        Case(
            capture: "first-session", keys: "keys/fernet.key",
            reason: "\(presharedKey) 32 bytes, \(doesNotFit)"),
        Case(capture: "first-session", keys: "first-session.key", reason: nil),
        Case(
            capture: "gcm-session", keys: "keys/aes256.key",
            reason: "\(presharedKey) 32 bytes, \(doesNotFit)"),
        Case(capture: "gcm-session", keys: "gcm-session.key", reason: nil),
        Case(capture: "cbc-session", keys: "gcm-session.key", reason: "\(presharedKey) 16 bytes, and there is none"),
        Case(
            capture: "wrapped-session", keys: nil,
            reason: "\(privateKey), and there is none"),
        Case(
            capture: "wrapped-session", keys: "sealed-session.pem",
            reason: "none of the 2 RSA private keys fits"),
        Case(capture: "wrapped-session", keys: "wrapped-session.pem", reason: nil),
        Case(
            capture: "sealed-session", keys: "wrapped-session.pem",
            reason: "\(privateKey), \(doesNotFit)"),
        Case(
            capture: "modern-session", keys: "wrapped-session.keylog",
            reason: "the suite is opened by a key log only, and none has a line of the session"),
        Case(capture: "modern-session", keys: "modern-session.keylog", reason: nil),
    ]

    @Test("A record that stays closed says why, and so does fernwire explain", arguments: cases)
    func theReasonIsSaid(_ known: Case) async throws {
        let path = try workbench.sample(known.capture + ".pcapng")
        let keys = try known.keys.map { try workbench.sample($0) }
        let rows = try await workbench.fields(
            ["fernwire.record.closed_because", "fernwire.session.keys_known"], path, keyFile: keys,
            filter: "fernwire.record")
        // From 4.4 on tshark writes booleans in words.
        let isKnown = known.reason == nil ? ["1", "True"] : ["0", "False"]
        #expect(
            !rows.isEmpty && rows.allSatisfy { $0[0] == known.reason ?? "" && isKnown.contains($0[1]) }, "\(rows)")
        let said = try await workbench.run(program, ["explain", path] + (keys.map { ["--keys", $0] } ?? []))
        #expect(said.status.isSuccess == (known.reason == nil), "\(said.error)")
        #expect(said.text.contains(known.reason ?? "\(rows.count) opened, and every check passed"), "\(said.text)")
        let lines = said.text.split(separator: "\n")
        #expect(lines.first == "\(path): \(rows.count) records in 1 session over 1 TCP connection", "\(said.text)")
        // Nothing is said of what there is none of.
        #expect(lines.count <= 10 && !said.text.contains(" 0 "), "\(said.text)")
    }

    @Test("Where the handshake is missing, or the capture is cut, the reason says so")
    func whatTheCaptureLacks() async throws {
        let whole = try workbench.sample("gcm-session.pcapng")
        let key = try workbench.sample("gcm-session.key")
        let first = try #require(
            try await workbench.fields(["frame.number"], whole, filter: "fernwire.record").first?.first.flatMap {
                Int($0)
            })
        let (late, cut) = (workbench.folder + "/home/late.pcapng", workbench.folder + "/home/cut.pcapng")
        #expect(try await workbench.run("editcap", [whole, late, "1-\(first - 1)"]).status.isSuccess)
        #expect(try await workbench.run("editcap", ["-s", "150", whole, cut]).status.isSuccess)
        for (path, reason) in [
            (late, "the handshake is not in the capture, and no key log has a line of the session"),
            (cut, "the capture does not hold all of the record"),
        ] {
            let rows = try await workbench.fields(
                ["fernwire.record.closed_because"], path, keyFile: key, filter: "fernwire.record")
            #expect(rows.contains([reason]), "\(rows)")
            let said = try await workbench.run(program, ["explain", path, "--keys", key])
            #expect(
                !said.status.isSuccess && said.text.contains(reason) && said.text.contains("To do: "), "\(said.text)")
        }
    }

    @Test("A token that stays closed says why")
    func ofTokens() async throws {
        let path = try workbench.sample("tokens/json-line.pcapng")
        for (name, reason) in [
            (nil, "there is no Fernet key at hand"),
            (
                "keys/fernet.key",
                "none of the Fernet keys at hand (1) makes its HMAC: another made it, or it was changed"
            ),
            ("tokens/sample.key", ""),
        ] {
            let keys = try name.map { ["-o", "fernet.keys:" + (try workbench.sample($0))] } ?? []
            let rows = try await workbench.fields(
                ["fernet.version", "fernet.closed_because"], path, filter: "fernet", keys)
            #expect(rows == [["0x80", reason]])
        }
    }

    @Test("fernwire explain refuses what is no capture, and says where there is no session")
    func whatIsNone() async throws {
        let text = try workbench.file("text", Array("no capture".utf8))
        let refused = try await workbench.run(program, ["explain", text])
        #expect(!refused.status.isSuccess && refused.error.contains("neither a pcapng nor a pcap file"))
        let other = try await workbench.run(program, ["explain", try workbench.sample("tokens/redis.pcapng")])
        #expect(other.status.isSuccess && other.text.contains("no record of Fernwire"))
    }
}
