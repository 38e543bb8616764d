// SPDX-License-Identifier: Apache-2.0

/// The bytes of one direction of a connection in order, put together from segments that come in any.
struct ByteStream {
    enum Piece {
        case bytes(ArraySlice<UInt8>, at: CapturedSegment.Moment)
        /// This number of bytes was sent and not captured.
        case hole(Int)
    }

    private struct Waiting {
        /// The place of the segment's first byte in the stream.
        let place: Int
        let bytes: [UInt8]
        let missing: Int
        let moment: CapturedSegment.Moment
    }

    /// The sequence number of the next byte; `nil` before the first segment.
    private var sequence: UInt32?
    /// The place of the next byte in the stream.
    private var next = 0
    /// The segments that came before their turn, by place.
    private var waiting: [Waiting] = []
    /// The bytes of the segments that came before their turn.
    private(set) var waitingBytes = 0

    /// The most segments and bytes that may wait. When there are more, what they wait for is taken for lost.
    struct Limit {
        var segments: Int
        var bytes: Int
    }

    var limit: Limit

    init(limit: Limit) {
        self.limit = limit
    }

    /// Takes a segment, and returns what it adds. Bytes that came before are not taken again.
    mutating func take(_ segment: CapturedSegment) -> [Piece] {
        let count = segment.payload.count + segment.missing
        // A segment without bytes may be a probe with an old number.
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
        // Segments of equal place stay in the order in which they came.
        let index = waiting.firstIndex { $0.place > place } ?? waiting.endIndex
        waiting.insert(
            Waiting(place: place, bytes: Array(segment.payload), missing: segment.missing, moment: segment.moment),
            at: index)
        waitingBytes += segment.payload.count
        if waiting.count > limit.segments || waitingBytes > limit.bytes { skip(&pieces) }
        return pieces
    }

    /// Takes the receiver's word that all bytes before a sequence number came, so that those that are missing were not
    /// captured, and returns what waited for them.
    mutating func acknowledge(before number: UInt32) -> [Piece] {
        guard !waiting.isEmpty, let expected = sequence else { return [] }
        var pieces: [Piece] = []
        let place = next + Int(Int32(bitPattern: number &- expected))
        while let first = waiting.first, first.place <= place { skip(&pieces) }
        return pieces
    }

    /// Returns what still waits: nothing more comes.
    mutating func finish() -> [Piece] {
        var pieces: [Piece] = []
        while !waiting.isEmpty { skip(&pieces) }
        return pieces
    }

    /// Gives up the bytes before the first segment that waits.
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

    /// Adds the new bytes of a segment at `place`, which is not beyond the next byte.
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
