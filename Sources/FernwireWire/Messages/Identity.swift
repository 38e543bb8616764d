// SPDX-License-Identifier: Apache-2.0

/// Who a side is, and the proof of it. PROTOCOL.md §3.7.
public struct Identity: Message {
    /// Raw value of a ``KeyKind``; 0 for a side that does not say who it is.
    public var kind: UInt8
    /// The DER of a SubjectPublicKeyInfo; empty for kind 0.
    public var key: [UInt8]
    /// Over the handshake so far; empty for kind 0.
    public var signature: [UInt8]

    public static let type = MessageType.identity

    public static let layout = Layout([
        .integer(.publicKeyKind, 1), .bytes(.publicKey, length: .publicKeyLength, 2),
        .bytes(.signature, length: .signatureLength, 2),
    ])

    /// One who does not say who he is.
    public init() {
        (kind, key, signature) = (0, [], [])
    }

    public init(kind: KeyKind, key: [UInt8], signature: [UInt8]) {
        self.kind = kind.rawValue
        self.key = key
        self.signature = signature
    }

    public var isAnonymous: Bool { kind == 0 }

    public init(decoding payload: RawSpan) throws(WireError) {
        var identity = Identity()
        try Self.layout.walk(payload) { event in
            guard case .leaf(let field, let range) = event else { return }
            switch field {
            case .publicKeyKind: identity.kind = payload.byte(range.lowerBound)
            case .publicKey: identity.key = Array(payload.extracting(range))
            case .signature: identity.signature = Array(payload.extracting(range))
            default: break
            }
        }
        if identity.isAnonymous {
            guard identity.key.isEmpty else { throw .illegalValue(field: .publicKey, offset: 3) }
            guard identity.signature.isEmpty else { throw .illegalValue(field: .signature, offset: 5) }
        }
        self = identity
    }

    public func encoded() -> [UInt8] {
        var writer = LayoutWriter(Self.layout)
        writer.put(.publicKeyKind, kind)
        writer.put(.publicKey, key)
        writer.put(.signature, signature)
        return writer.finish()
    }
}
