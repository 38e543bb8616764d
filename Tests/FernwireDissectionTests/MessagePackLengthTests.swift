// SPDX-License-Identifier: Apache-2.0
import FernwireDissection
import Testing

/// The bounds of the lengths in MessagePack.
@Suite struct MessagePackLengthTests {
    /// Each format whose length stands in bytes of its own, without content.
    private static let empty: [([UInt8], MessagePack)] = [
        ([0xC4, 0], .bytes([])), ([0xC5, 0, 0], .bytes([])), ([0xC6, 0, 0, 0, 0], .bytes([])),
        ([0xD9, 0], .string("")), ([0xDA, 0, 0], .string("")), ([0xDB, 0, 0, 0, 0], .string("")),
        ([0xDC, 0, 0], .array([])), ([0xDD, 0, 0, 0, 0], .array([])),
        ([0xDE, 0, 0], .map([])), ([0xDF, 0, 0, 0, 0], .map([])),
    ]

    @Test("A length of 0 may be the last of the bytes", arguments: empty)
    func emptyValues(_ bytes: [UInt8], _ value: MessagePack) throws {
        #expect(try MessagePackReader.read(bytes) == value)
        #expect(throws: MessagePackError.truncated) { try MessagePackReader.read(Array(bytes.dropLast())) }
    }

    @Test("A map is refused before its pairs are read if they cannot all be there")
    func pairsThatAreNotThere() {
        // Three bytes cannot hold two pairs, whatever they are; four can.
        #expect(throws: MessagePackError.truncated) { try MessagePackReader.read([0x82, 0, 0, 0xC1]) }
        #expect(throws: MessagePackError.neverUsed(offset: 3)) { try MessagePackReader.read([0x82, 0, 0, 0xC1, 0]) }
    }

    @Test("A list is refused before its elements are read if they cannot all be there")
    func elementsThatAreNotThere() {
        #expect(throws: MessagePackError.truncated) { try MessagePackReader.read([0x93, 0, 0xC1]) }
        #expect(throws: MessagePackError.neverUsed(offset: 2)) { try MessagePackReader.read([0x93, 0, 0xC1, 0]) }
    }
}
