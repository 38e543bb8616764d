// SPDX-License-Identifier: Apache-2.0

/// Makes packets of a script's segments: over TCP in order, twice, out of order or cut, or over UDP.
enum PacketMaker {
    struct Packet {
        let bytes: [UInt8]
        /// On the wire.
        let length: Int
    }

    typealias Segment = (isFromServer: Bool, options: UInt8, bytes: [UInt8])

    /// - Parameter options: the highest two bits choose the server's port.
    static func packets(_ segments: [Segment], options: UInt8) -> [Packet] {
        let ports: [UInt16] = [9090, 9090, 80, 5353]
        var connection = Connection(server: ports[Int(options >> 6)])
        var packets = connection.handshake()
        for segment in segments {
            guard segment.options < 15 else {
                packets.append(connection.datagram(segment))
                continue
            }
            for piece in pieces(segment) { packets.append(connection.segment(piece)) }
            // The same once more, before the next, as when it was lost behind the sniffer.
            if segment.options == 11 || segment.options == 12, let last = packets.last { packets.append(last) }
            if segment.options == 13, packets.count > 4 { packets.swapAt(packets.count - 1, packets.count - 2) }
            if segment.options == 14, let last = packets.popLast() {
                packets.append(Packet(bytes: Array(last.bytes.prefix(60)), length: last.length))
            }
        }
        return packets
    }

    /// Cuts a segment into pieces that one packet takes; into tiny ones where the options say so.
    private static func pieces(_ segment: Segment) -> [Segment] {
        let size = segment.options == 9 ? 7 : segment.options == 10 ? 33 : 1400
        return stride(from: 0, to: segment.bytes.count, by: size).prefix(200).map { start in
            (segment.isFromServer, segment.options, Array(segment.bytes.dropFirst(start).prefix(size)))
        }
    }
}

/// One connection, and datagrams between its ends.
private struct Connection {
    let server: UInt16
    private var sequences: [UInt32] = [1000, 5000]

    private static let client: UInt16 = 40_000
    private static let addresses: [[UInt8]] = [[192, 0, 2, 1], [192, 0, 2, 2]]
    private enum Flags {
        static let (syn, ack, push): (UInt8, UInt8, UInt8) = (0x02, 0x10, 0x08)
    }

    init(server: UInt16) {
        self.server = server
    }

    mutating func handshake() -> [PacketMaker.Packet] {
        let packets = [
            tcp(side: 0, flags: Flags.syn, []), tcp(side: 1, flags: Flags.syn | Flags.ack, []),
        ]
        sequences = [1001, 5001]
        return packets + [tcp(side: 0, flags: Flags.ack, [])]
    }

    mutating func segment(_ segment: PacketMaker.Segment) -> PacketMaker.Packet {
        let side = segment.isFromServer ? 1 : 0
        let packet = tcp(side: side, flags: Flags.ack | Flags.push, segment.bytes)
        sequences[side] &+= UInt32(segment.bytes.count)
        return packet
    }

    func datagram(_ segment: PacketMaker.Segment) -> PacketMaker.Packet {
        let payload = Array(segment.bytes.prefix(8000))
        let header = ports(segment.isFromServer ? 1 : 0) + big(UInt16(payload.count + 8)) + [0, 0]
        return ip(segment.isFromServer ? 1 : 0, number: 17, header + payload)
    }

    private func tcp(side: Int, flags: UInt8, _ payload: [UInt8]) -> PacketMaker.Packet {
        let header =
            ports(side) + big(sequences[side]) + big(sequences[1 - side]) + [0x50, flags] + big(UInt16(0xFFFF))
            + [0, 0, 0, 0]
        return ip(side, number: 6, header + payload)
    }

    private func ports(_ side: Int) -> [UInt8] {
        side == 0 ? big(Self.client) + big(server) : big(server) + big(Self.client)
    }

    private func ip(_ side: Int, number: UInt8, _ content: [UInt8]) -> PacketMaker.Packet {
        let header =
            [0x45, 0] + big(UInt16(content.count + 20)) + [0, 1, 0x40, 0, 64, number, 0, 0] + Self.addresses[side]
            + Self.addresses[1 - side]
        return PacketMaker.Packet(bytes: header + content, length: header.count + content.count)
    }

    private func big<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
