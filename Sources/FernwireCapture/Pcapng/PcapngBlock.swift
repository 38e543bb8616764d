// SPDX-License-Identifier: Apache-2.0
import FernwireSession

/// One block of a pcapng file, as it is in the file.
public struct PcapngBlock: Sendable {
    public enum Kind: Equatable, Sendable {
        case section
        /// Decryption secrets of a type.
        case secrets(type: UInt32)
        case other
    }

    public let bytes: [UInt8]
    public let isLittleEndian: Bool
    public let kind: Kind

    static let sectionType: UInt32 = 0x0A0D_0D0A
    static let interfaceType: UInt32 = 1
    static let packetType: UInt32 = 2
    static let simplePacketType: UInt32 = 3
    static let namesType: UInt32 = 4
    static let statisticsType: UInt32 = 5
    static let enhancedPacketType: UInt32 = 6
    static let secretsType: UInt32 = 10

    /// The secrets of a block that holds them, without padding; empty for others.
    public var secrets: [UInt8] {
        guard case .secrets = kind, bytes.count >= 20 else { return [] }
        let count = Int(integer(bytes, at: 12, isLittleEndian: isLittleEndian))
        return Array(bytes[16..<min(16 + count, bytes.count - 4)])
    }

    var type: UInt32 { integer(bytes, at: 0, isLittleEndian: isLittleEndian) }

    /// The bytes between its two lengths.
    var body: ArraySlice<UInt8> { bytes.dropFirst(8).dropLast(4) }

    /// A block with the text of a key file.
    public init(keyFile: [UInt8], isLittleEndian: Bool) {
        var body = encoded(KeyFile.secretsType, isLittleEndian) + encoded(UInt32(keyFile.count), isLittleEndian)
        body += keyFile
        while body.count % 4 != 0 { body.append(0) }
        self.init(type: Self.secretsType, body: body, isLittleEndian: isLittleEndian)
    }

    /// - Parameter body: what is between the lengths: a multiple of four bytes.
    init(type: UInt32, body: [UInt8], isLittleEndian: Bool) {
        let length = encoded(UInt32(body.count + 12), isLittleEndian)
        self.init(bytes: encoded(type, isLittleEndian) + length + body + length, isLittleEndian: isLittleEndian)
    }

    init(bytes: [UInt8], isLittleEndian: Bool) {
        self.bytes = bytes
        self.isLittleEndian = isLittleEndian
        switch integer(bytes, at: 0, isLittleEndian: isLittleEndian) {
        case Self.sectionType: kind = .section
        case Self.secretsType where bytes.count >= 20:
            kind = .secrets(type: integer(bytes, at: 8, isLittleEndian: isLittleEndian))
        default: kind = .other
        }
    }
}

/// Reads a pcapng file block by block.
public struct PcapngReader {
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case notPcapng
        /// The format before it, which keeps neither keys nor comments.
        case classicPcap
        /// The block that begins at this byte of the file.
        case malformed(offset: UInt64)
        case truncated(offset: UInt64)

        public var description: String {
            switch self {
            case .notPcapng: "this is no pcapng file"
            case .classicPcap: "this is a classic pcap file; editcap -F pcapng OLD NEW makes a pcapng file of it"
            case .malformed(let offset): "the block at byte \(offset) is malformed"
            case .truncated(let offset): "the file ends inside the block at byte \(offset)"
            }
        }
    }

    /// The numbers that begin a classic pcap file, with times in microseconds or nanoseconds, in either byte order.
    private static let classicMagics: Set<UInt32> = [0xA1B2_C3D4, 0xD4C3_B2A1, 0xA1B2_3C4D, 0x4D3C_B2A1]

    /// Blocks above this are taken for malformed.
    static let limit = 256 << 20

    private let source: (Int) throws -> [UInt8]
    private var isLittleEndian = true
    private var offset: UInt64 = 0

    /// - Parameter source: the next bytes, as many as asked for; fewer at the end.
    public init(_ source: @escaping (Int) throws -> [UInt8]) {
        self.source = source
    }

    /// The next block; `nil` at the end.
    public mutating func next() throws -> PcapngBlock? {
        var bytes = try source(8)
        if bytes.isEmpty, offset > 0 { return nil }
        guard bytes.count == 8 else { throw offset == 0 ? Failure.notPcapng : .truncated(offset: offset) }
        if offset == 0, Self.classicMagics.contains(integer(bytes, at: 0, isLittleEndian: true)) {
            throw Failure.classicPcap
        }
        if integer(bytes, at: 0, isLittleEndian: true) == PcapngBlock.sectionType {
            bytes += try source(4)
            guard bytes.count == 12 else { throw Failure.truncated(offset: offset) }
            switch integer(bytes, at: 8, isLittleEndian: true) {
            case 0x1A2B_3C4D: isLittleEndian = true
            case 0x4D3C_2B1A: isLittleEndian = false
            default: throw Failure.notPcapng
            }
        } else if offset == 0 {
            throw Failure.notPcapng
        }
        let length = Int(integer(bytes, at: 4, isLittleEndian: isLittleEndian))
        guard length >= 12, length % 4 == 0, length <= Self.limit else { throw Failure.malformed(offset: offset) }
        // Piece by piece: a length alone makes nobody allocate.
        while bytes.count < length {
            let piece = try source(min(length - bytes.count, 1 << 16))
            guard !piece.isEmpty else { throw Failure.truncated(offset: offset) }
            bytes += piece
        }
        guard bytes.count == length, Int(integer(bytes, at: length - 4, isLittleEndian: isLittleEndian)) == length
        else {
            throw Failure.malformed(offset: offset)
        }
        offset += UInt64(length)
        return PcapngBlock(bytes: bytes, isLittleEndian: isLittleEndian)
    }
}

private func integer(_ bytes: [UInt8], at offset: Int, isLittleEndian: Bool) -> UInt32 {
    let word = bytes[offset..<offset + 4]
    return (isLittleEndian ? Array(word.reversed()) : Array(word)).reduce(0) { $0 << 8 | UInt32($1) }
}

private func encoded(_ number: UInt32, _ isLittleEndian: Bool) -> [UInt8] {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
    return isLittleEndian ? bytes : bytes.reversed()
}
