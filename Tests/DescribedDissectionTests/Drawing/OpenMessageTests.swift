// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import DescribedDissection

/// What is said of a message of which more bytes may come.
@Suite struct OpenMessageTests {
    private func notes(_ unit: String, _ bytes: [UInt8]) throws -> [[String]] {
        let passes = try Passes(
            """
            meta: {id: passes}
            -wireshark: {tcp: 4000, unit: \(unit)}
            seq: [{id: magic, contents: [1, 2]}, {id: rest, size-eos: true}]
            """)
        return (passes.add(.client, bytes) + passes.again(0)).map(\.notes)
    }

    @Test("A message that is open is malformed only once more bytes cannot help")
    func malformed() throws {
        let malformed = ["passes.expert.malformed"]
        for unit in ["turn", "connection"] {
            #expect(try notes(unit, [1]) == [[], []], "\(unit)")
            #expect(try notes(unit, [1, 2]) == [[], []], "\(unit)")
            #expect(try notes(unit, [1, 3]) == [malformed, malformed], "\(unit)")
        }
        // A segment is a whole message.
        #expect(try notes("segment", [1]) == [malformed, malformed])
        #expect(try notes("segment", [1, 3]) == [malformed, malformed])
    }
}
