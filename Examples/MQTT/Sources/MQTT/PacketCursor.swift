// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// How far a packet was read.
struct PacketCursor {
    private(set) var offset: Int
    /// Where the packet ends, in bytes from its first.
    let end: Int
    /// For the Info column.
    fileprivate(set) var identifier: UInt16?
    /// Where the text lies that the Info column shows: the first topic, or the client's identifier.
    fileprivate(set) var subject: Range<Int>?

    init(offset: Int, end: Int) {
        self.offset = offset
        self.end = end
    }

    var isAtEnd: Bool { offset == end }

    /// The next `count` bytes.
    mutating func take(_ count: Int) throws(Malformed) -> Range<Int> {
        guard count <= end - offset else { throw Malformed(note: .cut) }
        defer { offset += count }
        return offset..<offset + count
    }

    /// All bytes that are left.
    mutating func takeRest() -> Range<Int> {
        defer { offset = end }
        return offset..<end
    }
}

extension Plan {
    /// Adds the next value, of 1 or 2 bytes; returns it.
    @discardableResult
    mutating func value(
        _ field: Field, width: Int, _ bytes: RawSpan, at packet: inout PacketCursor
    ) throws(Malformed) -> Int {
        let range = try packet.take(width)
        self.field(field, at: range)
        return Int(bytes.integer(at: range.lowerBound, width: width))
    }

    /// Adds a length of two bytes, and that many bytes after it; returns where these are.
    @discardableResult
    mutating func data(
        _ field: Field, length: Field, _ bytes: RawSpan, at packet: inout PacketCursor
    ) throws(Malformed) -> Range<Int> {
        let range = try packet.take(value(length, width: 2, bytes, at: &packet))
        self.field(field, at: range)
        return range
    }

    /// The same of text, with a note if it is not UTF-8 or has a U+0000.
    ///
    /// - Parameter isSubject: whether the Info column shows it.
    @discardableResult
    mutating func text(
        _ field: Field, length: Field, isSubject: Bool = false, _ bytes: RawSpan, at packet: inout PacketCursor
    ) throws(Malformed) -> Range<Int> {
        let range = try data(field, length: length, bytes, at: &packet)
        if isSubject && packet.subject == nil { packet.subject = range }
        if !bytes.extracting(range).isText { note(.badText) }
        return range
    }

    /// Adds the packet identifier.
    mutating func identifier(_ bytes: RawSpan, at packet: inout PacketCursor) throws(Malformed) {
        let identifier = try value(.packetIdentifier, width: 2, bytes, at: &packet)
        if identifier == 0 { note(.noIdentifier) }
        packet.identifier = UInt16(identifier)
    }
}

extension RawSpan {
    /// Whether this is UTF-8 without U+0000.
    fileprivate var isText: Bool {
        var hasOthers = false
        for index in 0..<byteCount {
            if byte(index) == 0 { return false }
            if byte(index) >= 0x80 { hasOthers = true }
        }
        return !hasOthers || String(validating: Array(self), as: UTF8.self) != nil
    }

    /// Whether it has the wildcards `+` or `#`.
    var hasWildcard: Bool {
        for index in 0..<byteCount where byte(index) == UInt8(ascii: "+") || byte(index) == UInt8(ascii: "#") {
            return true
        }
        return false
    }
}
