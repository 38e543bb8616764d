// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// PDUs of a kind, a length of one byte and content, which goes to the dissector that the kind names.
///
/// What it remembers of a conversation: the number of each PDU.
final class CallDissector: Dissector {
    static let kind = Field("kitcall.kind", "Kind", kind: .u8.named([1: "By Number", 2: "By Place", 3: "By Name"]))
    static let length = Field("kitcall.length", "Length", kind: .u8)
    static let content = Field("kitcall.content", "Content", kind: .bytes)
    static let position = Field("kitcall.position", "Position in the Conversation", kind: .u32)
    static let layout = Layout([.value(kind), .bytes(content, length: length)])

    static let large = Note(
        "kitcall.expert.large", .protocolUse, severity: .warning, message: "The content is larger than the limit")
    static let unknown = Note("kitcall.expert.unknown", .undecoded, severity: .note, message: "The kind is unknown")

    static let kinds = SubdissectorTable.numbers("kitcall.kind", title: "Kind of the Kit's Call", [(1, "kitfield")])
    static let mediaTypes = SubdissectorTable.existing(byText: "media_type")

    static let limit = Preference<UInt32>.number(
        "limit", title: "Limit", summary: "Bytes of content above which there is a note", initially: 100)
    static let showsPosition = Preference<Bool>.switch(
        "show_position", title: "Show the position", summary: "In the Info column", initially: false)
    static let words = Preference<String>.file("words", title: "Words", summary: "A file that is not read")

    static let hint = Preference.text("hint", title: "Nothing is kept", summary: "What is called is not remembered")

    var declaration: DissectorDeclaration {
        DissectorDeclaration(
            name: "Kit Calls", shortName: "KITC", filter: "kitcall", places: [.tcp("40101")],
            fields: Self.layout.fields + [Self.position], notes: [Self.large, Self.unknown],
            preferences: [Self.hint, Self.limit, Self.showsPosition, Self.words], tables: [Self.kinds, Self.mediaTypes])
    }

    final class Conversation {
        var positions = FindingStore<UInt32>()
        var count: UInt32 = 0
    }

    private var values = PreferenceValues()

    func preferencesChanged(_ values: PreferenceValues) { self.values = values }
    func makeConversation() -> Conversation { Conversation() }

    func pduLength(_ bytes: RawSpan, _ pdu: PDU, canWait: Bool, in conversation: Conversation) -> PDULength {
        bytes.byteCount < 2 ? .needsMore : .bytes(2 + Int(bytes.byte(1)))
    }

    func dissect(_ bytes: RawSpan, _ pdu: PDU, in conversation: Conversation, into plan: inout Plan) -> FindingID {
        guard bytes.byteCount >= 2 else { return .none }
        var finding = pdu.finding
        if pdu.isFirstPass {
            conversation.count += 1
            finding = conversation.positions.append(conversation.count)
        }
        let position = conversation.positions.finding(finding) ?? 0
        let content = 2..<bytes.byteCount
        plan.info {
            $0.write("Kind ")
            $0.write(bytes.byte(0))
            if values[Self.showsPosition] {
                $0.write(" at ")
                $0.write(position)
            }
        }
        plan.protocolTree(at: 0..<bytes.byteCount) { plan in
            plan.fields(of: Self.layout, bytes, at: 0)
            if content.count > Int(values[Self.limit]) { plan.note(Self.large) }
            plan.inferred(Self.position, UInt64(position))
            if bytes.byte(0) == 0 || bytes.byte(0) > 5 { plan.note(Self.unknown) }
        }
        switch bytes.byte(0) {
        case 1, 2: plan.call(Self.kinds, number: UInt32(bytes.byte(0)), content, in: .pdu)
        case 3: plan.call(named: "json", content, in: .pdu)
        case 4: plan.call(Self.mediaTypes, content, in: .pdu) { $0.write("application/json") }
        case 5: plan.call(named: "kitfield", content, in: .pdu)
        default: break
        }
        return finding
    }
}
