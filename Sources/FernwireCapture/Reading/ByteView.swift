// SPDX-License-Identifier: Apache-2.0

/// Bytes of a capture, any of which may be missing or wrong. A value that is asked for and not there is `nil`.
struct ByteView {
    private let bytes: ArraySlice<UInt8>
    private let isLittleEndian: Bool

    init(_ bytes: ArraySlice<UInt8>, isLittleEndian: Bool = false) {
        self.bytes = bytes
        self.isLittleEndian = isLittleEndian
    }

    var count: Int { bytes.count }

    /// Returns the integer of `width` bytes (1 to 8) at `offset`.
    func integer(at offset: Int, width: Int) -> UInt64? {
        guard offset >= 0, offset <= bytes.count - width else { return nil }
        var value: UInt64 = 0
        for index in 0..<width {
            let place = isLittleEndian ? width - 1 - index : index
            value = value << 8 | UInt64(bytes[bytes.startIndex + offset + place])
        }
        return value
    }

    func byte(_ offset: Int) -> UInt8? { integer(at: offset, width: 1).map { UInt8($0) } }

    /// Returns exactly `count` bytes at `offset`.
    func slice(at offset: Int, count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, offset >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
        return bytes[(bytes.startIndex + offset)...].prefix(count)
    }

    /// Returns at most `count` bytes from `offset` on: as many as there are.
    func rest(from offset: Int, atMost count: UInt64 = .max) -> ArraySlice<UInt8> {
        guard offset >= 0, offset <= bytes.count else { return [] }
        return bytes[(bytes.startIndex + offset)...].prefix(Int(clamping: count))
    }
}
