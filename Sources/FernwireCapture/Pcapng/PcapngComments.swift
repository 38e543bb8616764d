// SPDX-License-Identifier: Apache-2.0

extension PcapngBlock {
    /// The block without the comments among its options, whatever kind of block it is.
    public var withoutComments: PcapngBlock {
        guard let start = optionsOffset, start < body.count else { return self }
        let options = body.dropFirst(start)
        var kept: [UInt8] = []
        var offset = options.startIndex
        // The options end with a code of 0, or with the block; what has no form of an option goes, too.
        while offset + 4 <= options.endIndex {
            let (code, length) = (short(at: offset), short(at: offset + 2))
            let next = offset + 4 + (length + 3) / 4 * 4
            guard code != Self.optionsEnd, next <= options.endIndex else { break }
            if code != Self.commentCode { kept += options[offset..<next] }
            offset = next
        }
        if !kept.isEmpty { kept += [0, 0, 0, 0] }
        return PcapngBlock(type: type, body: body.prefix(start) + kept, isLittleEndian: isLittleEndian)
    }

    private static let (optionsEnd, commentCode) = (0, 1)

    /// Where the options begin in the body; `nil` for a block without any.
    private var optionsOffset: Int? {
        let view = ByteView(body, isLittleEndian: isLittleEndian)
        /// After what has its length at `place` and its bytes at `start`.
        func after(_ start: Int, lengthAt place: Int) -> Int? {
            view.integer(at: place, width: 4).map { start + (Int($0) + 3) / 4 * 4 }
        }
        return switch type {
        case Self.sectionType: 16
        case Self.interfaceType: 8
        case Self.statisticsType: 12
        case Self.packetType, Self.enhancedPacketType: after(20, lengthAt: 12)
        case Self.secretsType: after(8, lengthAt: 4)
        case Self.namesType: endOfNames(view)
        default: nil
        }
    }

    /// Returns the offset behind a name resolution block's records, the last of which has the type 0.
    private func endOfNames(_ view: ByteView) -> Int? {
        var offset = 0
        while let type = view.integer(at: offset, width: 2), let length = view.integer(at: offset + 2, width: 2) {
            offset += 4 + (Int(length) + 3) / 4 * 4
            if type == 0 { return offset }
        }
        return nil
    }

    private func short(at index: Int) -> Int {
        let (first, second) = (Int(bytes[index]), Int(bytes[index + 1]))
        return isLittleEndian ? second << 8 | first : first << 8 | second
    }
}
