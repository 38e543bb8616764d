// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// Who sent a packet to whom, as the dissector is told. It stands in the table of another dissector, and is recognised by
/// its first bytes on any UDP port.
final class EndDissector: Dissector {
    static let source = Field("kitend.source", "Source", kind: .text)
    static let destination = Field("kitend.destination", "Destination", kind: .text)
    static let isReply = Field("kitend.reply", "From the Server", kind: .boolean())
    static let serverPort = Field("kitend.server_port", "Server's Port", kind: .u16)
    static let stream = Field("kitend.stream", "Stream", kind: .u32)

    var declaration: DissectorDeclaration {
        DissectorDeclaration(
            name: "Kit Ends", shortName: "KITE", filter: "kitend",
            places: [.udp("40102"), .numbers("kitcall.kind", "2", over: .datagram)], heuristics: [.datagram],
            fields: [Self.source, Self.destination, Self.isReply, Self.serverPort, Self.stream])
    }

    func recognises(_ bytes: RawSpan, _ pdu: PDU, isGuess: Bool) -> Bool {
        !isGuess || (bytes.byteCount >= 2 && bytes.byte(0) == 0xE0 && bytes.byte(1) == 0xD0)
    }

    func dissect(_ bytes: RawSpan, _ pdu: PDU, in conversation: NoConversation, into plan: inout Plan) -> FindingID {
        plan.protocolTree(at: 0..<bytes.byteCount) { plan in
            plan.inferred(Self.source) { $0.write(end: pdu.source) }
            plan.inferred(Self.destination) { $0.write(end: pdu.destination) }
            plan.inferred(Self.isReply, pdu.source.port < pdu.destination.port ? 1 : 0)
            if let port = pdu.serverPort { plan.inferred(Self.serverPort, UInt64(port)) }
            plan.inferred(Self.stream, UInt64(pdu.stream))
        }
        return .none
    }
}

extension PlanText {
    fileprivate mutating func write(end: PDU.End) {
        switch end.address {
        case .ipv4(let address): writeHex(address)
        case .ipv6(let address):
            writeHex(UInt64(truncatingIfNeeded: address >> 64))
            write(" ")
            writeHex(UInt64(truncatingIfNeeded: address))
        case .other: write("no address")
        }
        write(" port ")
        write(end.port)
    }
}
