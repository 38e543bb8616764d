// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// Two bytes, each with its sign in the lowest bit, and values that Wireshark cannot read by itself.
final class ValueDissector: Dissector {
    static let small = Field(
        "kitvalue.small", "Small", kind: .signed(bits: 8).named(ValueNames(signed: [(-1, "Minus One")])))
    static let large = Field(
        "kitvalue.large", "Large", kind: .signed(bits: 64).named(ValueNames(signed: [(-5, "Minus Five")])))
    static let sum = Field(
        "kitvalue.sum", "Sum", kind: .signed(bits: 24).named(ValueNames(signed: [(-6, "Minus Six")])))
    static let most = Field("kitvalue.most", "Most", kind: .u64.named([.max: "All Bits"]))
    static let half = Field("kitvalue.half", "Half", kind: .float(bits: 32))
    static let mean = Field("kitvalue.mean", "Mean", kind: .float(bits: 64))
    static let turned = Field("kitvalue.turned", "Turned", kind: .bytes)
    static let twice = Field("kitvalue.twice", "Twice", kind: .bytes)
    static let nothing = Field("kitvalue.nothing", "Nothing", kind: .bytes)

    var declaration: DissectorDeclaration {
        DissectorDeclaration(
            name: "Kit Values", shortName: "KITV", filter: "kitvalue", places: [.udp("40120")],
            fields: [
                Self.small, Self.large, Self.sum, Self.most, Self.half, Self.mean, Self.turned, Self.twice,
                Self.nothing,
            ])
    }

    func dissect(_ bytes: RawSpan, _ pdu: PDU, in conversation: NoConversation, into plan: inout Plan) -> FindingID {
        plan.protocolTree(at: 0..<bytes.byteCount) { plan in
            guard bytes.byteCount >= 2 else { return }
            let (one, other) = (signed(bytes.byte(0)), signed(bytes.byte(1)))
            plan.signed(Self.small, one, at: 0..<1)
            plan.signed(Self.large, other, at: 1..<2)
            plan.inferred(signed: Self.sum, one + other)
            plan.inferred(Self.most, .max)
            plan.float(Self.half, Double(one) / 2, at: 0..<1)
            plan.inferred(float: Self.mean, Double(one + other) / 2)
            plan.bytes(Self.turned, at: 0..<2) {
                $0.write(bytes.extracting(1..<2))
                $0.write(bytes.extracting(0..<1))
            }
            plan.inferred(bytes: Self.twice) {
                $0.write(bytes)
                $0.write(bytes)
            }
            plan.inferred(bytes: Self.nothing) { _ in }
        }
        return .none
    }

    private func signed(_ byte: UInt8) -> Int64 { Int64(byte >> 1) ^ -Int64(byte & 1) }
}
