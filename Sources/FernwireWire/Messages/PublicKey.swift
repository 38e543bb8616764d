// SPDX-License-Identifier: Apache-2.0

/// A side's public key. PROTOCOL.md §3.3. Whether the key is any good is for the session to check.
public struct PublicKey: Message {
    /// Raw value of a ``KeyKind``.
    public var kind: UInt8
    /// For RSA the DER of a SubjectPublicKeyInfo.
    public var key: [UInt8]

    public static let type = MessageType.publicKey

    public static let layout = Layout([
        .integer(.publicKeyKind, 1), .bytes(.publicKey, length: .publicKeyLength, 2),
    ])

    public init(kind: KeyKind, key: [UInt8]) {
        self.kind = kind.rawValue
        self.key = key
    }

    public init(decoding payload: RawSpan) throws(WireError) {
        var (kind, key) = (0 as UInt8, [] as [UInt8])
        try Self.layout.walk(payload) { event in
            guard case .leaf(let field, let range) = event else { return }
            switch field {
            case .publicKeyKind: kind = payload.byte(range.lowerBound)
            case .publicKey: key = Array(payload.extracting(range))
            default: break
            }
        }
        (self.kind, self.key) = (kind, key)
    }

    public func encoded() -> [UInt8] {
        var writer = LayoutWriter(Self.layout)
        writer.put(.publicKeyKind, kind)
        writer.put(.publicKey, key)
        return writer.finish()
    }
}
