// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// When frames were sent: which side answers how quickly, and how long nobody said anything.
struct Timing {
    /// Nanoseconds from a record to the other side's next.
    struct Answers {
        var count = 0
        var sum: Int128 = 0
        var range: ClosedRange<UInt64>?
    }

    /// The delays of answers, by the direction of the answer.
    private(set) var answers = [Answers(), Answers()]
    /// Nanoseconds without any frame, and those from the first frame to its end.
    private(set) var silence: (length: UInt64, end: UInt64) = (0, 0)
    private(set) var duration: UInt64 = 0
    private var begin: UInt64?
    private var last: (packet: UInt64, time: UInt64)?
    private var lastRecord: (direction: Direction, packet: UInt64, time: UInt64)?

    mutating func take(_ direction: Direction, isRecord: Bool, packet: UInt64, time: UInt64?) {
        guard let time else { return }
        let first = begin ?? time
        begin = first
        let since = time > first ? time - first : 0
        duration = max(duration, since)
        // What comes late, because it waited for a gap, or has an earlier time, tells nothing of gaps.
        if let last, packet >= last.packet, time >= last.time, time - last.time > silence.length {
            silence = (time - last.time, since)
        }
        last = (packet, time)
        guard isRecord else { return }
        if let before = lastRecord, before.direction != direction, packet >= before.packet, time >= before.time {
            answers[Int(direction.rawValue)].take(time - before.time)
        }
        lastRecord = (direction, packet, time)
    }
}

extension Timing.Answers {
    fileprivate mutating func take(_ time: UInt64) {
        count += 1
        sum += Int128(time)
        range = min(range?.lowerBound ?? time, time)...max(range?.upperBound ?? 0, time)
    }
}
