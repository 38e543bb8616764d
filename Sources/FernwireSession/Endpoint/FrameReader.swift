// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// Cuts a byte stream into frames. It holds no more than what arrived.
struct FrameReader {
    private var buffer: [UInt8] = []
    private var start = 0

    enum Failure: Error {
        case notFernwire
        /// An alert frame whose length exceeds the maximum. An alert is never answered.
        case oversizedAlert
        case session(SessionError)
    }

    mutating func append(_ bytes: RawSpan) {
        if start == buffer.count {
            // The old buffer is given up: an idle session holds none.
            discard()
            buffer = Array(bytes)
            return
        }
        if start > 1 << 16 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(bytes)
    }

    /// Gives up the memory of frames that were all taken.
    mutating func discardTaken() {
        if start == buffer.count { discard() }
    }

    mutating func discard() {
        buffer = []
        start = 0
    }

    /// Whether ``next()`` has a frame to give, or a reason to fail, without more bytes.
    var hasFrame: Bool {
        let count = buffer.count - start
        let prefix = UInt64(Wire.magic) << 8 | UInt64(Wire.version)
        for index in 0..<min(count, 5)
        where buffer[start + index] != UInt8(truncatingIfNeeded: prefix >> UInt64(8 * (4 - index))) {
            return true
        }
        guard count >= Wire.headerLength else { return false }
        let header = FrameHeader(decoding: buffer.rawSpan.extracting(start..<buffer.count))
        return header.length > Wire.maximumPayload || count - Wire.headerLength >= Int(header.length)
    }

    /// The bytes that arrived, among which ``next()`` finds frames.
    var bytes: RawSpan { buffer.rawSpan }

    /// Returns the next complete frame and its place in ``bytes``, or `nil` until it has arrived. Magic, version and
    /// length are judged before the payload is waited for. PROTOCOL.md §2, receiving.
    mutating func next() throws(Failure) -> (header: FrameHeader, place: Range<Int>)? {
        let count = buffer.count - start
        for index in 0..<min(count, 4) {
            let expected = UInt8(truncatingIfNeeded: Wire.magic >> UInt32(8 * (3 - index)))
            guard buffer[start + index] == expected else { throw .notFernwire }
        }
        guard count > 4 else { return nil }
        guard buffer[start + 4] == Wire.version else { throw .session(SessionError(.unsupportedVersion)) }
        guard count >= Wire.headerLength else { return nil }
        let header = FrameHeader(decoding: buffer.rawSpan.extracting(start..<buffer.count))
        guard header.length <= Wire.maximumPayload else {
            throw header.isAlert ? .oversizedAlert : .session(SessionError(.frameTooLarge))
        }
        let length = header.frameLength
        guard count >= length else { return nil }
        defer { start += length }
        return (header, start..<start + length)
    }
}
