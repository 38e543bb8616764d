// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// One TCP segment, RFC 9293, as an Ethernet frame with all its checksums.
struct Segment {
    struct Flags: OptionSet {
        let rawValue: UInt8
        static let fin = Flags(rawValue: 0x01)
        static let syn = Flags(rawValue: 0x02)
        static let rst = Flags(rawValue: 0x04)
        static let psh = Flags(rawValue: 0x08)
        static let ack = Flags(rawValue: 0x10)
    }

    var from: Host
    var to: Host
    var flags: Flags
    var sequence: UInt32
    var acknowledgement: UInt32 = 0
    var window: UInt16
    /// Whole multiples of four bytes.
    var options: [UInt8] = []
    var payload: [UInt8] = []
    /// IPv4's identification.
    var identification: UInt16

    /// Bytes of payload that one Ethernet frame holds beside these headers with timestamps.
    static func capacity(_ host: Host) -> Int { (host.address.count == 4 ? 1460 : 1440) - 12 }

    /// The whole frame.
    var frame: [UInt8] {
        var tcp: [UInt8] = []
        tcp.append(UInt64(from.port), width: 2)
        tcp.append(UInt64(to.port), width: 2)
        tcp.append(UInt64(sequence), width: 4)
        tcp.append(UInt64(acknowledgement), width: 4)
        tcp += [UInt8((20 + options.count) / 4) << 4, flags.rawValue]
        tcp.append(UInt64(window), width: 2)
        tcp += [0, 0, 0, 0] + options + payload
        let checksum = Self.checksum(from.address + to.address, tcp, UInt32(tcp.count) + 6)
        (tcp[16], tcp[17]) = (UInt8(checksum >> 8), UInt8(checksum & 0xFF))
        let isIPv4 = from.address.count == 4
        return to.mac + from.mac + (isIPv4 ? [0x08, 0x00] : [0x86, 0xDD]) + (isIPv4 ? ipv4(tcp.count) : ipv6(tcp.count))
            + tcp
    }

    private func ipv4(_ count: Int) -> [UInt8] {
        var header: [UInt8] = [0x45, 0]
        header.append(UInt64(20 + count), width: 2)
        header.append(UInt64(identification), width: 2)
        // Do not fragment; 64 hops; TCP.
        header += [0x40, 0, 64, 6, 0, 0] + from.address + to.address
        let checksum = Self.checksum(header, [], 0)
        (header[10], header[11]) = (UInt8(checksum >> 8), UInt8(checksum & 0xFF))
        return header
    }

    private func ipv6(_ count: Int) -> [UInt8] {
        var header: [UInt8] = [0x60, 0, 0, 0]
        header.append(UInt64(count), width: 2)
        return header + [6, 64] + from.address + to.address
    }

    /// The Internet checksum, RFC 1071, of two runs of bytes, the first of even length, and a number.
    private static func checksum(_ first: [UInt8], _ second: [UInt8], _ number: UInt32) -> UInt16 {
        var sum = UInt64(number)
        for bytes in [first, second] {
            for (index, byte) in bytes.enumerated() { sum += UInt64(byte) << (index % 2 == 0 ? 8 : 0) }
        }
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
        return ~UInt16(sum)
    }
}
