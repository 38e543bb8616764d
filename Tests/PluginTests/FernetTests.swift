// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Foundation
import TestSupport
import Testing

/// Bare Fernet tokens, wherever they come from.
@Suite struct FernetTests {
    let workbench: Workbench
    static let made: UInt64 = 1_700_000_000
    static let text = "what the token says"

    init() throws {
        workbench = try Workbench()
    }

    private static let key = "05VLSfGAYJSMv28CNccIEQVPPuaCgxrZ3ahytzCmtbk="
    private static let other = "Pfko2anzoyJgbAkNnM5u2urLbD88Bthd4WwRBJahF1g="

    private static func token(_ text: String = text, key: String = key, at time: UInt64 = made) throws -> [UInt8] {
        try token(Array(text.utf8), key: key, at: time)
    }

    private static func token(_ bytes: [UInt8], key: String = key, at time: UInt64 = made) throws -> [UInt8] {
        var token: [UInt8] = []
        let cipher = try FernetCipher(key: FernetKey(text: Array(key.utf8).span.bytes))
        cipher.seal(bytes.span.bytes, timestamp: time, into: &token)
        return token
    }

    /// A capture of `bytes` by text2pcap.
    private func capture(_ bytes: [UInt8], _ arguments: [String]) async throws -> String {
        let lines = stride(from: 0, to: bytes.count, by: 16).map { start in
            let row = bytes[start..<min(start + 16, bytes.count)]
            return String(format: "%06x ", start) + row.map { String(format: "%02x", $0) }.joined(separator: " ")
        }
        let text = try workbench.file("dump.txt", Array((lines.joined(separator: "\n") + "\n").utf8))
        let path = workbench.folder + "/home/token.pcapng"
        let made = try await workbench.run("text2pcap", ["-q"] + arguments + [text, path])
        #expect(made.status.isSuccess, "\(made.error)")
        return path
    }

    private func read(_ path: String, _ options: [String] = []) async throws -> [[String]] {
        let key = try workbench.file("fernet.key", Array(("# a comment\ndoor " + Self.key + "\n").utf8))
        return try await workbench.fields(
            ["fernet.hmac_status", "fernet.key", "fernet.plaintext"], path, filter: "fernet",
            ["-o", "fernet.keys:" + key] + options)
    }

    @Test(
        "A token is dissected in an exported PDU, and by the heuristic over UDP and TCP",
        arguments: [["-P", "fernet"], ["-u", "1000,2000"], ["-T", "1000,2000"]])
    func byNameAndByItsLooks(_ arguments: [String]) async throws {
        let path = try await capture(Self.token(), arguments)
        for pass in [[], ["-2"]] { #expect(try await read(path, pass) == [["verified", "door", Self.text]]) }
        let parts = try await workbench.fields(
            ["fernet.version", "fernet.timestamp", "fernet.age"], path, filter: "fernet.iv && fernet.ciphertext")
        let time = parts.first.map { TSharkTime.normalised($0[1]) }
        #expect(parts.first?.first == "0x80" && time?.hasPrefix("2023-11-14T22:13:20") == true, "\(parts)")
    }

    @Test("Decode As dissects a token where the heuristic is disabled")
    func decodeAsWorksWhereItsLooksAreNotAsked() async throws {
        let path = try await capture(Self.token(), ["-u", "1000,2000"])
        let off = ["--disable-heuristic", "fernet_udp", "-o", "fernet.search:FALSE"]
        #expect(try await read(path, off).isEmpty)
        #expect(try await read(path, off + ["-d", "udp.port==2000,fernet"]) == [["verified", "door", Self.text]])
    }

    /// As Keystone's are, in MessagePack: shown as bytes, and unfolded by whom the user chooses.
    @Test("A payload that is not text goes to the dissector chosen by Decode As")
    func whatIsNoTextGoesToTheDissectorChosen() async throws {
        let packed: [UInt8] = [0x82, 0xA1] + Array("a".utf8) + [0x01, 0xA1] + Array("b".utf8) + [0xC3]
        let path = try await capture(Self.token(packed), ["-P", "fernet"])
        let columns = [
            "fernet.plaintext", "fernet.plaintext_bytes", "_ws.expert.message", "msgpack.string", "_ws.col.Info",
        ]
        func row(_ options: [String]) async throws -> [String]? {
            let key = try workbench.file("fernet.key", Array(Self.key.utf8))
            return try await workbench.fields(
                columns, path, filter: "fernet", ["-o", "fernet.keys:" + key] + options
            ).first
        }
        let hex = packed.map { String(format: "%02x", $0) }.joined()
        for pass in [[], ["-2"]] {
            #expect(try await row(pass) == ["", hex, "", "", "Fernet token (7 bytes)"])
            let chosen = try #require(try await row(pass + ["-d", "fernet.payload,msgpack"]))
            #expect(Set(chosen[3].split(separator: "|")).isSuperset(of: ["a", "b"]), "\(chosen)")
            #expect(chosen[1] == hex && chosen[4] == "Fernet token (7 bytes)")
        }
        // What cannot be read as UTF-8, or would end a text in the middle.
        for bytes in [[0xC3, 0x28], [0x61, 0x00, 0x62], [0x7F]] as [[UInt8]] {
            let path = try await capture(Self.token(bytes), ["-P", "fernet"])
            #expect(try await read(path) == [["verified", "door", ""]])
        }
        let text = try await capture(Self.token("ä\r\n\t"), ["-P", "fernet"])
        #expect(try await read(text).first?.last.map { $0.hasPrefix("ä") } == true)
    }

    @Test("A changed or cut token, another key and missing keys each raise their expert info")
    func whatIsWrongIsSaid() async throws {
        var flipped = try Self.token()
        flipped[40] = flipped[40] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        for (token, filter) in [
            (flipped, "fernet.expert.hmac_failed"), (try Self.token(key: Self.other), "fernet.expert.hmac_failed"),
            (Array(try Self.token().dropLast(4)), "fernet.expert.invalid"),
        ] {
            let path = try await capture(token, ["-P", "fernet"])
            #expect(try await read(path).first?.last == "")
            let key = workbench.folder + "/fernet.key"
            let noted = try await workbench.fields(
                ["frame.number"], path, filter: filter, ["-o", "fernet.keys:" + key])
            #expect(noted.count == 1, "\(filter)")
        }
        let path = try await capture(Self.token(), ["-P", "fernet"])
        let unchecked = try await workbench.fields(["fernet.hmac_status"], path, filter: "fernet")
        #expect(unchecked == [["unchecked"]])
        let missing = try await workbench.fields(
            ["frame.number"], path, filter: "fernet.expert.keys_unreadable", ["-o", "fernet.keys:/nowhere"])
        #expect(missing.count == 1)
        let bytes = try await capture(Array("no token at all".utf8), ["-P", "fernet"])
        #expect(try await workbench.fields(["fernet.data"], bytes, filter: "fernet").count == 1)
    }

    @Test("A token's age is the difference from its frame's time, and raises an expert info beyond the limits")
    func ageIsJudgedAgainstTheFrame() async throws {
        for (offset, filter) in [(-7200, "fernet.expert.expired"), (7200, "fernet.expert.from_the_future")] {
            var frames = CaptureFile(serverPort: 2000)
            frames.seconds = UInt32(Self.made)
            frames.open()
            frames.segment(.fromClient, try Self.token(at: UInt64(Int(Self.made) + offset)))
            let path = try workbench.file("age.pcap", frames)
            let options = ["-o", "fernet.time_to_live:3600"]
            #expect(try await workbench.fields(["frame.number"], path, filter: filter, options).count == 1)
            let age = try await workbench.fields(["fernet.age"], path, filter: "fernet", options)
            let seconds = try #require(age.first?.first.flatMap { Double($0) }, "\(age)")
            #expect(abs(seconds + Double(offset)) < 1)
        }
    }

    /// Keystone keeps a folder; each key is called by its file.
    @Test("A folder of keys opens a token, and the file of the key that fits is named")
    func aFolderOfKeysNamesTheOneThatFits() async throws {
        let folder = workbench.folder + "/keys"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, key) in [("0", Self.other), ("7", Self.key)] {
            _ = try workbench.file("keys/" + name, Array(key.utf8))
        }
        let path = try await capture(Self.token(), ["-P", "fernet"])
        let rows = try await workbench.fields(
            ["fernet.key", "fernet.plaintext"], path, filter: "fernet", ["-o", "fernet.keys:" + folder])
        #expect(rows == [["7", Self.text]])
    }

    /// In the headers of HTTP, without their padding: of the reply once in a segment, and once in the whole.
    @Test("The tokens in HTTP headers of the sample open with the keys of their folder, in one pass and in two")
    func theSampleOpensWhereHeadersAreRead() async throws {
        let path = try workbench.sample("keystone.pcapng")
        let folder = workbench.folder + "/keystone-keys"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["0", "1", "2"].map({ "keystone-keys/" + $0 }) {
            _ = try workbench.file(name, Workbench.bytes(name))
        }
        for pass in [[], ["-2"]] {
            let rows = try await workbench.fields(
                ["fernet.key", "fernet.hmac_status", "fernet.plaintext_bytes"], path, filter: "fernet",
                ["-o", "fernet.keys:" + folder] + pass)
            #expect(rows.count == 3 && Set(rows).count == 1, "\(rows)")
            #expect(rows.first?[0] == "2" && rows.first?[1] == "verified" && rows.first?[2].hasPrefix("960292") == true)
            let parts = try await workbench.fields(
                ["version", "user", "methods", "project", "expires", "audit_id"].map { "fernet.keystone." + $0 }, path,
                filter: "fernet.keystone", ["-o", "fernet.keys:" + folder] + pass)
            #expect(parts.count == 3 && Set(parts).count == 1, "\(parts)")
            #expect(parts[0][0] == "2" && parts[0][1].count == 32 && parts[0][3].count == 32 && parts[0][5].count == 22)
        }
    }

    /// In pieces, one after another, and with what is no token between.
    @Test(
        "Tokens over TCP are reassembled from segments of any size after the first 40 bytes",
        arguments: [1, 7, 60, 1000]) func overTCP(_ piece: Int) async throws
    {
        let tokens = try ["one", String(repeating: "two", count: 7)].map { try Self.token($0) }
        let bytes = tokens[0] + Array("\r\n".utf8) + tokens[1] + Array("\n".utf8)
        var frames = CaptureFile(serverPort: 2000)
        frames.open()
        // What tells a token by its looks is in the first segment.
        let first = max(piece, 40)
        frames.segment(.fromClient, Array(bytes[..<min(first, bytes.count)]))
        for start in stride(from: first, to: bytes.count, by: piece) {
            frames.segment(.fromClient, Array(bytes[start..<min(start + piece, bytes.count)]))
        }
        let path = try workbench.file("tcp.pcap", frames)
        for pass in [[], ["-2"]] {
            let found = try await read(path, pass).compactMap(\.last).flatMap { $0.split(separator: "|") }
            #expect(found == ["one", String(repeating: "two", count: 7)[...]])
        }
    }

    /// It belongs to the token before it: no error, no second tree.
    @Test(
        "A delimiter after a token raises no expert info, wherever the segments end",
        arguments: ["\n", "\r\n", " ", "\t", "\0", ",", ", ", ";", "|"]) func aDelimiterIsNoError(_ delimiter: String)
        async throws
    {
        let lines = try ["one", String(repeating: "two", count: 7)].map { try Self.token($0) + Array(delimiter.utf8) }
        for segments in [[lines[0] + lines[1]], lines, [lines[0], Array(delimiter.utf8), lines[1]]] {
            var frames = CaptureFile(serverPort: 2000)
            frames.open()
            for segment in segments { frames.segment(.fromClient, segment) }
            let path = try workbench.file("tcp.pcap", frames)
            let key = try workbench.file("fernet.key", Array(Self.key.utf8))
            let columns = ["fernet.plaintext", "fernet.data", "_ws.expert.message", "_ws.col.Info"]
            let rows = try await workbench.fields(columns, path, filter: "fernet", ["-o", "fernet.keys:" + key])
            #expect(rows.flatMap { $0[0].split(separator: "|") } == ["one", String(repeating: "two", count: 7)[...]])
            #expect(rows.allSatisfy { $0[1].isEmpty && $0[2].isEmpty && !$0[3].contains("no token") }, "\(rows)")
        }
    }

    /// The keys of Fernwire's preferences and of the capture open bare tokens as well.
    @Test("Fernwire's key file, key table and capture secrets open bare tokens as well")
    func oneSetOfKeysForAll() async throws {
        let path = try await capture(Self.token(), ["-P", "fernet"])
        let file = try workbench.file("keys", Array("# a comment\nFERNET_KEY=\"\(Self.key)\"\n".utf8))
        let cases = [
            (["-o", "fernwire.key_file:" + file], "key file line 2"),
            (["-o", "uat:fernwire_keys:\"key\",\"\(Self.key)\",\"the door's\""], "key table row 1 (the door's)"),
            (["-o", "uat:fernwire_keys:\"file\",\"\(file)\",\"\""], "key table row 1"),
        ]
        for (options, name) in cases {
            for pass in [[], ["-2"]] {
                let rows = try await workbench.fields(
                    ["fernet.hmac_status", "fernet.key", "fernet.plaintext"], path, filter: "fernet", options + pass)
                #expect(rows == [["verified", name, Self.text]], "\(options)")
            }
        }
        var secret = RawCapture()
        var connection = RawCapture.Connection(1, serverPort: 2000)
        secret.secrets(Array(Self.key.utf8))
        secret.segment(&connection, .fromClient, try Self.token() + [10])
        let inside = try workbench.file("secret.pcapng", secret.bytes)
        let rows = try await workbench.fields(
            ["fernet.hmac_status", "fernet.key", "fernet.plaintext"], inside, filter: "fernet")
        #expect(rows == [["verified", "capture secrets", Self.text]])
    }

    /// Each with the path, the line and the reason, and nothing of what stands there.
    @Test("Unusable Fernet keys are reported with path, line and reason, without the line's text")
    func whatIsWrongWithTheKeysIsSaid() async throws {
        let path = try await capture(Self.token(), ["-P", "fernet"])
        let pem = try workbench.file("rsa.pem", Sample.rsaKeyFile)
        let line = try workbench.file("line.keys", Array("door \(Self.key)\nxyzzy\n".utf8))
        let empty = try workbench.file("empty.keys", [])
        for (keys, reason) in [
            ("/nowhere", "Cannot read Fernet keys from /nowhere: there is no such file"),
            (pem, "No key in \(pem), line 1: a PEM, which belongs into Fernwire's key file; here are Fernet keys"),
            (
                line,
                "No key in \(line), line 2: not a Fernet key (44 characters of base64url), with a name before it or without"
            ),
            (empty, "No Fernet keys in \(empty): it is empty, or has nothing but comments"),
        ] {
            let noted = try await workbench.fields(
                ["_ws.expert.message"], path, filter: "fernet.expert.keys_unreadable", ["-o", "fernet.keys:" + keys])
            #expect(noted.first?[0].contains(reason) == true, "\(noted)")
            #expect(!noted.description.contains("xyzzy"))
        }
    }

    @Test("Fernet keys are read again when their file has changed")
    func theKeysAreReadAgainWhenTheyChange() async throws {
        let path = try await capture(Self.token(), ["-P", "fernet"])
        let keys = try workbench.file("home/keys", Array(Self.other.utf8))
        let fresh = try workbench.file("home/fresh", Array(Self.key.utf8))
        chmod(keys, 0o666)
        let script = """
            cd "$HOME"; touch answers
            { echo '{"jsonrpc":"2.0","id":1,"method":"setconf","params":{"name":"fernet.keys","value":"\(keys)"}}'
            echo '{"jsonrpc":"2.0","id":2,"method":"load","params":{"file":"\(path)"}}'
            echo '{"jsonrpc":"2.0","id":3,"method":"frame","params":{"frame":1,"proto":true}}'
            for i in $(seq 300); do grep -q '"id":3,' answers && break; sleep 0.1; done
            cat '\(fresh)' > '\(keys)'
            echo '{"jsonrpc":"2.0","id":4,"method":"load","params":{"file":"\(path)"}}'
            echo '{"jsonrpc":"2.0","id":5,"method":"frame","params":{"frame":1,"proto":true}}'
            } | sharkd - > answers
            cat answers
            """
        let answers = try await workbench.run("sh", ["-c", script]).text.split(separator: "\n")
        let before = try #require(answers.first { $0.contains(#""id":3,"#) })
        let after = try #require(answers.first { $0.contains(#""id":5,"#) })
        #expect(before.contains("HMAC status: failed") && !before.contains(Self.text))
        #expect(after.contains("HMAC status: verified") && after.contains(Self.text))
    }

    @Test("Tokens in HTTP headers are found padded, unpadded or quoted, unless the search is off")
    func inHTTPHeaders() async throws {
        let token = String(decoding: try Self.token(String(repeating: "x", count: 20)), as: UTF8.self)
        #expect(token.hasSuffix("="))
        let bare = token.replacingOccurrences(of: "=", with: "")
        let quoted = token.replacingOccurrences(of: "=", with: "%3D")
        // A length that no padding mends.
        let short = "gAAAAA" + String(repeating: "B", count: 91)
        let request = """
            GET /v3 HTTP/1.1\r\nHost: keystone.example\r\nX-Auth-Token: \(bare)\r\nX-Subject-Token: \(token)\r
            Cookie: a=b; session=\(quoted); c=gAAAAA=gAAAAA==gAAAAA%; last=\(token); d=e\r\nX-Other: \(short)\r\nX-Short: gAAAAAnotatoken\r\n\r\n
            """
        let path = try await capture(Array(request.utf8), ["-T", "1000,80"])
        #expect(try await read(path, ["-o", "fernet.search:FALSE"]).isEmpty)
        for pass in [[], ["-2"]] {
            let rows = try await read(path, pass)
            // The same token three times in a frame is told once.
            #expect(rows == [["verified", "door", String(repeating: "x", count: 20)]])
        }
        let summary = try await workbench.tshark(path, [])
        #expect(summary.contains("HTTP") && summary.contains("GET /v3") && summary.contains(", Fernet token"))
    }

    /// What a sub-dissector cannot read hides no other token.
    @Test("A payload that a subdissector finds malformed hides no other token")
    func aMalformedPayloadIsItsOwnTokensAffair() async throws {
        let cut = try [0x61, 0x62].map { String(decoding: try Self.token([0xBF, $0, 0x00]), as: UTF8.self) }
        let request = "GET /v3 HTTP/1.1\r\nX-Auth-Token: \(cut[0])\r\nX-Subject-Token: \(cut[1])\r\n\r\n"
        let path = try await capture(Array(request.utf8), ["-T", "1000,80"])
        for pass in [[], ["-2"]] {
            let options = ["-d", "fernet.payload,msgpack"] + pass
            #expect(try await read(path, options) == [["verified|verified", "door|door", ""]])
            let text = try await workbench.tshark(
                path, options + ["-o", "fernet.keys:\(workbench.folder)/fernet.key", "-V"])
            #expect(text.components(separatedBy: "[Malformed Packet").count > 2)
        }
    }

    /// What only begins like a token is nobody's.
    @Test("Traffic that only begins like a token is not taken for one")
    func otherTrafficStaysUntouched() async throws {
        var frames = CaptureFile(serverPort: 2000)
        for (number, text) in ["gAAAAA", "gAAAAA is how a token begins", "hAAAAAB" + String(repeating: "A", count: 93)]
            .enumerated()
        {
            var connection = CaptureFile(clientPort: UInt16(30_000 + number), serverPort: 2000)
            connection.open()
            connection.segment(.fromClient, Array(text.utf8))
            frames.append(connection)
        }
        #expect(try await read(workbench.file("others.pcap", frames)).isEmpty)
    }
}
