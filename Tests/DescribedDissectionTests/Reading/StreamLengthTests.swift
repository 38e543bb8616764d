// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import Testing

@testable import DescribedDissection

/// How many bytes of a stream are said to be the next message.
@Suite struct StreamLengthTests {
    private static let counted = """
        seq: [{id: count, type: u2}, {id: text, size: count, type: str, encoding: UTF-8}]
        """

    private func description(_ unit: String) -> String {
        "meta: {id: lengths, endian: be}\n-wireshark: {tcp: 4000, unit: \(unit)}\n\(Self.counted)\n"
    }

    /// What a later pass is told of bytes of the client in a frame.
    private func laterLength(_ bytes: [UInt8], in frame: UInt32, canWait: Bool = true, of passes: Passes) -> PDULength {
        let pdu = PDU(
            reportedLength: bytes.count, isFirstPass: false, frame: frame, source: .init(port: 50_000),
            destination: .init(port: 4000), serverPort: 4000)
        return passes.dissector.pduLength(bytes.span.bytes, pdu, canWait: canWait, in: passes.conversation)
    }

    @Test("Only a parsed unit cuts the stream where its type ends, and waits for bytes that are missing")
    func onlyParsedUnitsCut() throws {
        let (two, cut): ([UInt8], [UInt8]) = ([0, 1, 65, 0, 1, 66], [0, 9, 65])
        let parsed = try Passes(description("parsed"))
        #expect(parsed.add(.client, two).count == 2)
        #expect(parsed.add(.client, cut).isEmpty)
        for unit in ["segment", "turn", "connection"] {
            let passes = try Passes(description(unit))
            #expect(passes.add(.client, two).count == 1, "\(unit)")
            #expect(passes.add(.client, cut).count == 1, "\(unit)")
        }
    }

    @Test("A later pass cuts the stream where the first one did, although other types are next by then")
    func laterPasses() throws {
        let passes = try Passes(
            """
            meta: {id: lengths}
            -wireshark: {tcp: 4000, client: [first, second]}
            types:
              first: {seq: [{id: one, size: 2}]}
              second: {seq: [{id: other, size: 3}]}
            """)
        #expect(passes.add(.client, [1, 2]).count == 1)
        #expect(passes.add(.client, [3, 4, 5]).count == 1)
        #expect(laterLength([1, 2], in: 1, of: passes) == .bytes(2))
        #expect(laterLength([3, 4, 5], in: 2, of: passes) == .bytes(3))
        // In the first pass no message began there.
        #expect(laterLength([3, 4, 5, 6], in: 2, of: passes) == .needsMore)
        #expect(laterLength([3, 4, 5, 6], in: 2, canWait: false, of: passes) == .bytes(4))
    }

    @Test("The length of a message is found by its frame and by the bytes that were there from its first one on")
    func marks() {
        var marks = LengthMarks()
        marks.add(4, in: 2, of: 10)
        marks.add(5, in: 2, of: 6)
        marks.add(7, in: 4, of: 10)
        #expect(marks.length(in: 2, of: 10) == 4)
        #expect(marks.length(in: 2, of: 6) == 5)
        #expect(marks.length(in: 4, of: 10) == 7)
        for (frame, count) in [(2, 5), (4, 6), (1, 10), (3, 10), (5, 10)] as [(UInt32, UInt32)] {
            #expect(marks.length(in: frame, of: count) == nil, "\(frame) \(count)")
        }
    }
}
