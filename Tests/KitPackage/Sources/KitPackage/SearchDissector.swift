// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// Words in double brackets, wherever they stand in what another protocol carries.
final class SearchDissector: Dissector {
    static let word = Field("kitword.word", "Word", kind: .text)
    static let search = Preference<Bool>.switch(
        "search", title: "Search", summary: "In the bytes of all packets", initially: true)
    static let fields = Preference<String>.line(
        "search_fields", title: "Searched fields", summary: "By their display filters, with blanks between them")

    var declaration: DissectorDeclaration {
        DissectorDeclaration(
            name: "Kit Words", shortName: "KITW", filter: "kitword", fields: [Self.word],
            preferences: [Self.search, Self.fields],
            search: SearchDeclaration(isOn: Self.search, fields: Self.fields))
    }

    func find(in bytes: RawSpan, copyingTo pdu: inout [UInt8]) -> Int {
        var begin: Int?
        for offset in 0..<max(bytes.byteCount - 1, 0) {
            if bytes.byte(offset) == UInt8(ascii: "["), bytes.byte(offset + 1) == UInt8(ascii: "[") {
                begin = offset + 2
            } else if bytes.byte(offset) == UInt8(ascii: "]"), bytes.byte(offset + 1) == UInt8(ascii: "]"), let begin {
                pdu = (begin..<offset).map { bytes.byte($0) }
                return offset + 2
            }
        }
        return 0
    }

    func dissect(_ bytes: RawSpan, _ pdu: PDU, in conversation: NoConversation, into plan: inout Plan) -> FindingID {
        plan.protocolTree(at: 0..<bytes.byteCount) { $0.field(Self.word, at: 0..<bytes.byteCount) }
        return .none
    }
}
