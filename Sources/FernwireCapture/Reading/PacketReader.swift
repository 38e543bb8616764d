// SPDX-License-Identifier: Apache-2.0

/// Takes the packets out of a pcapng file's blocks (draft-ietf-opsawg-pcapng).
struct PacketReader {
    /// The interfaces of the section under way, by number; `nil` for one that cannot be read, which has its number all the same.
    private var interfaces: [CaptureInterface?] = []
    private var number: UInt64 = 0

    /// More interfaces than that no section has, and a file that says so makes nobody keep them.
    static let interfaceLimit = 1024

    /// The packet of a block; `nil` for blocks of other kinds, and for packets of no known interface.
    mutating func packet(_ block: PcapngBlock) -> CapturedPacket? {
        let body = ByteView(block.body, isLittleEndian: block.isLittleEndian)
        switch block.type {
        case PcapngBlock.sectionType: interfaces = []
        case PcapngBlock.interfaceType:
            if interfaces.count < Self.interfaceLimit { interfaces.append(CaptureInterface(body)) }
        case PcapngBlock.enhancedPacketType: return packet(body, interfaceWidth: 4)
        // The same, but for a count of drops that takes half of the interface's place.
        case PcapngBlock.packetType: return packet(body, interfaceWidth: 2)
        case PcapngBlock.simplePacketType: return simplePacket(body)
        default: break
        }
        return nil
    }

    private mutating func packet(_ body: ByteView, interfaceWidth: Int) -> CapturedPacket? {
        number += 1
        guard let interface = body.integer(at: 0, width: interfaceWidth), interface < interfaces.count,
            let source = interfaces[Int(interface)], let high = body.integer(at: 4, width: 4),
            let low = body.integer(at: 8, width: 4),
            let captured = body.integer(at: 12, width: 4)
        else { return nil }
        return CapturedPacket(
            number: number, time: source.time(high << 32 | low), link: source.link,
            bytes: body.rest(from: 20, atMost: captured))
    }

    /// A block that says neither interface nor time: it is of the first.
    private mutating func simplePacket(_ body: ByteView) -> CapturedPacket? {
        number += 1
        guard let length = body.integer(at: 0, width: 4), let source = interfaces.first ?? nil else { return nil }
        let kept = source.snaplen == 0 ? length : min(length, source.snaplen)
        return CapturedPacket(number: number, time: nil, link: source.link, bytes: body.rest(from: 4, atMost: kept))
    }
}
