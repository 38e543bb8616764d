// SPDX-License-Identifier: Apache-2.0
import FuzzSupport

/// Changes captures in pcapng, in little endian: a block is changed, and its lengths put right, so that the blocks after it are read.
enum BlockMutator {
    static func mutated(_ input: [UInt8], most: Int, random: inout SeededGenerator) -> [UInt8] {
        var blocks = blocks(of: input)
        guard let place = blocks.indices.randomElement(using: &random), Int.random(in: 0..<4, using: &random) > 0 else {
            return Fuzzer.mutated(input, most: most)
        }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: blocks.remove(at: place)
        case 1: blocks.insert(blocks[place], at: place)
        case 2: blocks.swapAt(place, blocks.indices.randomElement(using: &random)!)
        default:
            let body = blocks[place].dropFirst(8).dropLast(4)
            let room = max(most - input.count, 0) / 2
            blocks[place] = block(
                blocks[place].prefix(4), Fuzzer.mutated(Array(body), most: body.count + min(room, 256) + 1))
        }
        return Array(blocks.joined())
    }

    private static func blocks(of input: [UInt8]) -> [[UInt8]] {
        var blocks: [[UInt8]] = []
        var rest = input[...]
        while rest.count >= 12 {
            let length = rest.dropFirst(4).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            guard length >= 12, length <= rest.count else { break }
            blocks.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return blocks
    }

    private static func block(_ type: ArraySlice<UInt8>, _ body: [UInt8]) -> [UInt8] {
        let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
        let length: [UInt8] = (0..<4).map { UInt8(truncatingIfNeeded: (padded.count + 12) >> (8 * $0)) }
        return Array([Array(type), length, padded, length].joined())
    }
}
