// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// One TCP connection as someone beside the client sees it: the segments that each side sends, and when.
///
/// Segments are acknowledged as Linux does it: every second one at once, the last of a burst with the answer, or after
/// 40 milliseconds.
struct TCPConnection {
    private struct Side {
        let headers: SegmentHeaders
        var sequence: UInt32
        var identification: UInt16
        /// The number of the other side's segments that this one has not acknowledged yet.
        var unacknowledged = 0
        /// The timestamp of the other side that this one saw last.
        var echo: UInt32 = 0
        let clockOffset: UInt32
    }

    private var sides: [Side]
    /// The packets since they were forgotten.
    private(set) var list = PacketList()
    private let capacity: Int
    /// The time of the last packet and of the waiting since, in nanoseconds since 1970.
    private(set) var time: UInt64
    /// The nanoseconds from one side to the other and back.
    private let roundTrip: UInt64

    static let window: UInt16 = 502
    static let delayedAcknowledgement: UInt64 = 40_000_000
    /// The nanoseconds from one segment of a burst to the next.
    static let spacing: UInt64 = 12_000

    /// - Parameter numbers: the generator of the numbers that a kernel draws: sequence numbers, identifications,
    ///   clocks.
    init(
        client: Host, server: Host, at time: UInt64, roundTrip: UInt64 = 400_000, _ numbers: inout SplitMix64
    ) {
        func side(_ host: Host, _ peer: Host) -> Side {
            Side(
                headers: SegmentHeaders(from: host, to: peer), sequence: UInt32(truncatingIfNeeded: numbers.next()),
                identification: UInt16(truncatingIfNeeded: numbers.next()),
                clockOffset: UInt32(truncatingIfNeeded: numbers.next()))
        }
        sides = [side(client, server), side(server, client)]
        capacity = Segment.capacity(client)
        self.time = time
        self.roundTrip = roundTrip
        open()
    }

    /// Forgets the packets so far.
    mutating func forgetPackets() {
        list.removeAll()
    }

    /// Lets time go by.
    mutating func wait(_ nanoseconds: UInt64) {
        for side in [0, 1] where sides[side].unacknowledged > 0 && nanoseconds >= Self.delayedAcknowledgement {
            emit(side, .ack, at: time + Self.delayedAcknowledgement)
        }
        time = max(time + nanoseconds, list.packets.last?.time ?? 0)
    }

    /// Whether one side broke the connection off.
    private(set) var isReset = false

    /// Sends bytes, in as many segments as it takes.
    ///
    /// - Parameter segment: the most bytes of each segment, below what the network allows.
    /// - Parameter isCaptured: whether the segments are seen, too.
    mutating func send(
        _ direction: Direction, _ bytes: [UInt8], segment: Int = .max, isCaptured: Bool = true
    ) {
        let seen = list.packets.count
        defer { if !isCaptured { list.removeAll(after: seen) } }
        let (side, peer) = (Int(direction.rawValue), 1 - Int(direction.rawValue))
        // The time runs from the other side's last word to this side's next, half of it on the way.
        time += roundTrip / 2 + 30_000
        var offset = 0
        while offset < bytes.count {
            let end = min(offset + min(segment, capacity), bytes.count)
            emit(side, end == bytes.count ? [.psh, .ack] : .ack, payload: bytes[offset..<end], at: time)
            sides[side].sequence &+= UInt32(end - offset)
            sides[peer].unacknowledged += 1
            offset = end
            time += Self.spacing
            if sides[peer].unacknowledged >= 2, offset < bytes.count { emit(peer, .ack, at: time) }
        }
    }

    /// Sends bytes in these segments, in this order. Together they have all of the bytes.
    mutating func send(_ direction: Direction, _ bytes: [UInt8], parts: [Range<Int>]) {
        let (side, peer) = (Int(direction.rawValue), 1 - Int(direction.rawValue))
        time += roundTrip / 2 + 30_000
        let start = sides[side].sequence
        for part in parts {
            sides[side].sequence = start &+ UInt32(part.lowerBound)
            emit(side, [.psh, .ack], payload: bytes[part], at: time)
            time += Self.spacing
        }
        sides[side].sequence = start &+ UInt32(bytes.count)
        sides[peer].unacknowledged += parts.count
    }

    /// Sends the last bytes once more.
    mutating func retransmit(_ direction: Direction, _ bytes: [UInt8]) {
        let side = Int(direction.rawValue)
        // The sender sees no acknowledgement in time.
        time += 210_000_000
        sides[side].sequence &-= UInt32(bytes.count)
        send(direction, bytes)
    }

    /// Breaks the connection off from one side.
    mutating func reset(by direction: Direction) {
        time += 80_000
        emit(Int(direction.rawValue), [.rst, .ack], at: time)
        isReset = true
    }

    /// Hangs up on both sides, `first` first.
    mutating func close(by first: Direction = .fromClient) {
        let (side, peer) = (Int(first.rawValue), 1 - Int(first.rawValue))
        time += 60_000
        for (place, sender) in [side, peer].enumerated() {
            time += place == 0 ? 0 : roundTrip / 2
            emit(sender, [.fin, .ack], at: time)
            sides[sender].sequence &+= 1
        }
        time += roundTrip / 2
        emit(side, .ack, at: time)
    }

    private mutating func open() {
        // The options are 1460 bytes a segment, selective acknowledgements, timestamps, and windows in units of 128.
        let capacity = capacity + 12
        func options(_ side: Int) -> Segment.Options {
            var bytes: [UInt8] = [2, 4, UInt8(capacity >> 8), UInt8(capacity & 0xFF), 4, 2, 8, 10]
            bytes.append(UInt64(clock(side, at: time)) << 32 | UInt64(sides[side].echo), width: 8)
            return .bytes(bytes + [1, 3, 3, 7])
        }
        emit(0, .syn, options: options(0), window: 64_240, at: time)
        sides[0].sequence &+= 1
        time += roundTrip
        sides[1].echo = clock(0, at: time - roundTrip)
        emit(1, [.syn, .ack], options: options(1), window: 65_160, at: time)
        sides[1].sequence &+= 1
        time += 25_000
        emit(0, .ack, at: time)
    }

    private func clock(_ side: Int, at time: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: time / 1_000_000) &+ sides[side].clockOffset
    }

    private mutating func emit(
        _ side: Int, _ flags: Segment.Flags, payload: ArraySlice<UInt8> = [], options: Segment.Options? = nil,
        window: UInt16 = window, at time: UInt64
    ) {
        let peer = 1 - side
        let own = clock(side, at: time)
        let segment = Segment(
            flags: flags, sequence: sides[side].sequence,
            acknowledgement: flags.contains(.ack) ? sides[peer].sequence : 0, window: window,
            options: options ?? .timestamps(own: own, echo: sides[side].echo),
            identification: sides[side].identification)
        sides[side].identification &+= 1
        sides[side].unacknowledged = 0
        sides[peer].echo = own
        let isRemarkable = !payload.isEmpty || flags.contains(.fin) || flags.contains(.rst) || flags.contains(.syn)
        let headers = sides[side].headers
        list.add(at: time, isRemarkable: isRemarkable) { bytes in
            headers.append(segment, payload: payload, to: &bytes)
        }
    }
}
