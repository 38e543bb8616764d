// SPDX-License-Identifier: Apache-2.0
import DescribedDissection
import KaitaiStruct
import Testing

@testable import FernwireTool

/// What `fernwire protocol parse` shows of the messages of a capture.
@Suite struct ProtocolUnitTests {
    private static let magic = "seq: [{id: magic, size: 4}]"

    /// Returns what is said of one segment of the client's, in lines and as JSON.
    private func said(_ members: String, _ bytes: [UInt8]) throws -> (lines: String, json: String) {
        let described = try DescribedProtocol(
            "meta: {id: sample}\n-wireshark: {tcp: 4000, unit: segment}\n" + members, file: "sample.ksy")
        let capture = DescribedCapture(described, keys: KeyCollection())
        capture.add(bytes, to: 0, isFromServer: false, isDatagram: false, packet: 7)
        let text = UnitText(capture, described.description.program)
        var all: [(lines: String, json: String)] = []
        capture.forEachUnit { unit in
            all.append((lines: String(decoding: text.tree(unit), as: UTF8.self), json: text.json(unit)))
        }
        #expect(all.count == 1)
        return try #require(all.first)
    }

    @Test("Bytes that follow a message's members are counted, and nothing is said where there are none")
    func bytesThatFollow() throws {
        let whole = try said(Self.magic, [1, 2, 3, 4])
        #expect(
            whole.lines
                == "packet 7, conversation 0, client: sample, 4 bytes\n" + "0-4           magic: 01020304\n")
        #expect(
            whole.json
                == #"{"packet":7,"first_packet":7,"conversation":0,"sender":"client","type":"sample","length":4,"#
                + #""value":{"magic":"01020304"},"remarks":[],"errors":[]}"#)
        let more = try said(Self.magic, [1, 2, 3, 4, 5, 6])
        let error = "2 bytes follow that the description says nothing of"
        #expect(more.lines.hasSuffix("magic: 01020304\n            ! \(error)\n"), "\(more.lines)")
        #expect(more.json.hasSuffix("\"remarks\":[],\"errors\":[\"\(error)\"]}"), "\(more.json)")
    }

    @Test("An instance that cannot be read is an error of its message, in lines and as JSON")
    func instanceThatCannotBeRead() throws {
        let said = try said(Self.magic + "\ninstances: {bad: {pos: 9, type: u1}}", [1, 2, 3, 4])
        #expect(said.lines.contains("            ! sample.bad: "), "\(said.lines)")
        #expect(said.json.contains(#""errors":["sample.bad: "#), "\(said.json)")
    }

    @Test("JSON has what is said of a member beside its value by the member's name")
    func remarks() throws {
        let text = "{id: text, size-eos: true, type: str, encoding: UTF-8, process: fernet(keys.k)}"
        let said = try said("-keys: {k: fernet}\nseq: [\(text)]", Array(TokenSample.token.utf8))
        #expect(said.json.contains(#""remarks":[{"text":"closed: "#), "\(said.json)")
    }

    @Test("As JSON a structure is the object of the member that has read it, and null where it is computed")
    func structuresOfOthers() throws {
        let described = try DescribedProtocol(
            """
            meta: {id: sample}
            seq: [{id: head, type: pair}]
            types: {pair: {seq: [{id: low, type: u1}, {id: high, type: u1}]}}
            instances: {again: {value: head}, sum: {value: head.low + head.high}}
            """, file: "sample.ksy")
        let capture = DescribedCapture(described, keys: KeyCollection())
        _ = capture.read([1, 2])
        let json = try ValueText.json(.structure(0), in: capture.evaluation)
        #expect(json == #"{"head":{"low":1,"high":2},"again":null,"sum":3}"#)
    }
}
