// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import Foundation
import TestSupport
import Testing

/// Where fields lie, what is in data sources, what is handed on, and where keys come from.
@Suite struct DescribedOutputTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench.described()
    }

    /// The fields of PDML with their places and bytes, in their order.
    private func pdml(
        _ capture: CaptureFile, _ keys: String?, filter: String
    ) async throws -> [(name: String, place: Int, size: Int, show: String)] {
        let path = try workbench.file("pdml.pcap", capture)
        let text = try await workbench.tshark(
            path, ["-T", "pdml", "-J", filter, "-Y", filter] + workbench.keys(keys))
        return text.split(separator: "\n").compactMap { line in
            func value(_ name: String) -> String? {
                guard let start = line.range(of: " \(name)=\"") else { return nil }
                return String(line[start.upperBound...].prefix { $0 != "\"" })
            }
            guard line.contains("<field"), let name = value("name"), let place = value("pos").flatMap({ Int($0) }),
                let size = value("size").flatMap({ Int($0) })
            else { return nil }
            return (name, place, size, value("show") ?? "")
        }
    }

    @Test("Fields lie on exactly the bytes that they name, with the keys and without")
    func ranges() async throws {
        let traffic = DescribedTraffic.signedToken
        let start = CaptureFile.headersLength
        let request = traffic.segments[0].bytes.count
        for keys in [traffic.keys, nil] {
            let fields = try await pdml(traffic.capture(), keys, filter: "rsa_messages")
            func places(_ name: String) -> [[Int]] {
                fields.filter { $0.name == name }.map { [$0.place, $0.size] }
            }
            #expect(places("rsa_messages.request") == [[start, request]])
            #expect(places("rsa_messages.signed_token.session_key_raw") == [[start, 256]])
            #expect(places("rsa_messages.signed_token.token_raw") == [[start + 256, request - 512]])
            #expect(places("rsa_messages.signed_token.signature") == [[start + request - 256, 256]])
            #expect(places("rsa_messages.token.token_raw") == [[start, traffic.segments[1].bytes.count]])
            // What was opened lies in a source of its own, from its beginning; PDML adds where the field above it begins.
            let opened = [[start + 256, 10]]
            #expect(places("rsa_messages.signed_token.token") == (keys == nil ? [] : opened))
        }
        let blocks = try await pdml(
            DescribedTraffic.chatBlocks.capture(), DescribedTraffic.chatBlocks.keys, filter: "chat")
        #expect(
            blocks.filter { $0.name == "chat.blocks.iv" }.map { [$0.place, $0.size] } == [[start, 16], [start, 16]])
        #expect(
            blocks.filter { $0.name == "chat.blocks.hash" }.map { [$0.place, $0.size] } == [
                [start + 32, 32], [start + 32, 32],
            ])
    }

    @Test("What was decrypted is a data source of its own, named after its member, and only with the key")
    func sources() async throws {
        let traffic = DescribedTraffic.signedToken
        let path = try workbench.file("sources.pcap", traffic.capture())
        let with = try await workbench.tshark(path, ["-x", "-Y", "rsa_messages"] + workbench.keys(traffic.keys))
        #expect(
            with.contains("Decrypted token (10 bytes):") && with.contains("Unwrapped session key (44 bytes):"),
            "\(with)")
        let without = try await workbench.tshark(
            path, ["-x", "-Y", "rsa_messages"] + workbench.keys(traffic.wrongKeys))
        #expect(!without.contains("Decrypted") && !without.contains("Unwrapped"))
    }

    @Test("A payload goes to the dissector that the description names, once it is opened and checked")
    func payload() async throws {
        try workbench.describe(
            "letters",
            """
            meta: {id: letters}
            -wireshark: {tcp: 4711, unit: segment}
            -keys: {k: fernet}
            seq: [{id: letter, size-eos: true, process: fernet(keys.k), -payload: json}]
            """)
        var capture = CaptureFile(serverPort: 4711)
        capture.segment(.client, DescribedTraffic.token(#"{"door": 7}"#))
        var changed = DescribedTraffic.token(#"{"door": 8}"#)
        changed[60] = changed[60] == 0x41 ? 0x42 : 0x41
        capture.segment(.client, changed)
        let fernet = DescribedTraffic.text(DescribedTraffic.fernet.text())
        func doors(_ keys: String?) async throws -> [[String]] {
            try await workbench.fields(
                ["json.key", "json.value.number"], of: capture, filter: "json", workbench.keys(keys))
        }
        #expect(try await doors(fernet) == [["door", "7"]])
        #expect(try await doors(nil) == [])
        #expect(try await doors(DescribedTraffic.text(DescribedTraffic.other.text())) == [])
    }

    @Test("Rows of the key table open what a key file opens, and are named as the source")
    func keyTable() async throws {
        let traffic = DescribedTraffic.badge
        let rows = try await workbench.fields(
            ["badge.sealed.token", "badge.sealed.token_key"], of: traffic.capture(), filter: "badge",
            ["-o", "uat:fernwire_keys:\"key\",\"\(traffic.keys)\",\"the door's\""])
        #expect(rows.count == 1 && rows[0][0] == traffic.texts[0] && rows[0][1].contains("key table row 1"), "\(rows)")
        let file = try workbench.file("rsa.pem", Array(DescribedTraffic.signedToken.keys.utf8))
        let info = try await workbench.info(
            of: DescribedTraffic.signedToken.capture(), filter: "rsa_messages",
            ["-o", "uat:fernwire_keys:\"file\",\"\(file)\",\"\""])
        #expect(info.last?.hasSuffix(": an answer") == true, "\(info)")
        let wrong = DescribedTraffic.text(DescribedTraffic.other.text())
        let closed = try await workbench.fields(
            ["badge.sealed.token"], of: traffic.capture(), filter: "badge.sealed.token",
            ["-o", "uat:fernwire_keys:\"key\",\"\(wrong)\",\"\""])
        #expect(closed == [])
    }

    @Test("What private keys opened can be told, and opens the same for those who lack them")
    func unwrapped() async throws {
        let traffic = DescribedTraffic.signedToken
        let path = try workbench.file("told.pcap", traffic.capture())
        let told = try await workbench.tshark(path, ["-q", "-z", "rsa_messages,keys"] + workbench.keys(traffic.keys))
        #expect(told.hasPrefix("UNWRAPPED ") && !told.contains("PRIVATE"), "\(told)")
        let info = try await workbench.info(of: traffic.capture(), filter: "rsa_messages", workbench.keys(told))
        #expect(info.map { $0.hasSuffix(": a question") || $0.hasSuffix(": an answer") } == [true, true], "\(info)")
        let none = try await workbench.tshark(
            path, ["-q", "-z", "rsa_messages,keys"] + workbench.keys(traffic.wrongKeys))
        #expect(!none.contains("UNWRAPPED"))
    }
}
