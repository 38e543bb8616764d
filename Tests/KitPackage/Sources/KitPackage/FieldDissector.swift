// SPDX-License-Identifier: Apache-2.0
import DissectorKit

enum Colour: UInt8, NamedValue {
    case red = 1
    case green, blue

    var name: StaticString {
        switch self {
        case .red: "Red"
        case .green: "Green"
        case .blue: "Blue"
        }
    }
}

/// One field of each kind, in a datagram.
final class FieldDissector: Dissector {
    static let colour = Field("kitfield.colour", "Colour", kind: .u8.named(Colour.self))
    static let level = Field("kitfield.level", "Level", kind: .u16.masked(0x3FF0), summary: "Ten bits in the middle")
    static let isHot = Field("kitfield.hot", "Hot", kind: .boolean(bits: 16).masked(0x8000))
    static let isOn = Field("kitfield.on", "On", kind: .boolean())
    static let group = Field("kitfield.group", "Group", kind: .heading)
    static let elapsed = Field("kitfield.elapsed", "Elapsed", kind: .duration)
    static let related = Field("kitfield.related", "Related Frame", kind: .frame(.request))
    static let word = Field("kitfield.word", "Word", kind: .text)
    static let count = Field("kitfield.count", "Count", kind: .u32)

    static let layout = Layout([
        .value(colour),
        .value(isOn),
        .value(Field("kitfield.u16le", "16 Bits", kind: .u16.littleEndian)),
        .value(Field("kitfield.u24", "24 Bits", kind: .u24)),
        .value(Field("kitfield.u32le", "32 Bits", kind: .u32.hexadecimal.littleEndian)),
        .value(Field("kitfield.u40", "40 Bits", kind: .unsigned(bits: 40))),
        .value(Field("kitfield.u48", "48 Bits", kind: .u48)),
        .value(Field("kitfield.u56", "56 Bits", kind: .unsigned(bits: 56))),
        .value(Field("kitfield.u64le", "64 Bits", kind: .u64.littleEndian.named([5: "Five"]))),
        .value(Field("kitfield.u8oct", "Octal", kind: .u8.octal)),
        .value(Field("kitfield.i8", "Signed 8", kind: .signed(bits: 8))),
        .value(Field("kitfield.i16le", "Signed 16", kind: .signed(bits: 16).littleEndian)),
        .value(Field("kitfield.i32", "Signed 32", kind: .signed(bits: 32))),
        .value(Field("kitfield.i64le", "Signed 64", kind: .signed(bits: 64).littleEndian)),
        .value(Field("kitfield.f32", "Float", kind: .float(bits: 32))),
        .value(Field("kitfield.f64le", "Double", kind: .float(bits: 64).littleEndian)),
        .value(Field("kitfield.ipv4", "IPv4", kind: .ipv4)),
        .value(Field("kitfield.ipv6", "IPv6", kind: .ipv6)),
        .value(Field("kitfield.mac", "MAC", kind: .mac)),
        .value(Field("kitfield.guid", "GUID", kind: .guid)),
        .value(Field("kitfield.time", "Time", kind: .secondsSince1970)),
        .fixed(Field("kitfield.fixed", "Three Bytes", kind: .bytes), 3),
        .list(
            length: Field("kitfield.list_length", "List Length", kind: .u8),
            of: Layout([
                .bytes(
                    Field("kitfield.item", "Item", kind: .text),
                    length: Field("kitfield.item_length", "Item Length", kind: .u8))
            ]), group: group),
        .allBut(1, Field("kitfield.text", "Text", kind: .text)),
        .rest(Field("kitfield.last", "Last Byte", kind: .bytes)),
    ])

    var declaration: DissectorDeclaration {
        DissectorDeclaration(
            name: "Kit Fields", shortName: "KITF", filter: "kitfield", places: [.udp("40100")],
            fields: Self.layout.fields
                + [Self.level, Self.isHot, Self.elapsed, Self.related, Self.word, Self.count])
    }

    func dissect(_ bytes: RawSpan, _ pdu: PDU, in conversation: NoConversation, into plan: inout Plan) -> FindingID {
        plan.protocolTree(at: 0..<bytes.byteCount) { plan in
            // Two bytes of bits, and then a field of each kind.
            guard bytes.byteCount >= 2 else { return }
            plan.field(Self.level, at: 0..<2)
            plan.field(Self.isHot, at: 0..<2)
            plan.fields(of: Self.layout, bytes.extracting(2..<bytes.byteCount), at: 2) { plan, field, range in
                guard field == Self.colour else { return false }
                plan.subtree(field, at: range) { plan in
                    plan.inferred(Self.word) { $0.writeHex(bytes.byte(range.lowerBound)) }
                    plan.inferred(Self.elapsed, 1_500_000_000)
                    plan.inferred(Self.related, 1)
                    plan.inferred(Self.count, 7)
                    plan.label { $0.write(" of the packet") }
                }
                return true
            }
        }
        return .none
    }
}
