// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// The content of a rekey record. PROTOCOL.md §4.2.
public struct Rekey: Equatable, Sendable {
    public var nextEpoch: UInt32
    /// The material, whose form is the suite's; empty unless the suite says otherwise.
    public var material: [UInt8]

    public static let schema = Schema(
        empty: Rekey(nextEpoch: 0),
        [.value(.nextEpoch, \.nextEpoch), .bytes(.rekeyMaterial, length: .rekeyMaterialLength, \.material)])

    public init(nextEpoch: UInt32, material: [UInt8] = []) {
        self.nextEpoch = nextEpoch
        self.material = material
    }

    public init(decoding content: RawSpan) throws(WireError) {
        self = try Self.schema.decode(content)
    }

    public func encoded() -> [UInt8] { Self.schema.encode(self) }
}

extension Field {
    public static let nextEpoch = Field(
        "fernwire.rekey.next_epoch", "Next epoch", kind: .u32, summary: "Epoch of all later frames")
    public static let rekeyMaterialLength = Field(
        "fernwire.rekey.material_length", "Material length", kind: .u16, summary: "Bytes of key material")
    public static let rekeyMaterial = Field(
        "fernwire.rekey.material", "Material", kind: .bytes, summary: "As the suite says")
}
