// SPDX-License-Identifier: Apache-2.0

/// An IP packet of either version that carries TCP or UDP, and that is no fragment.
struct InternetPacket {
    struct Address: Hashable {
        let number: UInt128
        let isIPv6: Bool
    }

    enum Transport: UInt8 {
        case tcp = 6
        case udp = 17
    }

    let transport: Transport
    let source: Address
    let destination: Address
    /// The captured bytes of the payload, without what a link pads.
    let payload: ByteView
    /// The number of bytes of the payload that were sent and not captured.
    let missing: Int

    /// The most bytes that are taken where the length is 0. A network card is given such a packet to cut itself, and
    /// nobody captures more than this of one.
    private static let offloadLimit: UInt64 = 262_144
    /// The most extension headers that are passed over.
    private static let extensionLimit = 8

    init?(_ bytes: ByteView) {
        switch bytes.byte(0).map({ $0 >> 4 }) {
        case 4: self.init(version4: bytes)
        case 6: self.init(version6: bytes)
        default: return nil
        }
    }

    /// Reads IPv4, RFC 791.
    private init?(version4 bytes: ByteView) {
        guard let first = bytes.byte(0), let total = bytes.integer(at: 2, width: 2),
            let fragment = bytes.integer(at: 6, width: 2),
            let transport = bytes.byte(9).flatMap({ Transport(rawValue: $0) }),
            let source = Self.address(bytes, 12, isIPv6: false),
            let destination = Self.address(bytes, 16, isIPv6: false)
        else { return nil }
        let header = Int(first & 0x0F) * 4
        // The packet must have neither more fragments nor a place among them.
        guard header >= 20, total == 0 || total >= header, fragment & 0x3FFF == 0 else { return nil }
        self.init(
            transport, from: source, to: destination, in: bytes, at: header,
            length: total == 0 ? nil : total - UInt64(header))
    }

    /// Reads IPv6, RFC 8200.
    private init?(version6 bytes: ByteView) {
        guard let total = bytes.integer(at: 4, width: 2), var next = bytes.byte(6),
            let source = Self.address(bytes, 8, isIPv6: true), let destination = Self.address(bytes, 24, isIPv6: true)
        else { return nil }
        var place = 40
        for _ in 0..<Self.extensionLimit where Transport(rawValue: next) == nil {
            guard let following = bytes.byte(place), let length = bytes.byte(place + 1) else { return nil }
            switch next {
            // These are the headers hop by hop, routing and destination.
            case 0, 43, 60: place += 8 + 8 * Int(length)
            // This is a fragment that is the whole packet.
            case 44 where bytes.integer(at: place + 2, width: 2).map { $0 & 0xFFF9 == 0 } == true: place += 8
            case 51: place += 8 + 4 * Int(length)
            default: return nil
            }
            next = following
        }
        guard let transport = Transport(rawValue: next), total == 0 || total >= place - 40 else { return nil }
        self.init(
            transport, from: source, to: destination, in: bytes, at: place,
            length: total == 0 ? nil : total - UInt64(place - 40))
    }

    private init(
        _ transport: Transport, from source: Address, to destination: Address, in bytes: ByteView, at header: Int,
        length: UInt64?
    ) {
        self.transport = transport
        self.source = source
        self.destination = destination
        let payload = bytes.rest(from: header, atMost: length ?? Self.offloadLimit)
        self.payload = ByteView(payload)
        missing = length.map { Int($0) - payload.count } ?? 0
    }

    private static func address(_ bytes: ByteView, _ offset: Int, isIPv6: Bool) -> Address? {
        guard let bytes = bytes.slice(at: offset, count: isIPv6 ? 16 : 4) else { return nil }
        return Address(number: bytes.reduce(0) { $0 << 8 | UInt128($1) }, isIPv6: isIPv6)
    }
}
