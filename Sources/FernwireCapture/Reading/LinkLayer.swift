// SPDX-License-Identifier: Apache-2.0

/// Finds IP above a link layer, which a LINKTYPE_ number names.
enum LinkLayer {
    private static let etherTypes: Set<UInt64> = [0x0800, 0x86DD]
    private static let vlanTypes: Set<UInt64> = [0x8100, 0x88A8, 0x9100]
    /// The most VLAN tags that are passed over.
    private static let vlanLimit = 4

    /// Whether packets of this link type can be read.
    static func isKnown(_ link: UInt16) -> Bool {
        switch link {
        case 0, 1, 12, 14, 101, 108, 113, 228, 229, 276: true
        default: false
        }
    }

    /// Returns the IP packet that a packet carries; `nil` when it carries none.
    static func internetPacket(_ packet: CapturedPacket) -> ByteView? {
        let bytes = ByteView(packet.bytes)
        switch packet.link {
        case 1: return ethernet(bytes)
        // This is raw IP of either version, under the numbers that it has had.
        case 12, 14, 101, 228, 229: return bytes
        // This is the loopback of the BSDs: an address family in the byte order of whoever captured. IP's own version
        // tells as well.
        case 0, 108: return ByteView(bytes.rest(from: 4))
        // This is Linux's "any" interface.
        case 113: return carried(bytes, type: 14, header: 16)
        case 276: return carried(bytes, type: 0, header: 20)
        default: return nil
        }
    }

    private static func ethernet(_ bytes: ByteView) -> ByteView? {
        var place = 12
        for _ in 0..<vlanLimit {
            guard let type = bytes.integer(at: place, width: 2), vlanTypes.contains(type) else { break }
            place += 4
        }
        return carried(bytes, type: place, header: place + 2)
    }

    /// Returns the IP packet that follows a header of `length` bytes, which has an EtherType at `place`.
    private static func carried(_ bytes: ByteView, type place: Int, header length: Int) -> ByteView? {
        guard let type = bytes.integer(at: place, width: 2), etherTypes.contains(type) else { return nil }
        return ByteView(bytes.rest(from: length))
    }
}
