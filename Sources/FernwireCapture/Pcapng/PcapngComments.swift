// SPDX-License-Identifier: Apache-2.0

extension PcapngBlock {
    /// A block whose parts are longer than it is, so that nobody can tell where its comments are.
    public struct Malformed: Error, Equatable {}

    /// Returns the block without the comments in its options. A block of a kind that is not known stays as it is.
    public func withoutComments() throws(Malformed) -> PcapngBlock {
        guard let start = try optionsOffset() else { return self }
        guard start <= body.count else { throw Malformed() }
        let options = body.dropFirst(start)
        var kept: [UInt8] = []
        var offset = options.startIndex
        // The options end with a code of 0, or with the block.
        while offset < options.endIndex {
            // A block has a multiple of four bytes, and so has an option.
            let (code, length) = (short(at: offset), short(at: offset + 2))
            guard code != Self.optionsEnd else { break }
            let next = offset + 4 + (length + 3) / 4 * 4
            guard next <= options.endIndex else { throw Malformed() }
            if code != Self.commentCode { kept += options[offset..<next] }
            offset = next
        }
        if !kept.isEmpty { kept += [0, 0, 0, 0] }
        return PcapngBlock(type: type, body: body.prefix(start) + kept, isLittleEndian: isLittleEndian)
    }

    /// The block with its section's length left open, where it begins a section: blocks after it have other lengths now.
    public var withOpenSection: PcapngBlock {
        guard kind == .section, body.count >= 16 else { return self }
        let open = body.prefix(8) + [UInt8](repeating: 0xFF, count: 8) + body.dropFirst(16)
        return PcapngBlock(type: type, body: Array(open), isLittleEndian: isLittleEndian)
    }

    private static let (optionsEnd, commentCode) = (0, 1)

    /// Returns the offset of the options in the body; `nil` for a kind of block that has none, or is not known.
    private func optionsOffset() throws(Malformed) -> Int? {
        let view = ByteView(body, isLittleEndian: isLittleEndian)
        /// Returns the offset after the bytes that begin at `start` and have their length at `place`.
        func after(_ start: Int, lengthAt place: Int) throws(Malformed) -> Int {
            guard let length = view.integer(at: place, width: 4) else { throw Malformed() }
            return start + (Int(length) + 3) / 4 * 4
        }
        return switch type {
        case Self.sectionType: 16
        case Self.interfaceType: 8
        case Self.statisticsType: 12
        case Self.packetType, Self.enhancedPacketType: try after(20, lengthAt: 12)
        case Self.secretsType: try after(8, lengthAt: 4)
        case Self.namesType: try endOfNames(view)
        default: nil
        }
    }

    /// Returns the offset behind a name resolution block's records, the last of which has the type 0.
    private func endOfNames(_ view: ByteView) throws(Malformed) -> Int {
        var offset = 0
        while let type = view.integer(at: offset, width: 2), let length = view.integer(at: offset + 2, width: 2) {
            offset += 4 + (Int(length) + 3) / 4 * 4
            if type == 0 { return offset }
        }
        throw Malformed()
    }

    private func short(at index: Int) -> Int {
        let (first, second) = (Int(bytes[index]), Int(bytes[index + 1]))
        return isLittleEndian ? second << 8 | first : first << 8 | second
    }
}
