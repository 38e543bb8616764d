// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import WiresharkHost

/// Protocols whose names, fields, notes and ports are known at run time only: a kind, and a word up to the datagram's end.
final class NamedDissector: Dissector {
    private let name: String
    private let port: UInt16
    private let layout: Layout
    private let empty: Note

    init(_ name: String, port: UInt16) {
        func text(_ text: String) -> PermanentText { PermanentText(keeping: text) }
        self.name = name
        self.port = port
        let kinds = ValueNames([(1, text("First of \(name)"))])
        layout = Layout([
            .value(Field(text("\(name).kind"), text("Kind of \(name)"), kind: .u8.named(kinds))),
            .rest(Field(text("\(name).word"), "Word", kind: .text, summary: text("What \(name) says"))),
        ])
        empty = Note(
            text("\(name).expert.empty"), .malformed, severity: .warning, message: text("\(name) says no word"))
    }

    var declaration: DissectorDeclaration {
        if isTaken(filter: name) { report("\(name) is dissected by Wireshark itself") }
        return DissectorDeclaration(
            name: PermanentText(keeping: "The Kit's \(name)"), shortName: PermanentText(keeping: name.uppercased()),
            filter: PermanentText(keeping: name), places: [.udp(ports: [port, port + 1])], fields: layout.fields,
            notes: [empty])
    }

    func dissect(_ bytes: RawSpan, _ pdu: PDU, in conversation: NoConversation, into plan: inout Plan) -> FindingID {
        plan.info { $0.write(name) }
        plan.protocolTree(at: 0..<bytes.byteCount) { plan in
            plan.fields(of: layout, bytes, at: 0)
            if bytes.byteCount == 1 { plan.note(empty) }
        }
        return .none
    }
}
