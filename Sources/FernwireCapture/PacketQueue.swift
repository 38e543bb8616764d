// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// Packets of connections that exist at the same time, put into the order of their times.
struct PacketQueue {
    private struct Entry {
        let place: Range<Int>
        let time: UInt64
        let comment: String?
    }

    /// The bytes of the packets, in the order in which they were added.
    private var bytes: [UInt8] = []
    private var entries: [Entry] = []
    /// The number of entries that were taken out and not removed yet.
    private var taken = 0

    /// The number of taken entries that are removed together.
    private static let batch = 1024

    mutating func add(_ packet: RawSpan, at time: UInt64, comment: String?) {
        let start = bytes.count
        bytes.append(packet)
        // The place is mostly the last: packets of one connection come in order.
        var place = entries.count
        while place > taken, entries[place - 1].time > time { place -= 1 }
        entries.insert(Entry(place: start..<bytes.count, time: time, comment: comment), at: place)
    }

    /// Takes out the packets up to `time`.
    mutating func take(until time: UInt64, _ body: (_ packet: RawSpan, _ time: UInt64, _ comment: String?) -> Void) {
        while taken < entries.count, entries[taken].time <= time {
            let entry = entries[taken]
            body(bytes.rawSpan.extracting(entry.place), entry.time, entry.comment)
            taken += 1
        }
        if taken == entries.count {
            bytes.removeAll(keepingCapacity: true)
            entries.removeAll(keepingCapacity: true)
            taken = 0
        } else if taken >= Self.batch {
            removeTaken()
        }
    }

    /// Gives up the memory of what was taken out.
    private mutating func removeTaken() {
        let old = bytes
        let waiting = entries[taken...]
        (bytes, entries, taken) = ([], [], 0)
        for entry in waiting { add(old.rawSpan.extracting(entry.place), at: entry.time, comment: entry.comment) }
    }
}
