// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Foundation
import Testing

/// The places at which real programs put tokens: a capture each, which scripts/token-captures.py made.
@Suite("Tokens where real programs put them")
struct TokenPlaceTests {
    let workbench: Workbench
    /// The key of the tokens, and the pre-shared key of one session.
    let keys: [String]

    init() throws {
        let workbench = try Workbench()
        keys = try [("fernet.keys", "sample.key"), ("fernwire.key_file", "sample.psk")].flatMap { preference, name in
            ["-o", "\(preference):\(try workbench.sample("tokens/" + name))"]
        }
        self.workbench = workbench
    }

    static let captures =
        ((try? FileManager.default.contentsOfDirectory(atPath: Workbench.project.path() + "captures/tokens")) ?? [])
        .filter { $0.hasSuffix(".pcapng") }.sorted()

    /// What needs more than the keys.
    private static let options = [
        "http-basic": ["-o", "fernet.search_fields:http.authbasic"],
        "record-fernet": ["-o", "fernwire.key_file:%"],
    ]

    @Test("Each token is found, opened and says where it stands, in one pass and in two", arguments: captures)
    func theTokenSaysWhereItStands(_ name: String) async throws {
        let place = String(name.dropLast(".pcapng".count))
        let path = try workbench.sample("tokens/" + name)
        let more = try (Self.options[place] ?? []).map {
            $0.replacing("%", with: try workbench.sample("tokens/sample.key"))
        }
        if place == "described" {
            let description = Workbench.project.appending(path: "protocols/aes_lines.ksy")
            try workbench.describe("aes_lines", String(contentsOf: description, encoding: .utf8))
        }
        for pass in [[], ["-2"]] {
            let rows = try await workbench.fields(
                ["fernet.hmac_status", "fernet.plaintext"], path, filter: "fernet", keys + more + pass)
            #expect(!rows.isEmpty)
            #expect(rows.allSatisfy { $0[0] == "verified" && $0[1].hasPrefix("This token stands ") }, "\(rows)")
            let summary = try await workbench.tshark(path, keys + more + pass)
            #expect(summary.contains("Fernet token: This token stands "), "\(summary)")
        }
    }

    /// A record that is a token by itself is no token that something carries.
    @Test("Neither a search that is off nor a record that is a token finds one")
    func whatIsNoneOfThem() async throws {
        for name in Self.captures {
            let path = try workbench.sample("tokens/" + name)
            let off = ["-o", "fernet.search:FALSE"]
            #expect(try await workbench.fields(["frame.number"], path, filter: "fernet", keys + off).isEmpty, "\(name)")
        }
        let session = try workbench.sample("first-session.pcapng")
        #expect(try await workbench.fields(["frame.number"], session, filter: "fernet").isEmpty)
    }

    @Test("A field to be searched that does not exist is reported by its name")
    func aFieldThatIsNone() async throws {
        let path = try workbench.sample("tokens/http-basic.pcapng")
        let said = try await workbench.run("tshark", ["-r", path, "-o", "fernet.search_fields:http.nosuchfield"])
        #expect(said.error.contains("no field http.nosuchfield"), "\(said.error)")
    }

    @Test("The guide has a row for each place")
    func theGuideSaysAll() throws {
        let guide = try String(contentsOf: Workbench.project.appending(path: "docs/wireshark.md"), encoding: .utf8)
        #expect(Self.captures.count >= 30)
        for name in Self.captures { #expect(guide.contains("`\(name.dropLast(".pcapng".count))`"), "\(name)") }
    }
}
