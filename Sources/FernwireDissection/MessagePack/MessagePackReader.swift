// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// Reads a value of MessagePack from bytes that anyone may have written.
///
/// A length makes the reader allocate nothing before the bytes are there.
package struct MessagePackReader {
    /// The most containers that may lie in each other.
    package static let depthLimit = 32
    /// The most values that are read.
    package static let valueLimit = 10_000

    private let bytes: [UInt8]
    private var offset = 0
    private var count = 0

    /// Reads the one value that all of `bytes` are.
    package static func read(_ bytes: [UInt8]) throws(MessagePackError) -> MessagePack {
        var reader = MessagePackReader(bytes: bytes)
        let value = try reader.value(depth: 0)
        guard reader.offset == bytes.count else { throw .trailingBytes(offset: reader.offset) }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func value(depth: Int) throws(MessagePackError) -> MessagePack {
        guard depth <= Self.depthLimit else { throw .tooDeep }
        guard count < Self.valueLimit else { throw .tooManyValues }
        count += 1
        let first: UInt8 = try number()
        switch first {
        case 0x00...0x7F: return .integer(Int128(first))
        case 0x80...0x8F: return try map(Int(first & 0x0F), depth)
        case 0x90...0x9F: return try array(Int(first & 0x0F), depth)
        case 0xA0...0xBF: return try string(Int(first & 0x1F))
        case 0xC0: return .null
        case 0xC1: throw .neverUsed(offset: offset - 1)
        case 0xC2, 0xC3: return .boolean(first == 0xC3)
        case 0xC4...0xC6: return .bytes(try take(try length(width: 1 << (first - 0xC4))))
        case 0xC7...0xC9: return try extended(try length(width: 1 << (first - 0xC7)))
        case 0xCA: return .single(Float(bitPattern: try number()))
        case 0xCB: return .double(Double(bitPattern: try number()))
        case 0xCC: return .integer(Int128(try number() as UInt8))
        case 0xCD: return .integer(Int128(try number() as UInt16))
        case 0xCE: return .integer(Int128(try number() as UInt32))
        case 0xCF: return .integer(Int128(try number() as UInt64))
        case 0xD0: return .integer(Int128(try number() as Int8))
        case 0xD1: return .integer(Int128(try number() as Int16))
        case 0xD2: return .integer(Int128(try number() as Int32))
        case 0xD3: return .integer(Int128(try number() as Int64))
        case 0xD4...0xD8: return try extended(1 << Int(first - 0xD4))
        case 0xD9...0xDB: return try string(try length(width: 1 << (first - 0xD9)))
        case 0xDC, 0xDD: return try array(try length(width: first == 0xDC ? 2 : 4), depth)
        case 0xDE, 0xDF: return try map(try length(width: first == 0xDE ? 2 : 4), depth)
        default: return .integer(Int128(Int8(bitPattern: first)))
        }
    }

    /// Reads a length of 1, 2 or 4 bytes.
    private mutating func length(width: Int) throws(MessagePackError) -> Int {
        guard bytes.count - offset >= width else { throw .truncated }
        defer { offset += width }
        return Int(bytes.rawSpan.integer(at: offset, width: width))
    }

    /// Reads a big-endian number.
    private mutating func number<Number: FixedWidthInteger & BitwiseCopyable>() throws(MessagePackError) -> Number {
        guard bytes.count - offset >= MemoryLayout<Number>.size else { throw .truncated }
        defer { offset += MemoryLayout<Number>.size }
        return bytes.rawSpan.bigEndian(offset)
    }

    private mutating func take(_ count: Int) throws(MessagePackError) -> [UInt8] {
        guard bytes.count - offset >= count else { throw .truncated }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    private mutating func string(_ count: Int) throws(MessagePackError) -> MessagePack {
        let bytes = try take(count)
        return String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .bytes(bytes)
    }

    private mutating func array(_ count: Int, _ depth: Int) throws(MessagePackError) -> MessagePack {
        // Each element has a byte at least.
        guard bytes.count - offset >= count else { throw .truncated }
        var elements: [MessagePack] = []
        for _ in 0..<count { elements.append(try value(depth: depth + 1)) }
        return .array(elements)
    }

    private mutating func map(_ count: Int, _ depth: Int) throws(MessagePackError) -> MessagePack {
        guard (bytes.count - offset) / 2 >= count else { throw .truncated }
        var pairs: [MessagePack.Pair] = []
        for _ in 0..<count {
            let key = try value(depth: depth + 1)
            pairs.append(MessagePack.Pair(key, try value(depth: depth + 1)))
        }
        return .map(pairs)
    }

    /// Reads the type and the bytes of an extension. A timestamp has 4, 8 or 12 bytes.
    private mutating func extended(_ count: Int) throws(MessagePackError) -> MessagePack {
        let type: Int8 = try number()
        let content = try take(count)
        let span = content.rawSpan
        guard type == -1 else { return .extension(type: type, bytes: content) }
        let (seconds, nanoseconds): (Int64, UInt32)
        switch count {
        case 4: (seconds, nanoseconds) = (Int64(span.integer(at: 0, width: 4)), 0)
        case 8:
            let both = span.integer(at: 0, width: 8)
            (seconds, nanoseconds) = (Int64(both & ((1 << 34) - 1)), UInt32(both >> 34))
        case 12: (nanoseconds, seconds) = (span.bigEndian(0), span.bigEndian(4))
        default: return .extension(type: type, bytes: content)
        }
        guard nanoseconds < 1_000_000_000 else { return .extension(type: type, bytes: content) }
        return .timestamp(seconds: seconds, nanoseconds: nanoseconds)
    }
}
