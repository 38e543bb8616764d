// SPDX-License-Identifier: Apache-2.0

/// A side's public value of a key agreement. PROTOCOL.md §3.5. Whether it is any good is for the session to check.
public struct KeyShare: Message {
    /// Raw value of a ``ShareKind``.
    public var kind: UInt8
    public var share: [UInt8]

    public static let type = MessageType.keyShare

    public static let layout = Layout([
        .integer(.shareKind, 1), .bytes(.share, length: .shareLength, 2),
    ])

    public init(kind: ShareKind, share: [UInt8]) {
        self.kind = kind.rawValue
        self.share = share
    }

    public init(decoding payload: RawSpan) throws(WireError) {
        var (kind, share) = (0 as UInt8, [] as [UInt8])
        try Self.layout.walk(payload) { event in
            guard case .leaf(let field, let range) = event else { return }
            switch field {
            case .shareKind: kind = payload.byte(range.lowerBound)
            case .share: share = Array(payload.extracting(range))
            default: break
            }
        }
        (self.kind, self.share) = (kind, share)
    }

    public func encoded() -> [UInt8] {
        var writer = LayoutWriter(Self.layout)
        writer.put(.shareKind, kind)
        writer.put(.share, share)
        return writer.finish()
    }
}
