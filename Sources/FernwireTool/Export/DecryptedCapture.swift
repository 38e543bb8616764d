// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import FernwireConsole
import FernwireWire

/// Writes what records say as a capture of Wireshark's exported PDUs, which opens without our dissector. Wireshark,
/// epan/exported_pdu.h and wsutil/exported_pdu_tlvs.h.
struct DecryptedCapture: ~Copyable {
    private var file = PcapngWriter(link: .upperPDU)
    private let output: OutputFile

    init(to output: OutputFile) {
        self.output = output
    }

    /// The tags before a PDU: each has its number and its length in two bytes, and a multiple of four bytes.
    private enum Tag: UInt16 {
        case end = 0
        case dissector = 12
        case ipv4Source = 20
        case ipv4Destination = 21
        case ipv6Source = 22
        case ipv6Destination = 23
        case portType = 24
        case sourcePort = 25
        case destinationPort = 26
        case frame = 30
    }

    /// The number that Wireshark has for TCP's ports.
    private static let tcp: UInt64 = 2

    /// Adds the content of a record, if it is one of a message.
    mutating func add(_ frame: ExportedFrame, _ content: [UInt8]) throws(CommandError) {
        guard let head = frame.facts.head, !head.contentType.isControl else { return }
        var bytes: [UInt8] = []
        func add(_ tag: Tag, _ value: [UInt8]) {
            let padding = [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
            bytes.append(UInt64(tag.rawValue) << 16 | UInt64(value.count + padding.count), width: 4)
            bytes += value + padding
        }
        func add(_ tag: Tag, _ number: UInt64) {
            bytes.append(UInt64(tag.rawValue) << 16 | 4, width: 4)
            bytes.append(number, width: 4)
        }
        // A name ends in NUL.
        add(.dissector, Array(Self.dissector(of: head).utf8) + [0])
        let isIPv6 = frame.source.isIPv6
        add(isIPv6 ? .ipv6Source : .ipv4Source, frame.source.addressBytes)
        add(isIPv6 ? .ipv6Destination : .ipv4Destination, frame.destination.addressBytes)
        add(.portType, Self.tcp)
        add(.sourcePort, UInt64(frame.source.port))
        add(.destinationPort, UInt64(frame.destination.port))
        add(.frame, frame.packet & 0xFFFF_FFFF)
        add(.end, [])
        let packet = bytes + content
        file.packet(packet.rawSpan, at: frame.time ?? 0)
        if file.pending > Generator.chunk { try flush() }
    }

    /// The dissector of a content. A part of a message is no whole of anything.
    private static func dissector(of head: RecordPlaintext.Head) -> String {
        switch head.contentType {
        case .json: head.fragment == .whole ? "json" : "data"
        case .text: "data-text-lines"
        case .binary, .file, .rekey, .alert, .endOfSession, .unknownControl: "data"
        }
    }

    mutating func flush() throws(CommandError) {
        try output.write(file.take())
    }

    /// Removes what was written.
    func discard() {
        output.discard()
    }

    mutating func finish() throws(CommandError) {
        try flush()
        try output.finish()
    }
}
