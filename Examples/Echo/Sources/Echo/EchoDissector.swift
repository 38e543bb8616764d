// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// A request asks for a text, and the reply says it again: a type, a length of two bytes, and that many bytes of text.
final class EchoDissector: Dissector {
    static let type = Field("myecho.type", "Type", kind: .u8.named([1: "Request", 2: "Reply"]))
    static let length = Field("myecho.length", "Length", kind: .u16, summary: "Bytes of the text")
    static let text = Field("myecho.text", "Text", kind: .text)
    static let layout = Layout([.value(type), .bytes(text, length: length)])
    static let malformed = Note(
        "myecho.expert.malformed", .malformed, severity: .error, message: "This is no type, length and text")

    var declaration: DissectorDeclaration {
        DissectorDeclaration(
            name: "My Echo Protocol", shortName: "My Echo", filter: "myecho", places: [.tcp("40007"), .udp("40007")],
            fields: Self.layout.fields, notes: [Self.malformed])
    }

    func pduLength(_ bytes: RawSpan, _ pdu: PDU, canWait: Bool, in conversation: NoConversation) -> PDULength {
        bytes.byteCount < 3 ? .needsMore : .bytes(3 + Int(bytes.integer(at: 1, width: 2)))
    }

    func dissect(_ bytes: RawSpan, _ pdu: PDU, in conversation: NoConversation, into plan: inout Plan) -> FindingID {
        let isReply = bytes.byteCount > 0 && bytes.byte(0) == 2
        plan.info { $0.write(isReply ? "Reply" : "Request") }
        plan.protocolTree(at: 0..<bytes.byteCount) { plan in
            let hasForm = plan.fields(of: Self.layout, bytes, at: 0)
            if !hasForm && bytes.byteCount == pdu.reportedLength { plan.note(Self.malformed) }
        }
        return .none
    }
}
