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
    /// The TCP options, in a multiple of four bytes.
    var options: [UInt8] = []
    var payload: [UInt8] = []
    /// The identification field of IPv4.
    var identification: UInt16

    /// Returns how many bytes of payload one Ethernet frame holds beside these headers with timestamps.
    static func capacity(_ host: Host) -> Int { (host.address.count == 4 ? 1460 : 1440) - 12 }

    /// The whole frame, in one array.
    var frame: [UInt8] {
        let isIPv4 = from.address.count == 4
        let network = 14 + (isIPv4 ? 20 : 40)
        let length = 20 + options.count + payload.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(network + length)
        bytes += to.mac
        bytes += from.mac
        bytes.append(isIPv4 ? 0x0800 : 0x86DD, width: 2)
        if isIPv4 { appendIPv4(length, &bytes) } else { appendIPv6(length, &bytes) }
        bytes.append(UInt64(from.port) << 48 | UInt64(to.port) << 32 | UInt64(sequence), width: 8)
        let offset = UInt64((20 + options.count) / 4) << 12
        bytes.append(
            UInt64(acknowledgement) << 32 | (offset | UInt64(flags.rawValue)) << 16 | UInt64(window), width: 8)
        // These are checksum and urgent pointer.
        bytes.append(0, width: 4)
        bytes += options
        bytes += payload
        // The pseudo header has both addresses, which stand before the TCP header, its protocol and its length.
        let addresses = network - 2 * from.address.count
        Self.fillChecksum(&bytes, at: network + 16, of: addresses..<bytes.count, plus: 6 + length)
        return bytes
    }

    private func appendIPv4(_ count: Int, _ bytes: inout [UInt8]) {
        let start = bytes.count
        // Do not fragment; 64 hops; TCP.
        bytes.append(0x4500 << 48 | UInt64(20 + count) << 32 | UInt64(identification) << 16 | 0x4000, width: 8)
        bytes.append(0x4006 << 16, width: 4)
        bytes += from.address
        bytes += to.address
        Self.fillChecksum(&bytes, at: start + 10, of: start..<start + 20, plus: 0)
    }

    private func appendIPv6(_ count: Int, _ bytes: inout [UInt8]) {
        bytes.append(0x6000_0000, width: 4)
        bytes.append(UInt64(count), width: 2)
        // TCP; 64 hops.
        bytes.append(0x0640, width: 2)
        bytes += from.address
        bytes += to.address
    }

    /// Writes the Internet checksum, RFC 1071, of the bytes at `range` and of a number.
    private static func fillChecksum(_ bytes: inout [UInt8], at place: Int, of range: Range<Int>, plus number: Int) {
        let sum = ~checksum(bytes.rawSpan.extracting(range), plus: number)
        (bytes[place], bytes[place + 1]) = (UInt8(truncatingIfNeeded: sum >> 8), UInt8(truncatingIfNeeded: sum))
    }

    /// Returns the sum of bytes, as big-endian words of 16 bits, and of a number in ones' complement.
    private static func checksum(_ bytes: RawSpan, plus number: Int) -> UInt16 {
        var sum = UInt64(number)
        var index = 0
        // Words of 32 bits have the same sum modulo 65535, and 64 bits hold the sum of any packet.
        while index + 4 <= bytes.byteCount {
            let word: UInt32 = bytes.bigEndian(index)
            sum += UInt64(word)
            index += 4
        }
        while index < bytes.byteCount {
            sum += UInt64(bytes.byte(index)) << (index % 2 == 0 ? 8 : 0)
            index += 1
        }
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
        return UInt16(sum)
    }
}
