// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import DescribedDissection

/// Messages that are in one segment.
@Suite struct SeveralMessagesTests {
    @Test("The Info column has all messages of a segment, with a comma between them")
    func info() throws {
        let passes = try Passes(
            """
            meta: {id: several, endian: be}
            -wireshark: {tcp: 4000, unit: turn}
            seq: [{id: count, type: u2}, {id: text, size: count, type: str, encoding: UTF-8, -payload: true}]
            """)
        let first = passes.add(.client, [0, 1, 65, 0, 2, 66, 67, 0, 1, 68])
        #expect(first.map(\.info) == ["Several: A, Several: BC, Several: D"])
        #expect(passes.again(0).map(\.info) == first.map(\.info))
        #expect(passes.add(.server, [0, 1, 69]).map(\.info) == ["Several: E"])
    }
}
