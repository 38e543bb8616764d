// SPDX-License-Identifier: Apache-2.0

/// Finds frames in bytes that may begin anywhere, for observers. PROTOCOL.md §2, finding a header.
public enum FrameFinder {
    /// A finding at the beginning of some bytes.
    public enum Finding: Equatable, Sendable {
        /// A credible header begins a frame of this many bytes, not all of which need be there.
        case frame(length: Int)
        /// A header of this protocol and version begins there, whose length is above the maximum.
        case oversized
        /// The bytes are the first of what may be a header.
        case partialHeader
        /// No header begins there; the next place worth a look is this many bytes on (at most the count of bytes).
        case other(length: Int)
    }

    public static func find(_ bytes: RawSpan) -> Finding {
        let known = min(bytes.byteCount, Wire.headerLength)
        guard known > 0, mayBegin(bytes, at: 0) else { return .other(length: nextCandidate(bytes)) }
        guard known == Wire.headerLength else { return .partialHeader }
        let header = FrameHeader(decoding: bytes)
        if header.isCredible { return .frame(length: header.frameLength) }
        return header.direction <= 1 ? .oversized : .other(length: nextCandidate(bytes))
    }

    /// Whether magic and version stand at `offset`, as far as the bytes go.
    private static func mayBegin(_ bytes: RawSpan, at offset: Int) -> Bool {
        let prefix = UInt64(Wire.magic) << 8 | UInt64(Wire.version)
        for index in 0..<min(5, bytes.byteCount - offset) {
            guard UInt64(bytes.byte(offset + index)) == prefix >> UInt64(8 * (4 - index)) & 0xFF else { return false }
        }
        return true
    }

    /// The place of the direction in a header.
    private static let directionOffset = 7

    /// Whether a credible header begins at `offset`, as far as the bytes go.
    private static func mayBeCredible(_ bytes: RawSpan, at offset: Int) -> Bool {
        let left = bytes.byteCount - offset
        guard mayBegin(bytes, at: offset) else { return false }
        guard left < Wire.headerLength else {
            return FrameHeader(decoding: bytes.extracting(offset..<bytes.byteCount)).isCredible
        }
        return left <= directionOffset || bytes.byte(offset + directionOffset) <= 1
    }

    /// Returns the first place after the beginning where a header is confirmed by what follows it; else the first place
    /// where one may begin that the bytes are too short to refute; else the end.
    private static func nextCandidate(_ bytes: RawSpan) -> Int {
        var unconfirmed: Int?
        var offset = 1
        while offset < bytes.byteCount {
            defer { offset += 1 }
            guard bytes.byte(offset) == UInt8(Wire.magic >> 24), mayBegin(bytes, at: offset) else { continue }
            let left = bytes.byteCount - offset
            guard left >= Wire.headerLength else {
                unconfirmed = unconfirmed ?? offset
                continue
            }
            let header = FrameHeader(decoding: bytes.extracting(offset..<bytes.byteCount))
            guard header.isCredible else { continue }
            let end = header.frameLength
            if end > left {
                unconfirmed = unconfirmed ?? offset
            } else if end == left || mayBeCredible(bytes, at: offset + end) {
                return offset
            }
        }
        return unconfirmed ?? max(bytes.byteCount, 1)
    }
}
