// SPDX-License-Identifier: Apache-2.0

extension FrameHeader {
    /// How many bytes the whole frame has: the header's own and the payload's.
    @inlinable
    public var frameLength: Int { Wire.headerLength + Int(length) }

    /// Cuts bytes that are whole frames, such as those that a session of ours sent, into the frames.
    ///
    /// A last frame that is not whole is returned as far as it goes; bytes too few for a header are left out. Bytes of a
    /// peer are for a session's own reader, which refuses what is wrong, and bytes of a capture for ``FrameFinder``,
    /// which passes it over.
    public static func wholeFrames(in bytes: [UInt8]) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        var offset = 0
        while offset + Wire.headerLength <= bytes.count {
            let header = FrameHeader(decoding: bytes.rawSpan.extracting(offset..<bytes.count))
            let end = min(offset + header.frameLength, bytes.count)
            frames.append(Array(bytes[offset..<end]))
            offset = end
        }
        return frames
    }
}
