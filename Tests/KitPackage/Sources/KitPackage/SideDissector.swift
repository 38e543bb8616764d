// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// A stream in which the client says two bytes at a time and the server three.
final class SideDissector: Dissector {
    static let said = Field("kitside.said", "Said", kind: .bytes)
    static let serverPort = Field("kitside.server_port", "Server's Port", kind: .u16)

    var declaration: DissectorDeclaration {
        DissectorDeclaration(
            name: "Kit Sides", shortName: "KITS", filter: "kitside", places: [.tcp("40121")],
            fields: [Self.said, Self.serverPort])
    }

    func pduLength(_ bytes: RawSpan, _ pdu: PDU, canWait: Bool, in conversation: NoConversation) -> PDULength {
        .bytes(pdu.isFromServer == true ? 3 : 2)
    }

    func dissect(_ bytes: RawSpan, _ pdu: PDU, in conversation: NoConversation, into plan: inout Plan) -> FindingID {
        plan.protocolTree(at: 0..<bytes.byteCount) { plan in
            plan.field(Self.said, at: 0..<bytes.byteCount)
            if let port = pdu.serverPort { plan.inferred(Self.serverPort, UInt64(port)) }
        }
        return .none
    }
}
