// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import FernwireSession
import Testing

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

    @Test("The blocks read make up the whole file, and the secrets block holds the key file")
    func theBlocksAreTheFile() throws {
        let bytes = try capture()
        let blocks = try read(bytes)
        #expect(blocks.flatMap(\.bytes) == bytes)
        #expect(blocks.count > 10 && blocks[0].kind == .section)
        let secrets = try #require(blocks.first { if case .secrets = $0.kind { true } else { false } }).secrets
        #expect(secrets.starts(with: SampleKeys.keys.keyFile([.fernetPSK])))
    }

    /// Cut anywhere, a capture ends at a block or is refused with the place; nothing is read past the end.
    @Test("A capture cut anywhere but at the end of a block is refused")
    func eachCutIsNoticed() throws {
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

    /// Of packets and of other blocks, in either byte order; other options stay.
    @Test("Comments are taken out of blocks in both byte orders, and other options stay", arguments: [true, false])
    func commentsAreTakenOut(_ isLittleEndian: Bool) throws {
        func number(_ value: Int, _ width: Int) -> [UInt8] {
            let bytes = (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return isLittleEndian ? bytes : bytes.reversed()
        }
        func option(_ code: Int, _ value: [UInt8]) -> [UInt8] {
            let padding = [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
            return number(code, 2) + number(value.count, 2) + value + padding
        }
        let packet = [UInt8](repeating: 0, count: 12) + number(5, 4) + number(5, 4) + [1, 2, 3, 4, 5, 0, 0, 0]
        let names = number(1, 2) + number(6, 2) + [127, 0, 0, 1, 97, 0, 0, 0] + number(0, 4)
        let end = number(0, 4)
        let comment = option(1, Array("told".utf8))
        let flags = option(2, number(1, 4))
        for (type, body) in [
            (6, packet), (2, packet), (4, names), (1, [UInt8](repeating: 0, count: 8)),
            (5, [UInt8](repeating: 0, count: 12)), (10, number(7, 4) + number(3, 4) + [1, 2, 3, 0]),
        ] as [(UInt32, [UInt8])] {
            func block(_ options: [UInt8]) -> PcapngBlock {
                PcapngBlock(type: type, body: body + options, isLittleEndian: isLittleEndian)
            }
            func stripped(_ options: [UInt8]) throws -> [UInt8] { try block(options).withoutComments().bytes }
            let bare = block([]).bytes
            #expect(try stripped(comment + end) == bare)
            #expect(try stripped(comment) == bare)
            #expect(try stripped(comment + flags + comment + end) == block(flags + end).bytes)
            #expect(try stripped(flags + end) == block(flags + end).bytes)
            #expect(try stripped([]) == bare)
            // A comment that claims more than there is.
            #expect(throws: PcapngBlock.Malformed.self) { try stripped(number(1, 2) + number(500, 2)) }
            #expect(throws: PcapngBlock.Malformed.self) { try stripped(flags + number(500, 2) + number(9, 2) + flags) }
        }
        // Packets, secrets and names that claim more than there is, and blocks that lack their beginning.
        for (type, body) in [
            (6, [UInt8](repeating: 0xFF, count: 20) + comment), (6, []), (10, number(7, 4) + number(500, 4) + comment),
            (4, number(1, 2) + number(500, 2)), (4, number(1, 2) + number(4, 2) + [127, 0, 0, 1]), (1, []), (5, []),
        ] as [(UInt32, [UInt8])] {
            let cut = PcapngBlock(type: type, body: body, isLittleEndian: isLittleEndian)
            #expect(throws: PcapngBlock.Malformed.self, "\(type)") { try cut.withoutComments() }
        }
        let unknown = PcapngBlock(type: 77, body: comment, isLittleEndian: isLittleEndian)
        #expect(try unknown.withoutComments().bytes == unknown.bytes)
    }

    @Test("The comments of a section are taken out, and its length can be left open", arguments: [true, false])
    func aSectionCanBeLeftOpen(_ isLittleEndian: Bool) throws {
        let section = Reading.section(isLittleEndian: isLittleEndian)
        let open = PcapngBlock(bytes: section, isLittleEndian: isLittleEndian)
        #expect(open.withOpenSection.bytes == section)
        var body = Array(open.body)
        body.replaceSubrange(8..<16, with: Reading.number(400, 8, isLittleEndian))
        let comment = [(1, 2), (4, 2)].flatMap { Reading.number($0.0, $0.1, isLittleEndian) } + Array("told".utf8)
        let full = PcapngBlock(type: 0x0A0D_0D0A, body: body + comment, isLittleEndian: isLittleEndian)
        #expect(try full.withoutComments().withOpenSection.bytes == section)
        let other = PcapngBlock(type: 5, body: body, isLittleEndian: isLittleEndian)
        #expect(other.withOpenSection.bytes == other.bytes)
    }

    @Test("Invalid block lengths, a wrong magic number and classic pcap files are refused")
    func lengthsThatCannotBeAreRefused() throws {
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
