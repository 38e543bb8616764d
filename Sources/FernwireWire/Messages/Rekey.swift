// SPDX-License-Identifier: Apache-2.0

/// Content of a rekey record. PROTOCOL.md §4.
public struct Rekey: Equatable, Sendable {
    public var nextEpoch: UInt32
    /// As the suite says; empty unless it says otherwise.
    public var material: [UInt8]

    public static let layout = Layout([
        .integer(.nextEpoch, 4), .bytes(.rekeyMaterial, length: .rekeyMaterialLength, 2),
    ])

    public init(nextEpoch: UInt32, material: [UInt8] = []) {
        self.nextEpoch = nextEpoch
        self.material = material
    }

    public init(decoding content: RawSpan) throws(WireError) {
        var rekey = Rekey(nextEpoch: 0)
        try Self.layout.walk(content) { event in
            guard case .leaf(let field, let range) = event else { return }
            switch field {
            case .nextEpoch: rekey.nextEpoch = UInt32(content.integer(at: range.lowerBound, width: 4))
            case .rekeyMaterial: rekey.material = Array(content.extracting(range))
            default: break
            }
        }
        self = rekey
    }

    public func encoded() -> [UInt8] {
        var writer = LayoutWriter(Self.layout)
        writer.put(.nextEpoch, nextEpoch)
        writer.put(.rekeyMaterial, material)
        return writer.finish()
    }
}
