// SPDX-License-Identifier: Apache-2.0

/// A TCP segment, RFC 9293, as it was captured.
struct CapturedSegment {
    struct End: Hashable {
        let address: InternetPacket.Address
        let port: UInt16
    }

    /// The packet and the time at which a segment was captured.
    struct Moment {
        /// The number of the packet.
        let packet: UInt64
        /// The time in nanoseconds since 1970.
        let time: UInt64?
    }

    let from: End
    let to: End
    let flags: Segment.Flags
    /// The sequence number of the payload's first byte.
    let sequence: UInt32
    /// The sequence number before which the sender has received all of the other side; `nil` where it does not say.
    let acknowledged: UInt32?
    let payload: ArraySlice<UInt8>
    /// The number of bytes after the payload that were sent and not captured.
    let missing: Int
    let moment: Moment

    /// Reads the segment of a packet; `nil` for a packet that carries no TCP, or not enough of it.
    init?(_ packet: CapturedPacket) {
        guard let internet = LinkLayer.internetPacket(packet).flatMap({ InternetPacket($0) }),
            internet.transport == .tcp, let source = internet.payload.integer(at: 0, width: 2),
            let destination = internet.payload.integer(at: 2, width: 2),
            let sequence = internet.payload.integer(at: 4, width: 4),
            let acknowledged = internet.payload.integer(at: 8, width: 4), let words = internet.payload.byte(12),
            let flags = internet.payload.byte(13)
        else { return nil }
        let header = Int(words >> 4) * 4
        guard header >= 20 else { return nil }
        from = End(address: internet.source, port: UInt16(source))
        to = End(address: internet.destination, port: UInt16(destination))
        self.flags = Segment.Flags(rawValue: flags)
        // A SYN takes the first number for itself.
        self.sequence = UInt32(sequence) &+ (self.flags.contains(.syn) ? 1 : 0)
        self.acknowledged = self.flags.contains(.ack) ? UInt32(acknowledged) : nil
        payload = internet.payload.rest(from: header)
        let options = max(header - internet.payload.count, 0)
        missing = max(internet.missing - options, 0)
        moment = Moment(packet: packet.number, time: packet.time)
    }
}
