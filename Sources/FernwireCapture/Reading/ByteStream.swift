// SPDX-License-Identifier: Apache-2.0

/// One direction of a connection: its bytes in order, out of segments that come in any.
struct ByteStream {
    enum Piece {
        case bytes(ArraySlice<UInt8>, at: CapturedSegment.Moment)
        /// So many bytes were sent and not captured.
        case hole(Int)
    }

    private struct Waiting {
        /// Place of its first byte in the stream.
        let place: Int
        let bytes: [UInt8]
        let missing: Int
        let moment: CapturedSegment.Moment
    }

    /// Sequence number of the next byte; `nil` before the first segment.
    private var sequence: UInt32?
    /// Place of the next byte in the stream.
    private var next = 0
    /// What came before its turn, by place.
    private var waiting: [Waiting] = []
    private var waitingBytes = 0

    /// Segments and bytes that may wait; when there are more, what they wait for is taken for lost.
    struct Limit {
        var segments: Int
        var bytes: Int
    }

    var limit: Limit

    init(limit: Limit) {
        self.limit = limit
    }

    /// What a segment adds. What came before, in whole or in part, is not taken again.
    mutating func take(_ segment: CapturedSegment) -> [Piece] {
        let count = segment.payload.count + segment.missing
        // What has no bytes may be a probe with an old number.
        if count > 0 || segment.flags.contains(.syn) { sequence = sequence ?? segment.sequence }
        guard let expected = sequence else { return [] }
        // The numbers wrap; the nearest way round is the one that was meant.
        let place = next + Int(Int32(bitPattern: segment.sequence &- expected))
        guard count > 0 else { return [] }
        var pieces: [Piece] = []
        guard place > next else {
            append(segment.payload, missing: segment.missing, from: place, at: segment.moment, to: &pieces)
            drain(&pieces)
            return pieces
        }
        // Equal places in the order in which they came.
        let index = waiting.firstIndex { $0.place > place } ?? waiting.endIndex
        waiting.insert(
            Waiting(place: place, bytes: Array(segment.payload), missing: segment.missing, moment: segment.moment),
            at: index)
        waitingBytes += segment.payload.count
        if waiting.count > limit.segments || waitingBytes > limit.bytes { skip(&pieces) }
        return pieces
    }

    /// What still waits: nothing more comes.
    mutating func finish() -> [Piece] {
        var pieces: [Piece] = []
        while !waiting.isEmpty { skip(&pieces) }
        return pieces
    }

    /// Gives up what lies before the first that waits.
    private mutating func skip(_ pieces: inout [Piece]) {
        guard let first = waiting.first else { return }
        pieces.append(.hole(first.place - next))
        advance(first.place - next)
        drain(&pieces)
    }

    private mutating func drain(_ pieces: inout [Piece]) {
        var count = 0
        for segment in waiting {
            guard segment.place <= next else { break }
            append(segment.bytes[...], missing: segment.missing, from: segment.place, at: segment.moment, to: &pieces)
            waitingBytes -= segment.bytes.count
            count += 1
        }
        waiting.removeFirst(count)
    }

    /// Adds what of a segment at `place`, which is not beyond the next byte, is new.
    private mutating func append(
        _ bytes: ArraySlice<UInt8>, missing: Int, from place: Int, at moment: CapturedSegment.Moment,
        to pieces: inout [Piece]
    ) {
        let known = next - place
        let new = bytes.dropFirst(known)
        if !new.isEmpty { pieces.append(.bytes(new, at: moment)) }
        let lost = missing - max(known - bytes.count, 0)
        if lost > 0 { pieces.append(.hole(lost)) }
        advance(new.count + max(lost, 0))
    }

    private mutating func advance(_ count: Int) {
        next += count
        sequence = sequence.map { $0 &+ UInt32(truncatingIfNeeded: count) }
    }
}
