// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// A capture of one TCP connection over IPv4, written without an interface, as a pcap file.
public struct CaptureFile {
    /// Bytes of Ethernet, IPv4 and TCP headers before a segment's payload.
    public static let headersLength = 54

    private var packets: [(bytes: [UInt8], seconds: UInt32)] = []
    private var nextSequence: [UInt32] = [1000, 5000]
    private let clientPort: UInt16
    private let serverPort: UInt16
    /// Bytes of each packet that are kept.
    public var snapLength = 262_144
    public var seconds: UInt32 = 1_700_000_000

    public init(clientPort: UInt16 = 50_000, serverPort: UInt16 = 9090) {
        self.clientPort = clientPort
        self.serverPort = serverPort
    }

    public var packetCount: Int { packets.count }

    /// SYN, SYN ACK, ACK.
    public mutating func open() {
        append(.fromClient, [], flags: 0x02)
        nextSequence[0] += 1
        append(.fromServer, [], flags: 0x12)
        nextSequence[1] += 1
        append(.fromClient, [], flags: 0x10)
    }

    /// One segment.
    public mutating func segment(_ direction: Direction, _ payload: [UInt8]) {
        append(direction, payload, flags: 0x18)
        nextSequence[Int(direction.rawValue)] &+= UInt32(payload.count)
    }

    /// The latest segment of `direction` once more, at its old place in the stream.
    public mutating func retransmission(_ direction: Direction, _ payload: [UInt8]) {
        nextSequence[Int(direction.rawValue)] &-= UInt32(payload.count)
        segment(direction, payload)
    }

    /// A segment that was sent but not captured.
    public mutating func missingSegment(_ direction: Direction, _ payload: [UInt8]) {
        nextSequence[Int(direction.rawValue)] &+= UInt32(payload.count)
    }

    private mutating func append(_ direction: Direction, _ payload: [UInt8], flags: UInt8) {
        let side = Int(direction.rawValue)
        let ports = side == 0 ? [clientPort, serverPort] : [serverPort, clientPort]
        var packet: [UInt8] = [0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0x08, 0x00]
        packet += [0x45, 0]
        packet.append(UInt64(40 + payload.count), width: 2)
        packet += [0, 0, 0x40, 0, 64, 6, 0, 0]
        packet += side == 0 ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1]
        for port in ports { packet.append(UInt64(port), width: 2) }
        packet.append(UInt64(nextSequence[side]), width: 4)
        packet.append(UInt64(flags == 0x02 ? 0 : nextSequence[1 - side]), width: 4)
        packet += [0x50, flags, 0xFF, 0xFF, 0, 0, 0, 0]
        packets.append((packet + payload, seconds))
    }

    /// Appends another connection's packets.
    public mutating func append(_ other: CaptureFile) {
        packets += other.packets
    }

    /// The file's bytes.
    public func encoded() -> [UInt8] {
        var file: [UInt8] = []
        file.append(0xA1B2_C3D4, width: 4)
        file.append(0x0002_0004, width: 4)
        file.append(0, width: 8)
        file.append(UInt64(snapLength), width: 4)
        file.append(1, width: 4)
        for (index, packet) in packets.enumerated() {
            file.append(UInt64(packet.seconds), width: 4)
            file.append(UInt64(index) * 1000, width: 4)
            file.append(UInt64(min(packet.bytes.count, snapLength)), width: 4)
            file.append(UInt64(packet.bytes.count), width: 4)
            file += packet.bytes.prefix(snapLength)
        }
        return file
    }
}

extension CaptureFile {
    /// A capture of all that `pair` sent, a segment for each burst.
    public init(_ pair: SessionPair) {
        self.init()
        open()
        for (direction, bytes) in pair.wire { segment(direction, bytes) }
    }

    /// The same, a segment for each frame.
    public init(framesOf pair: SessionPair) {
        self.init()
        open()
        for (direction, bytes) in pair.frames { segment(direction, bytes) }
    }
}
