// SPDX-License-Identifier: Apache-2.0

/// Packets of connections that exist at the same time, put into the order of their times.
struct PacketQueue {
    private struct Entry {
        var packet: TCPConnection.Packet
        var comment: String?
    }

    private var entries: [Entry] = []

    mutating func add(_ packet: TCPConnection.Packet, _ comment: String?) {
        // The place is mostly the last: packets of one connection come in order.
        var place = entries.count
        while place > 0, entries[place - 1].packet.time > packet.time { place -= 1 }
        entries.insert(Entry(packet: packet, comment: comment), at: place)
    }

    /// Takes out the packets up to `time`.
    mutating func take(until time: UInt64, _ body: (TCPConnection.Packet, String?) -> Void) {
        let count = entries.firstIndex { $0.packet.time > time } ?? entries.count
        for entry in entries[..<count] { body(entry.packet, entry.comment) }
        entries.removeFirst(count)
    }
}
