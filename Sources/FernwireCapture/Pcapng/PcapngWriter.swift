// SPDX-License-Identifier: Apache-2.0

/// Writes a capture of one Ethernet interface as pcapng (draft-ietf-opsawg-pcapng), little-endian, in nanoseconds.
public struct PcapngWriter {
    private var buffer: [UInt8] = []

    /// Begins the file: a section and its interface.
    public init() {
        block(PcapngBlock.sectionType) { body in
            body.append(little: 0x1A2B_3C4D as UInt32)
            body.append(little: 1 as UInt16)
            body.append(little: 0 as UInt16)
            // The section's length is not said.
            body.append(little: UInt64.max)
        }
        block(PcapngBlock.interfaceType) { body in
            body.append(little: 1 as UInt16)
            body.append(little: 0 as UInt16)
            body.append(little: 262_144 as UInt32)
            body.append(option: 9, [9])
            body.append(option: 0, [])
        }
    }

    /// Bytes that wait to be taken.
    public var pending: Int { buffer.count }

    /// What was written since the last call.
    public mutating func take() -> [UInt8] {
        defer { buffer.removeAll(keepingCapacity: true) }
        return buffer
    }

    /// - Parameter snaplen: most bytes that are kept of it.
    /// - Parameter time: nanoseconds since 1970.
    public mutating func packet(_ bytes: [UInt8], at time: UInt64, comment: String? = nil, snaplen: Int = .max) {
        block(PcapngBlock.enhancedPacketType) { body in
            body.append(little: 0 as UInt32)
            body.append(little: UInt32(time >> 32))
            body.append(little: UInt32(truncatingIfNeeded: time))
            let kept = bytes.prefix(snaplen)
            body.append(little: UInt32(kept.count))
            body.append(little: UInt32(bytes.count))
            body += kept
            body.pad()
            guard let comment else { return }
            body.append(option: 1, Array(comment.utf8))
            body.append(option: 0, [])
        }
    }

    /// Secrets that open what follows.
    public mutating func secrets(_ keyFile: [UInt8]) {
        buffer += PcapngBlock(keyFile: keyFile, isLittleEndian: true).bytes
    }

    /// Ends what waits in the middle of its last packet.
    mutating func cut() {
        buffer.removeLast(min(40, buffer.count))
    }

    private mutating func block(_ type: UInt32, _ write: (inout [UInt8]) -> Void) {
        let start = buffer.count
        buffer.append(little: type)
        buffer.append(little: 0 as UInt32)
        write(&buffer)
        let length = UInt32(buffer.count - start + 4)
        buffer.append(little: length)
        for index in 0..<4 { buffer[start + 4 + index] = UInt8(truncatingIfNeeded: length >> UInt32(8 * index)) }
    }
}

extension Array where Element == UInt8 {
    fileprivate mutating func append<Number: FixedWidthInteger & UnsignedInteger>(little number: Number) {
        for index in 0..<Number.bitWidth / 8 { append(UInt8(truncatingIfNeeded: number >> Number(8 * index))) }
    }

    fileprivate mutating func append(option code: UInt16, _ value: [UInt8]) {
        append(little: code)
        append(little: UInt16(value.count))
        self += value
        pad()
    }

    /// Every part of a block begins at a multiple of four; so does every block.
    fileprivate mutating func pad() {
        while count % 4 != 0 { append(0) }
    }
}
