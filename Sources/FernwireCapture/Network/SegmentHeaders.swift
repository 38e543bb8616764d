// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// The headers that all segments from one host to another have in common, which are made once.
struct SegmentHeaders {
    /// The headers of Ethernet and IP, whose lengths, checksum and identification are zero.
    private let network: [UInt8]
    private let ports: UInt32
    private let isIPv4: Bool
    /// The sum of the network header for its checksum, and of what the checksum of TCP covers before the TCP header.
    private let (networkSum, pseudoSum): (UInt64, UInt64)

    private static let ethernetLength = 14
    private static let tcpLength = 20
    private static let tcp: UInt64 = 6

    init(from: Host, to: Host) {
        isIPv4 = from.address.count == 4
        ports = UInt32(from.port) << 16 | UInt32(to.port)
        var bytes = to.mac + from.mac
        bytes.append(isIPv4 ? 0x0800 : 0x86DD, width: 2)
        if isIPv4 {
            // Do not fragment; 64 hops; TCP.
            bytes.append(0x4500_0000_0000_4000, width: 8)
            bytes.append(0x4006 << 16, width: 4)
        } else {
            // TCP; 64 hops.
            bytes.append(0x6000_0000, width: 4)
            bytes.append(Self.tcp << 8 | 0x40, width: 4)
        }
        bytes += from.address + to.address
        network = bytes
        networkSum = Self.sum(bytes.rawSpan.extracting(Self.ethernetLength..<bytes.count))
        pseudoSum = Self.sum((from.address + to.address).rawSpan) + Self.tcp
    }

    /// Appends the whole Ethernet frame of a segment, with all its checksums.
    func append(_ segment: Segment, payload: ArraySlice<UInt8> = [], to bytes: inout [UInt8]) {
        let length = Self.tcpLength + segment.options.count + payload.count
        let start = bytes.count
        bytes += network
        let transport = bytes.count
        let offset = UInt64((Self.tcpLength + segment.options.count) / 4) << 12
        let control =
            UInt64(segment.acknowledgement) << 32 | (offset | UInt64(segment.flags.rawValue)) << 16
            | UInt64(segment.window)
        let first = UInt64(ports) << 32 | UInt64(segment.sequence)
        // Checksum and urgent pointer are zero.
        switch segment.options {
        case .timestamps(let own, let echo):
            bytes.append([first, control, 0x0101_080A, UInt64(own) << 32 | UInt64(echo)] as InlineArray<4, UInt64>)
        case .bytes(let options):
            bytes.append([first, control] as InlineArray<2, UInt64>)
            bytes.append(0, width: 4)
            bytes += options
        }
        bytes += payload
        let ip = start + Self.ethernetLength
        if isIPv4 {
            let count = UInt16(transport - ip + length)
            Self.put(count, at: ip + 2, in: &bytes)
            Self.put(segment.identification, at: ip + 4, in: &bytes)
            let sum = networkSum + UInt64(count) + UInt64(segment.identification)
            Self.put(~Self.folded(sum), at: ip + 10, in: &bytes)
        } else {
            Self.put(UInt16(length), at: ip + 4, in: &bytes)
        }
        let sum =
            pseudoSum + UInt64(length)
            + UInt64(Self.folded(Self.sum(bytes.rawSpan.extracting(transport..<bytes.count))))
        Self.put(~Self.folded(sum), at: transport + 16, in: &bytes)
    }

    private static func put(_ number: UInt16, at place: Int, in bytes: inout [UInt8]) {
        (bytes[place], bytes[place + 1]) = (UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number))
    }

    /// Returns the sum of bytes as big-endian words of 16 bits, modulo 65535. RFC 1071.
    private static func sum(_ bytes: RawSpan) -> UInt64 {
        var sum: UInt64 = 0
        var index = 0
        // Words of 32 bits have the same sum modulo 65535, and 64 bits hold the sum of any packet.
        while index + 8 <= bytes.byteCount {
            let word: UInt64 = bytes.bigEndian(index)
            sum += word >> 32 + word & 0xFFFF_FFFF
            index += 8
        }
        while index < bytes.byteCount {
            sum += UInt64(bytes.byte(index)) << (index % 2 == 0 ? 8 : 0)
            index += 1
        }
        return sum
    }

    /// Returns a sum in ones' complement of 16 bits.
    private static func folded(_ sum: UInt64) -> UInt16 {
        var sum = sum
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
        return UInt16(sum)
    }
}
