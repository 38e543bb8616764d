// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// A frame as it was captured.
public struct CapturedFrame: Sendable {
    /// What was captured of it: at least its header, at most all of it.
    public let bytes: [UInt8]
    /// Number of the packet that brought its last byte.
    public let packet: UInt64
    /// Nanoseconds since 1970 at which that was captured; `nil` where the capture does not say.
    public let time: UInt64?
}

/// Cuts one direction's bytes into frames. What is no frame is passed over.
struct FrameStream {
    private var bytes: [UInt8] = []
    /// How many of `bytes` are done with.
    private var start = 0
    /// Bytes to come of a frame that was handed on as far as it was captured.
    private var rest = 0
    private var moment: CapturedSegment.Moment?
    /// Whether anything that looks like a frame was seen.
    private(set) var hasFrames = false
    /// Bytes that are no frames.
    private(set) var skipped: UInt64 = 0
    /// Bytes that were sent and not captured.
    private(set) var missing: UInt64 = 0

    mutating func take(_ piece: ByteStream.Piece, _ frames: inout [CapturedFrame]) {
        switch piece {
        case .bytes(let new, let moment):
            self.moment = moment
            let known = min(rest, new.count)
            rest -= known
            bytes += new.dropFirst(known)
            cut(&frames)
        case .hole(let count):
            missing += UInt64(count)
            let known = min(rest, count)
            rest -= known
            end(before: count - known, &frames)
        }
    }

    /// Hands on what is there of a frame that the capture does not hold to its end.
    mutating func finish(_ frames: inout [CapturedFrame]) {
        end(before: .max, &frames)
    }

    private mutating func end(before hole: Int, _ frames: inout [CapturedFrame]) {
        guard start < bytes.count else { return }
        if case .frame(let length) = FrameFinder.find(bytes.rawSpan.extracting(start..<bytes.count)) {
            let count = bytes.count - start
            hand(count, &frames)
            rest = max(length - count - hole, 0)
        } else {
            skipped += UInt64(bytes.count - start)
        }
        bytes.removeAll(keepingCapacity: true)
        start = 0
    }

    private mutating func cut(_ frames: inout [CapturedFrame]) {
        search: while start < bytes.count {
            let left = bytes.count - start
            switch FrameFinder.find(bytes.rawSpan.extracting(start..<bytes.count)) {
            case .frame(let length):
                hasFrames = true
                guard length <= left else { break search }
                hand(length, &frames)
            case .partialHeader: break search
            case .oversized: skip(1)
            case .other(let length): skip(min(length, left))
            }
        }
        bytes.removeFirst(start)
        start = 0
    }

    private mutating func hand(_ count: Int, _ frames: inout [CapturedFrame]) {
        frames.append(
            CapturedFrame(
                bytes: Array(bytes[start..<start + count]), packet: moment?.packet ?? 0, time: moment?.time))
        start += count
    }

    private mutating func skip(_ count: Int) {
        skipped += UInt64(count)
        start += count
    }
}
