// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import DescribedDissection

/// When a message of many segments is read again.
@Suite struct ManyPartsTests {
    @Test("After 64 parts, a message is read again as soon as it has grown by a quarter")
    func quarters() throws {
        let passes = try Passes(
            """
            meta: {id: parts}
            -wireshark: {tcp: 4000, unit: turn}
            seq: [{id: text, size-eos: true, type: str, encoding: UTF-8}]
            """)
        let infos = (1...130).map { _ in passes.add(.client, [65]).map(\.info).joined() }
        let read = infos.indices.filter { infos[$0] != "Part of a message" }.map { $0 + 1 }
        #expect(read == Array(1...64) + [80, 100, 125])
    }
}
