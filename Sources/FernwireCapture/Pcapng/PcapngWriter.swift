// SPDX-License-Identifier: Apache-2.0

/// Writes a capture of one interface as pcapng (draft-ietf-opsawg-pcapng), little-endian, in nanoseconds.
public struct PcapngWriter {
    /// The kinds of packets, by their LINKTYPE_ number.
    public enum Link: UInt16, Sendable {
        case ethernet = 1
        /// Wireshark's exported PDUs.
        case upperPDU = 252
    }

    private var buffer: [UInt8] = []

    /// Begins the file: a section and its interface.
    public init(link: Link = .ethernet) {
        block(PcapngBlock.sectionType) { body in
            body.append(little: 0x1A2B_3C4D as UInt32)
            body.append(little: 1 as UInt16)
            body.append(little: 0 as UInt16)
            // The section's length is left open.
            body.append(little: UInt64.max)
        }
        block(PcapngBlock.interfaceType) { body in
            body.append(little: link.rawValue)
            body.append(little: 0 as UInt16)
            body.append(little: 262_144 as UInt32)
            body.append(option: 9, [9])
            body.append(option: 0, [])
        }
    }

    /// The number of bytes that wait to be taken.
    public var pending: Int { buffer.count }

    /// Returns the bytes written since the last call.
    public mutating func take() -> [UInt8] {
        let capacity = buffer.count
        defer {
            buffer = []
            buffer.reserveCapacity(capacity)
        }
        return buffer
    }

    /// Writes a packet.
    ///
    /// - Parameter time: the time of the packet in nanoseconds since 1970.
    /// - Parameter snaplen: the most bytes of the packet that are kept.
    public mutating func packet(_ bytes: RawSpan, at time: UInt64, comment: String? = nil, snaplen: Int = .max) {
        let start = buffer.count
        let kept = bytes.extracting(first: snaplen)
        buffer.append(little: UInt64(PcapngBlock.enhancedPacketType))
        // The interface is 0; the halves of the time stand in the other order.
        buffer.append(little: (time >> 32) << 32)
        buffer.append(little: (time & 0xFFFF_FFFF) | UInt64(kept.byteCount) << 32)
        buffer.append(little: UInt32(bytes.byteCount))
        buffer.append(kept)
        buffer.pad()
        if let comment {
            buffer.append(option: 1, Array(comment.utf8))
            buffer.append(option: 0, [])
        }
        end(blockFrom: start)
    }

    /// Writes secrets that open the packets after them.
    public mutating func secrets(_ keyFile: [UInt8]) {
        buffer += PcapngBlock(keyFile: keyFile, isLittleEndian: true).bytes
    }

    /// Cuts the bytes that wait in the middle of their last packet.
    mutating func cut() {
        buffer.removeLast(min(40, buffer.count))
    }

    private mutating func block(_ type: UInt32, _ write: (inout [UInt8]) -> Void) {
        let start = buffer.count
        buffer.append(little: UInt64(type))
        write(&buffer)
        end(blockFrom: start)
    }

    /// Writes the length of the block that begins at `start`, at its end and after its type.
    private mutating func end(blockFrom start: Int) {
        let length = UInt32(buffer.count - start + 4)
        buffer.append(little: length)
        for index in 0..<4 { buffer[start + 4 + index] = UInt8(truncatingIfNeeded: length >> UInt32(8 * index)) }
    }
}

extension Array where Element == UInt8 {
    fileprivate mutating func append<Number: FixedWidthInteger & UnsignedInteger>(little number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(option code: UInt16, _ value: [UInt8]) {
        append(little: code)
        append(little: UInt16(value.count))
        self += value
        pad()
    }

    /// Pads to a multiple of four bytes, at which every part of a block and every block begins.
    fileprivate mutating func pad() {
        while count % 4 != 0 { append(0) }
    }
}
