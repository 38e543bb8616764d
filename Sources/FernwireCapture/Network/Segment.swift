// SPDX-License-Identifier: Apache-2.0

/// What a TCP segment, RFC 9293, has of its own beside its payload. ``SegmentHeaders`` has the rest.
struct Segment {
    struct Flags: OptionSet {
        let rawValue: UInt8
        static let fin = Flags(rawValue: 0x01)
        static let syn = Flags(rawValue: 0x02)
        static let rst = Flags(rawValue: 0x04)
        static let psh = Flags(rawValue: 0x08)
        static let ack = Flags(rawValue: 0x10)
    }

    /// The TCP options.
    enum Options {
        /// The timestamps of the sender and of the other side, after two bytes that do nothing.
        case timestamps(own: UInt32, echo: UInt32)
        /// Options in a multiple of four bytes.
        case bytes([UInt8])

        var count: Int {
            switch self {
            case .timestamps: 12
            case .bytes(let bytes): bytes.count
            }
        }
    }

    var flags: Flags
    var sequence: UInt32
    var acknowledgement: UInt32 = 0
    var window: UInt16
    var options = Options.bytes([])
    /// The identification field of IPv4.
    var identification: UInt16

    /// Returns how many bytes of payload one Ethernet frame holds beside these headers with timestamps.
    static func capacity(_ host: Host) -> Int { (host.address.count == 4 ? 1460 : 1440) - 12 }
}
