// SPDX-License-Identifier: Apache-2.0

extension RawSpan {
    /// The byte at `offset`, which must lie inside.
    @inlinable
    public func byte(_ offset: Int) -> UInt8 {
        // Bounds are checked by the span; a byte has no alignment and no invalid value.
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    /// A big-endian integer of `width` bytes (1 to 8) at `offset`, all of which must lie inside.
    @inlinable
    public func integer(at offset: Int, width: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in offset..<offset + width {
            value = value << 8 | UInt64(byte(index))
        }
        return value
    }

    /// The big-endian integer at `offset`, all of which must lie inside.
    @inlinable
    public func bigEndian<Integer: FixedWidthInteger & BitwiseCopyable>(_ offset: Int) -> Integer {
        // Bounds are checked by the span; an integer has no invalid value.
        unsafe Integer(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: Integer.self))
    }

    /// The big-endian integer at `offset`, which moves on behind it. All of it must lie inside.
    @inlinable
    public func next<Integer: FixedWidthInteger & BitwiseCopyable>(_ offset: inout Int) -> Integer {
        defer { offset += MemoryLayout<Integer>.size }
        return bigEndian(offset)
    }

    /// Whether both have the same bytes. Not in constant time.
    public func isEqual(to other: RawSpan) -> Bool {
        guard byteCount == other.byteCount else { return false }
        var index = 0
        while index + 8 <= byteCount {
            let (mine, others): (UInt64, UInt64) = (bigEndian(index), other.bigEndian(index))
            guard mine == others else { return false }
            index += 8
        }
        while index < byteCount {
            guard byte(index) == other.byte(index) else { return false }
            index += 1
        }
        return true
    }
}

extension ArraySlice where Element == UInt8 {
    /// The slice's bytes, borrowed.
    public var rawSpan: RawSpan {
        @_lifetime(borrow self)
        // UInt8 has no padding whose bytes could be undefined.
        get { unsafe span.bytes }
    }
}

extension Array where Element == UInt8 {
    /// The array's bytes, borrowed.
    public var rawSpan: RawSpan {
        @_lifetime(borrow self)
        // UInt8 has no padding whose bytes could be undefined.
        get { unsafe span.bytes }
    }

    /// A copy of the bytes of `span`.
    public init(_ span: RawSpan) {
        self = unsafe span.withUnsafeBytes { unsafe Array($0) }
    }

    /// Appends the bytes of `span`.
    public mutating func append(_ span: RawSpan) {
        unsafe span.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }

    /// Appends words of eight bytes, big-endian, at once.
    ///
    /// - Parameters:
    ///   - words: the words in their order.
    ///   - skipped: the number of bytes at the beginning of the first word that are left out.
    @inlinable
    public mutating func append<let count: Int>(_ words: InlineArray<count, UInt64>, skipping skipped: Int = 0) {
        let words = InlineArray<count, UInt64> { words[$0].bigEndian }
        // The bytes of words have no padding.
        unsafe append(words.span.bytes.extracting(last: 8 * count - skipped))
    }

    /// Appends the low `width` bytes of `value`, big-endian.
    public mutating func append(_ value: UInt64, width: Int) {
        // The value's bytes have no padding.
        unsafe Swift.withUnsafeBytes(of: (value << UInt64(8 * (8 - width))).bigEndian) {
            unsafe append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[..<width]))
        }
    }
}
