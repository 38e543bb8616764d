// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import WireSchema

/// Packets of RTP.
enum RTPTraffic {
    /// The names that the public `rtp_packet.ksy` and Wireshark have for the same, in any packet.
    static let pairs: [FieldPair] = [
        .number("rtp.version", "rtp_packet.version"), .number("rtp.padding", "rtp_packet.has_padding"),
        .number("rtp.ext", "rtp_packet.has_extension"), .number("rtp.cc", "rtp_packet.csrc_count"),
        .number("rtp.marker", "rtp_packet.marker"), .number("rtp.p_type", "rtp_packet.payload_type"),
        .bytes("rtp.seq", "rtp_packet.sequence_number"), .bytes("rtp.timestamp", "rtp_packet.timestamp"),
        .bytes("rtp.ssrc", "rtp_packet.ssrc"), .bytes("rtp.padding.count", "rtp_packet.len_padding_if_exists"),
    ]
    /// What is right only where no contributing sources follow the header, which the description leaves out.
    static let extensionPairs: [FieldPair] = [
        .bytes("rtp.ext.profile", "rtp_packet.header_extention.id"),
        .bytes("rtp.ext.len", "rtp_packet.header_extention.length"),
    ]
    /// What is right only where neither contributing sources nor the extension's own bytes follow.
    static let payloadPairs: [FieldPair] = [.bytes("rtp.payload", "rtp_packet.data")]

    static let payload: [UInt8] = Array("twenty bytes of data".utf8)

    struct Packet {
        var marker = false
        var type: UInt8 = 96
        var sources: [UInt64] = []
        var words: [UInt64]?
        var padding: [UInt8] = []
    }

    static let plain = [
        Packet(), Packet(marker: true, type: 0), Packet(type: 8), Packet(padding: [0, 0, 0, 4]), Packet(padding: [1]),
        Packet(type: 127, words: []),
    ]
    static let extended = [
        Packet(words: [0x10AA_0000]), Packet(marker: true, words: [0x10AA_0000, 0x20BB_0000], padding: [0, 2]),
    ]
    static let mixed = [
        Packet(sources: [1]), Packet(type: 8, sources: [1, 0xFFFF_FFFF], padding: [0, 0, 3]),
        Packet(sources: [UInt64](repeating: 7, count: 15)),
    ]

    static func capture(_ packets: [Packet]) -> CaptureFile {
        var capture = CaptureFile(serverPort: 5004)
        for (number, packet) in packets.enumerated() {
            var bytes: [UInt8] = [
                0x80 | (packet.padding.isEmpty ? 0 : 0x20) | (packet.words == nil ? 0 : 0x10)
                    | UInt8(packet.sources.count), (packet.marker ? 0x80 : 0) | packet.type,
            ]
            bytes.append(UInt64(0xFFFE + number) & 0xFFFF, width: 2)
            bytes.append(UInt64(160 * number), width: 4)
            bytes.append(0xDEAD_BEEF, width: 4)
            for source in packet.sources { bytes.append(source, width: 4) }
            if let words = packet.words {
                bytes.append(0xBEDE, width: 2)
                bytes.append(UInt64(words.count), width: 2)
                for word in words { bytes.append(word, width: 4) }
            }
            capture.datagram(.client, bytes + payload + packet.padding)
        }
        return capture
    }
}
