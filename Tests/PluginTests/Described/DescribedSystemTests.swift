// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

/// The shipped descriptions in the real tshark, over what the systems say.
@Suite struct DescribedSystemTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench.described()
    }

    private func infos(_ traffic: DescribedTraffic, _ capture: CaptureFile, _ keys: String?) async throws -> String {
        try await workbench.info(of: capture, filter: traffic.id, workbench.keys(keys)).joined(separator: "\n")
    }

    private func everything(_ capture: CaptureFile, _ keys: String?) async throws -> String {
        let path = try workbench.file("everything.pcap", capture)
        return try await workbench.tshark(path, ["-V", "-x", "-P"] + workbench.keys(keys))
    }

    @Test("With its keys every message stands in the Info column, in one pass", arguments: DescribedTraffic.all)
    func messages(_ traffic: DescribedTraffic) async throws {
        let lines = try await workbench.info(
            of: traffic.capture(), filter: traffic.id, workbench.keys(traffic.keys))
        #expect(lines.count == traffic.segments.count, "\(lines)")
        for (text, line) in zip(traffic.texts, lines.suffix(traffic.texts.count)) {
            #expect(line.hasSuffix(": " + text), "\(line)")
        }
        let bad = try await workbench.tshark(
            workbench.file("x.pcap", traffic.capture()),
            ["-Y", "\(traffic.id).expert.malformed or \(traffic.id).expert.check_failed or _ws.malformed"]
                + workbench.keys(traffic.keys))
        #expect(bad == "")
    }

    @Test(
        "Without its keys, and with wrong ones, no message stands anywhere, and a note says why",
        arguments: DescribedTraffic.all.filter { $0.wrongKeys != nil })
    func wrongKeys(_ traffic: DescribedTraffic) async throws {
        let capture = traffic.capture()
        for keys in [nil, traffic.wrongKeys] {
            let text = try await everything(capture, keys)
            for said in traffic.texts { #expect(!text.contains(said), "\(said)") }
            // AES-CBC in system 3 has nothing that says so, beside the padding.
            let isNoted = Self.closedNotes.contains { text.contains($0) }
            #expect(isNoted || traffic.id == "aes_lines", "\(keys ?? "no keys")")
        }
        let opened = try await everything(capture, traffic.keys)
        #expect(opened.contains(traffic.texts[0]) && !Self.closedNotes.contains { opened.contains($0) })
    }

    private static let closedNotes = [
        "There is no key of the kind that opens this", "None of the keys opens this",
        "This needs a value that was not seen",
    ]
    private static let changeNotes =
        closedNotes + ["The check fails", "The bytes do not have the form that"]

    @Test(
        "A message that was changed is shown nowhere, and is noted",
        arguments: DescribedTraffic.all.filter { !$0.protected.isEmpty })
    func changed(_ traffic: DescribedTraffic) async throws {
        for index in traffic.protected {
            let text = traffic.texts[index - traffic.segments.count + traffic.texts.count]
            for place in traffic.places {
                let capture = traffic.capture { number, bytes in
                    guard number == index else { return }
                    let place = Int(Double(bytes.count) * place)
                    bytes[place] = bytes[place] == 0x42 ? 0x43 : 0x42
                }
                let all = try await everything(capture, traffic.keys)
                #expect(!all.contains(text), "\(index) at \(place)")
                #expect(Self.changeNotes.contains { all.contains($0) }, "\(index) at \(place)")
            }
        }
    }

    @Test("One pass, two passes and sharkd give the same", arguments: DescribedTraffic.all)
    func passes(_ traffic: DescribedTraffic) async throws {
        let path = try workbench.file("passes.pcap", traffic.capture())
        let keys = try workbench.keys(traffic.keys)
        let once = try await workbench.tshark(path, ["-O", traffic.id, "-x"] + keys)
        let twice = try await workbench.tshark(path, ["-2", "-O", traffic.id, "-x"] + keys)
        #expect(once == twice)
        let key = try #require(keys.last).split(separator: ":", maxSplits: 1)[1]
        let requests = [
            #"{"jsonrpc":"2.0","id":1,"method":"setconf","params":{"name":"fernwire.key_file","value":"\#(key)"}}"#,
            #"{"jsonrpc":"2.0","id":2,"method":"load","params":{"file":"\#(path)"}}"#,
            #"{"jsonrpc":"2.0","id":3,"method":"frames","params":{"filter":"\#(traffic.id)"}}"#,
        ]
        let output = try await workbench.run("sharkd", ["-"], input: requests.joined(separator: "\n") + "\n")
        for text in traffic.texts { #expect(output.text.contains(": \(text)\""), "\(output.text)") }
    }

    @Test(
        "Following a stream shows what was said and no more, without the keys nothing", arguments: DescribedTraffic.all)
    func follow(_ traffic: DescribedTraffic) async throws {
        let path = try workbench.file("follow.pcap", traffic.capture())
        func followed(_ keys: String?) async throws -> [String] {
            let text = try await workbench.tshark(
                path, ["-q", "-z", "follow,\(traffic.id),ascii,0"] + workbench.keys(keys))
            let lines = text.split(separator: "\n").map(String.init)
            let start = try #require(lines.firstIndex { $0.hasPrefix("Node 1") }) + 1
            return lines[start...].dropLast().enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        }
        #expect(try await followed(traffic.keys) == traffic.texts)
        for keys in traffic.wrongKeys.map({ [nil, $0] }) ?? [] where traffic.id != "aes_lines" {
            #expect(try await followed(keys) == [])
        }
    }
}
