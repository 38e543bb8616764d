// SPDX-License-Identifier: Apache-2.0

/// Numbers TCP connections from 0 in the order in which they appear, as Wireshark's `tcp.stream` does.
struct ConnectionNumbers {
    /// Both ends, the lower first, so that either direction is of the same connection.
    private struct Pair: Hashable {
        let low: CapturedSegment.End
        let high: CapturedSegment.End
    }

    private struct Connection {
        var number: Int
        /// The sequence number of the SYN that began it, if it was seen.
        var opening: UInt32?
    }

    private var connections: [Pair: Connection] = [:]
    /// The pairs in the order in which they came, the oldest at `oldest` once there are as many as are kept.
    private var order: [Pair] = []
    private var oldest = 0
    private(set) var count = 0

    private let limit: Int

    /// - Parameter limit: connections that are remembered; one that was forgotten gets another number when it goes on.
    init(limit: Int = 65_536) {
        self.limit = limit
    }

    /// The connection of a segment, and its direction: 0 or 1.
    mutating func place(_ segment: CapturedSegment) -> (number: Int, side: Int) {
        let isLow = Self.precedes(segment.from, segment.to)
        let pair = Pair(low: isLow ? segment.from : segment.to, high: isLow ? segment.to : segment.from)
        let isOpening = segment.flags.contains(.syn) && !segment.flags.contains(.ack)
        if let known = connections[pair], !isOpening || known.opening == segment.sequence {
            return (known.number, isLow ? 0 : 1)
        }
        // Another connection between the same ports keeps the place of the first.
        if connections[pair] == nil { remember(pair) }
        connections[pair] = Connection(number: count, opening: isOpening ? segment.sequence : nil)
        defer { count += 1 }
        return (count, isLow ? 0 : 1)
    }

    private mutating func remember(_ pair: Pair) {
        guard order.count == limit else { return order.append(pair) }
        connections[order[oldest]] = nil
        order[oldest] = pair
        oldest = (oldest + 1) % limit
    }

    private static func precedes(_ left: CapturedSegment.End, _ right: CapturedSegment.End) -> Bool {
        (left.address.number, left.port) < (right.address.number, right.port)
    }
}
