// SPDX-License-Identifier: Apache-2.0

/// Secrets, each encrypted to the session's public key. PROTOCOL.md §3.4.
public struct KeyWrap: Message {
    public struct Wrap: Equatable, Sendable {
        public var kind: SecretKind
        public var wrapped: [UInt8]

        public init(kind: SecretKind, wrapped: [UInt8]) {
            self.kind = kind
            self.wrapped = wrapped
        }
    }

    public var wraps: [Wrap]

    public static let type = MessageType.keyWrap

    public static let layout = Layout([
        .list(
            .wrapsLength, 2,
            of: Layout([.integer(.wrapKind, 1), .bytes(.wrapped, length: .wrappedLength, 2)]), group: .wrap)
    ])

    public init(wraps: [Wrap]) {
        self.wraps = wraps
    }

    public init(decoding payload: RawSpan) throws(WireError) {
        var wraps: [Wrap] = []
        var kind: SecretKind?
        var unknown: Int?
        try Self.layout.walk(payload) { event in
            guard case .leaf(let field, let range) = event else { return }
            switch field {
            case .wrapKind:
                kind = SecretKind(rawValue: payload.byte(range.lowerBound))
                if kind == nil { unknown = unknown ?? range.lowerBound }
            case .wrapped:
                if let kind { wraps.append(Wrap(kind: kind, wrapped: Array(payload.extracting(range)))) }
            default: break
            }
        }
        if let unknown { throw .illegalValue(field: .wrapKind, offset: unknown) }
        self.wraps = wraps
    }

    public func encoded() -> [UInt8] {
        var writer = LayoutWriter(Self.layout)
        writer.list(.wrapsLength, wraps) { writer, wrap in
            writer.put(.wrapKind, wrap.kind.rawValue)
            writer.put(.wrapped, wrap.wrapped)
        }
        return writer.finish()
    }
}
