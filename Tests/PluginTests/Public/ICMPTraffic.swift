// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import WireSchema

/// Messages of ICMP.
enum ICMPTraffic {
    /// The names that the public `icmp_packet.ksy` and Wireshark have for the same.
    static let pairs: [FieldPair] = [
        .bytes("icmp.type", "icmp_packet.icmp_type"),
        .bytes(
            "icmp.code", "icmp_packet.destination_unreachable_msg.code", "icmp_packet.time_exceeded_msg.code",
            "icmp_packet.echo_msg.code"),
        .bytes(
            "icmp.checksum", "icmp_packet.destination_unreachable_msg.checksum",
            "icmp_packet.time_exceeded_msg.checksum", "icmp_packet.echo_msg.checksum"),
        .bytes("icmp.ident", "icmp_packet.echo_msg.identifier"), .bytes("icmp.seq", "icmp_packet.echo_msg.seq_num"),
        .bytes("data.data", "icmp_packet.echo_msg.data"),
    ]

    static func capture() -> CaptureFile {
        var capture = CaptureFile(serverPort: 1)
        for number: UInt64 in 1...3 {
            var echo: [UInt8] = []
            echo.append(0x4242, width: 2)
            echo.append(number, width: 2)
            echo += (0..<UInt8(16 * number)).map { 0xF0 ^ $0 }
            capture.packet(.client, transport: 1, checked([8, 0], echo))
            capture.packet(.server, transport: 1, checked([0, 0], echo))
        }
        for code: UInt8 in [0, 1, 2, 3, 13] {
            capture.packet(.server, transport: 1, checked([3, code], [0, 0, 0, 0] + lost))
        }
        for code: UInt8 in [0, 1] {
            capture.packet(.server, transport: 1, checked([11, code], [0, 0, 0, 0] + lost))
        }
        return capture
    }

    /// The beginning of a packet that did not arrive: the headers of IP and UDP.
    private static let lost: [UInt8] =
        [0x45, 0, 0, 28, 0, 0, 0x40, 0, 1, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2] + [0x30, 0, 0x40, 0, 0, 8, 0, 0]

    /// A message with its checksum, the complement of the sum of its words (RFC 792).
    private static func checked(_ head: [UInt8], _ rest: [UInt8]) -> [UInt8] {
        let words = head + [0, 0] + rest
        var sum = stride(from: 0, to: words.count, by: 2).reduce(0) { $0 + Int(words[$1]) << 8 + Int(words[$1 + 1]) }
        while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
        return head + [UInt8(~sum >> 8 & 0xFF), UInt8(~sum & 0xFF)] + rest
    }
}
