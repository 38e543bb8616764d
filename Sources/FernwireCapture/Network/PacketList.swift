// SPDX-License-Identifier: Apache-2.0

/// Packets one after another in one array, so that a packet needs no memory of its own.
struct PacketList {
    struct Packet {
        /// The place of the packet's bytes in ``PacketList/bytes``.
        let place: Range<Int>
        /// The time at which it was seen, in nanoseconds since 1970.
        let time: UInt64
        /// Whether the packet is more than an acknowledgement.
        let isRemarkable: Bool
    }

    private(set) var bytes: [UInt8] = []
    private(set) var packets: [Packet] = []

    /// Adds the packet that `write` appends to the bytes.
    mutating func add(at time: UInt64, isRemarkable: Bool, _ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        packets.append(Packet(place: start..<bytes.count, time: time, isRemarkable: isRemarkable))
    }

    /// Removes the packets after the first `count`.
    mutating func removeAll(after count: Int) {
        guard count < packets.count else { return }
        bytes.removeLast(bytes.count - packets[count].place.lowerBound)
        packets.removeLast(packets.count - count)
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        packets.removeAll(keepingCapacity: true)
    }
}
