// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// A side's public key. PROTOCOL.md §3.3. The session checks whether the key is any good.
public struct PublicKey: Message {
    /// The raw value of a ``KeyKind``.
    public var kind: UInt8
    /// The key; for RSA, the DER of a SubjectPublicKeyInfo.
    public var key: [UInt8]

    public static let schema = Schema(
        empty: PublicKey(kind: 0, key: []),
        [.value(.publicKeyKind, \.kind), .bytes(.publicKey, length: .publicKeyLength, \.key)])

    private init(kind: UInt8, key: [UInt8]) {
        self.kind = kind
        self.key = key
    }

    public init(kind: KeyKind, key: [UInt8]) {
        self.init(kind: kind.rawValue, key: key)
    }

    public func phrases(_ context: MessageContext) -> [String]? {
        let kind = KeyKind(rawValue: kind)?.name ?? "unknown"
        let short = "\(Self.title): \(kind), \(key.count) bytes"
        return context.fingerprint(self).map { ["\(Self.title): \(kind) \($0)", short] } ?? [short]
    }

    public static func narration(of message: Self?, _ context: MessageContext) -> String? {
        "shows its public key" + (context.provesPeer ? "." : ", for which nobody vouches.")
    }
}

/// The kinds of public key. PROTOCOL.md §10.
public enum KeyKind: UInt8, NamedValue, Sendable {
    case rsa = 1
    case ed25519 = 2
    case toyRSA = 3

    public var name: StaticString {
        switch self {
        case .rsa: "rsa"
        case .ed25519: "ed25519"
        case .toyRSA: "toy_rsa"
        }
    }
}

extension MessageType {
    public static let publicKey = MessageType(0x03)
}

extension PublicKey {
    public static let declaration = MessageDeclaration(
        .publicKey, name: "public_key",
        heading: Field("fernwire.public_key", "Public Key", kind: .heading, summary: "A side's public key"),
        message: PublicKey.self)
}

extension Field {
    public static let publicKeyKind = Field(
        "fernwire.public_key.kind", "Key kind", kind: .u8.named(KeyKind.self), summary: "Algorithm of the public key")
    public static let publicKeyLength = Field(
        "fernwire.public_key.length", "Key length", kind: .u16, summary: "Bytes of the public key")
    public static let publicKey = Field(
        "fernwire.public_key.der", "Public key", kind: .bytes, summary: "DER of a SubjectPublicKeyInfo")
}
