// SPDX-License-Identifier: Apache-2.0
import FernwireSession

/// Reads the packets of a capture, in pcapng or in the older pcap.
public struct CaptureReader {
    /// A capture that cannot be read on.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case noCapture
        /// The packet that begins at this byte of the file does not have its form.
        case malformed(offset: UInt64)
        case truncated(offset: UInt64)

        public var description: String {
            switch self {
            case .noCapture: "this is neither a pcapng nor a pcap file"
            case .malformed(let offset): "the packet at byte \(offset) is malformed"
            case .truncated(let offset): "the file ends inside the packet at byte \(offset)"
            }
        }
    }

    /// What stands next in the capture.
    public enum Item: Sendable {
        case packet(CapturedPacket)
        /// Decryption secrets of a type, which travel with the capture.
        case secrets([UInt8], type: UInt32)
    }

    private enum Format {
        case pcapng(PcapngReader, PacketReader)
        case pcap(PcapReader)
    }

    private var format: Format

    /// The numbers that begin a pcap file, with times in microseconds or nanoseconds, in either byte order.
    private static let classicMagics: Set<[UInt8]> = [
        [0xA1, 0xB2, 0xC3, 0xD4], [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0x3C, 0x4D], [0x4D, 0x3C, 0xB2, 0xA1],
    ]
    private static let sectionMagic: [UInt8] = [0x0A, 0x0D, 0x0D, 0x0A]

    /// Whether a file that begins so is a capture.
    public static func isCapture(_ beginning: ArraySlice<UInt8>) -> Bool {
        let magic = Array(beginning.prefix(4))
        return classicMagics.contains(magic) || magic == sectionMagic
    }

    /// - Parameter source: returns the next bytes, as many as asked for; fewer at the end.
    public init(_ source: @escaping (Int) throws -> [UInt8]) throws {
        var beginning = try source(4)
        guard Self.isCapture(beginning[...]) else { throw Failure.noCapture }
        guard Self.classicMagics.contains(beginning) else {
            let reader = PcapngReader { count in
                let first = Array(beginning.prefix(count))
                beginning.removeFirst(first.count)
                return first.count < count ? first + (try source(count - first.count)) : first
            }
            format = .pcapng(reader, PacketReader())
            return
        }
        format = .pcap(try PcapReader(magic: beginning, source))
    }

    /// The next packet or secrets; `nil` at the end.
    public mutating func next() throws -> Item? {
        switch format {
        case .pcap(var reader):
            defer { format = .pcap(reader) }
            return try reader.next().map { .packet($0) }
        case .pcapng(var blocks, var packets):
            defer { format = .pcapng(blocks, packets) }
            while let block = try blocks.next() {
                if let packet = packets.packet(block) { return .packet(packet) }
                if case .secrets(let type) = block.kind { return .secrets(block.secrets, type: type) }
            }
            return nil
        }
    }
}

/// Reads the packets of a pcap file, draft-ietf-opsawg-pcap.
struct PcapReader {
    private let source: (Int) throws -> [UInt8]
    private let isLittleEndian: Bool
    /// Nanoseconds of the unit of times after the second.
    private let unit: UInt64
    private let link: UInt16
    private var number: UInt64 = 0
    private var offset: UInt64 = 24

    /// The most bytes of a packet.
    private static let limit: UInt64 = 256 << 20

    init(magic: [UInt8], _ source: @escaping (Int) throws -> [UInt8]) throws {
        self.source = source
        isLittleEndian = magic[0] != 0xA1
        unit = magic.contains(0x3C) ? 1 : 1000
        let header = try source(20)
        guard let link = ByteView(header[...], isLittleEndian: isLittleEndian).integer(at: 16, width: 4) else {
            throw CaptureReader.Failure.truncated(offset: 0)
        }
        // The upper bits say whether packets end in a checksum.
        self.link = UInt16(truncatingIfNeeded: link)
    }

    mutating func next() throws -> CapturedPacket? {
        let header = try source(16)
        if header.isEmpty { return nil }
        let view = ByteView(header[...], isLittleEndian: isLittleEndian)
        guard let seconds = view.integer(at: 0, width: 4), let fraction = view.integer(at: 4, width: 4),
            let count = view.integer(at: 8, width: 4)
        else { throw CaptureReader.Failure.truncated(offset: offset) }
        guard count <= Self.limit else { throw CaptureReader.Failure.malformed(offset: offset) }
        // A length alone makes nobody allocate.
        var bytes: [UInt8] = []
        while bytes.count < count {
            let piece = try source(min(Int(count) - bytes.count, 1 << 16))
            guard !piece.isEmpty else { throw CaptureReader.Failure.truncated(offset: offset) }
            bytes += piece
        }
        number += 1
        offset += 16 + count
        return CapturedPacket(
            number: number, time: seconds * 1_000_000_000 + fraction * unit, link: link, bytes: bytes[...])
    }
}
