import FernwireScenario
import FernwireSession
import Testing

// SPDX-License-Identifier: Apache-2.0
@testable import FernwireCapture

@Suite struct PcapngReaderTests {
    private func capture() throws -> [UInt8] {
        var bytes: [UInt8] = []
        try Generator(seed: 1).run(ScenarioLibrary.all[1], sessions: 1) {
            bytes += $0.capture
            return true
        }
        return bytes
    }

    private func read(_ bytes: [UInt8]) throws -> [PcapngBlock] {
        var offset = 0
        var reader = PcapngReader { count in
            defer { offset = min(offset + count, bytes.count) }
            return Array(bytes[offset..<min(offset + count, bytes.count)])
        }
        var blocks: [PcapngBlock] = []
        while let block = try reader.next() { blocks.append(block) }
        return blocks
    }

    @Test func theBlocksAreTheFile() throws {
        let bytes = try capture()
        let blocks = try read(bytes)
        #expect(blocks.flatMap(\.bytes) == bytes)
        #expect(blocks.count > 10 && blocks[0].kind == .section)
        let secrets = try #require(blocks.first { if case .secrets = $0.kind { true } else { false } }).secrets
        #expect(secrets.starts(with: SampleKeys.keyFile([FernetPSK.self])))
    }

    /// Cut anywhere, a capture ends at a block or is refused with the place; nothing is read past the end.
    @Test func eachCutIsNoticed() throws {
        let bytes = try capture()
        var ends: Set<Int> = []
        for block in try read(bytes) { ends.insert((ends.max() ?? 0) + block.bytes.count) }
        for count in bytes.indices {
            do {
                _ = try read(Array(bytes[..<count]))
                #expect(ends.contains(count))
            } catch let error as PcapngReader.Failure {
                #expect(!ends.contains(count), "\(count): \(error)")
            }
        }
    }

    @Test func lengthsThatCannotBeAreRefused() throws {
        let bytes = try capture()
        for (place, value) in [(4, UInt8(0xFF)), (4, 1), (7, 0xFF), (8, 0), (0, 0)] {
            var changed = bytes
            changed[place] = value
            #expect(throws: PcapngReader.Failure.self) { try read(changed) }
        }
        for magic in [[0xA1, 0xB2, 0xC3, 0xD4], [0xD4, 0xC3, 0xB2, 0xA1], [0x4D, 0x3C, 0xB2, 0xA1]] as [[UInt8]] {
            #expect(throws: PcapngReader.Failure.classicPcap) { try read(magic + [0, 2, 0, 4]) }
        }
        // The other byte order.
        let big = PcapngBlock(keyFile: [1, 2, 3], isLittleEndian: false)
        #expect(big.secrets == [1, 2, 3] && big.bytes.count == 24 && big.bytes[7] == 24)
    }
}
