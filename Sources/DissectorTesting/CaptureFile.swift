// SPDX-License-Identifier: Apache-2.0
import Foundation
import WireSchema

/// A capture of one TCP connection or of UDP datagrams between two hosts, written without an interface, as a pcap file.
///
/// ```swift
/// var capture = CaptureFile(serverPort: 40_007)
/// capture.segment(.client, [1, 0, 2] + Array("hi".utf8))
/// capture.datagram(.server, [2, 0, 2] + Array("hi".utf8))
/// ```
///
/// The client is 10.0.0.1 or fd00::1, the server 10.0.0.2 or fd00::2. Each packet is a millisecond
/// later than the one before.
public struct CaptureFile: Sendable {
    /// Who sends a packet.
    public enum Side: Int, Sendable {
        /// The side with the client's port.
        case client
        /// The side with the server's port.
        case server
    }

    /// Bytes of Ethernet, IPv4 and TCP headers before a segment's payload.
    public static let headersLength = 54

    private var packets: [(bytes: [UInt8], seconds: UInt32)] = []
    private var nextSequence: [UInt32] = [1000, 5000]
    private let clientPort: UInt16
    private let serverPort: UInt16
    private let isIPv6: Bool
    /// Bytes of each packet that are kept.
    public var snapLength = 262_144
    /// When the next packets are captured, in seconds since 1970.
    public var seconds: UInt32 = 1_700_000_000

    /// Makes a capture without packets.
    public init(clientPort: UInt16 = 50_000, serverPort: UInt16, isIPv6: Bool = false) {
        self.clientPort = clientPort
        self.serverPort = serverPort
        self.isIPv6 = isIPv6
    }

    /// Packets so far.
    public var packetCount: Int { packets.count }

    /// Adds SYN, SYN ACK and ACK. TCP is dissected without them, too.
    public mutating func open() {
        appendTCP(.client, [], flags: 0x02)
        nextSequence[0] += 1
        appendTCP(.server, [], flags: 0x12)
        nextSequence[1] += 1
        appendTCP(.client, [], flags: 0x10)
    }

    /// Adds one TCP segment.
    public mutating func segment(_ side: Side, _ payload: [UInt8]) {
        appendTCP(side, payload, flags: 0x18)
        nextSequence[side.rawValue] &+= UInt32(payload.count)
    }

    /// Adds the latest segment of `side` once more, at its old place in the stream.
    public mutating func retransmission(_ side: Side, _ payload: [UInt8]) {
        nextSequence[side.rawValue] &-= UInt32(payload.count)
        segment(side, payload)
    }

    /// Leaves a hole where a segment was sent but not captured.
    public mutating func missingSegment(_ side: Side, _ payload: [UInt8]) {
        nextSequence[side.rawValue] &+= UInt32(payload.count)
    }

    /// Adds one UDP datagram.
    public mutating func datagram(_ side: Side, _ payload: [UInt8]) {
        var header = ports(side)
        header.append(UInt64(8 + payload.count), width: 2)
        header += [0, 0]
        append(side, transport: 17, header + payload)
    }

    /// Adds one IP packet of any protocol, such as 1 for ICMP.
    public mutating func packet(_ side: Side, transport: UInt8, _ payload: [UInt8]) {
        append(side, transport: transport, payload)
    }

    /// Adds another capture's packets.
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
            file.append(UInt64(packet.seconds) + UInt64(index / 1000), width: 4)
            file.append(UInt64(index % 1000) * 1000, width: 4)
            file.append(UInt64(min(packet.bytes.count, snapLength)), width: 4)
            file.append(UInt64(packet.bytes.count), width: 4)
            file += packet.bytes.prefix(snapLength)
        }
        return file
    }

    /// Writes the file, which Wireshark can open, and the folders that lead to it.
    public func write(to file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(encoded()).write(to: file)
    }

    private mutating func appendTCP(_ side: Side, _ payload: [UInt8], flags: UInt8) {
        var header = ports(side)
        header.append(UInt64(nextSequence[side.rawValue]), width: 4)
        header.append(UInt64(flags == 0x02 ? 0 : nextSequence[1 - side.rawValue]), width: 4)
        append(side, transport: 6, header + [0x50, flags, 0xFF, 0xFF, 0, 0, 0, 0] + payload)
    }

    private func ports(_ side: Side) -> [UInt8] {
        var bytes: [UInt8] = []
        for port in side == .client ? [clientPort, serverPort] : [serverPort, clientPort] {
            bytes.append(UInt64(port), width: 2)
        }
        return bytes
    }

    /// Puts Ethernet and IP before `content`.
    private mutating func append(_ side: Side, transport: UInt8, _ content: [UInt8]) {
        let hosts: [UInt8] = side == .client ? [1, 2] : [2, 1]
        var packet: [UInt8] = [0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1]
        if isIPv6 {
            packet += [0x86, 0xDD, 0x60, 0, 0, 0]
            packet.append(UInt64(content.count), width: 2)
            packet += [transport, 64]
            for host in hosts { packet += [0xFD] + [UInt8](repeating: 0, count: 14) + [host] }
        } else {
            packet += [0x08, 0x00, 0x45, 0]
            packet.append(UInt64(20 + content.count), width: 2)
            packet += [0, 0, 0x40, 0, 64, transport, 0, 0]
            for host in hosts { packet += [10, 0, 0, host] }
        }
        packets.append((packet + content, seconds))
    }
}
