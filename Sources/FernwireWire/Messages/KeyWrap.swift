// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// Secrets, each encrypted to the session's public key. PROTOCOL.md §3.4.
public struct KeyWrap: Message {
    public struct Wrap: Equatable, Sendable {
        public var kind: SecretKind
        public var wrapped: [UInt8]

        public init(kind: SecretKind, wrapped: [UInt8]) {
            self.kind = kind
            self.wrapped = wrapped
        }

        static let schema = Schema(
            empty: Wrap(kind: .fernetKey, wrapped: []),
            [.value(.wrapKind, \.kind), .bytes(.wrapped, length: .wrappedLength, \.wrapped)])
    }

    public var wraps: [Wrap]

    public static let schema = Schema(
        empty: KeyWrap(wraps: []), [.list(length: .wrapsLength, of: Wrap.schema, limit: limit, group: .wrap, \.wraps)])
    public static let carriesKeys = true

    /// The most wraps that a message may have: one of each kind.
    static let limit = SecretKind.allCases.count

    public init(wraps: [Wrap]) {
        self.wraps = wraps
    }

    public func phrases(_ context: MessageContext) -> [String]? {
        ["\(Self.title): \(wraps.map { $0.kind.name.description }.joined(separator: ", ")), encrypted"]
    }

    public static func narration(of message: Self?, _ context: MessageContext) -> String? {
        "makes the session's keys and encrypts them to the other's public key."
    }
}

/// The kinds of secret that a key wrap carries. PROTOCOL.md §10.
public enum SecretKind: UInt8, NamedValue, Sendable {
    case fernetKey = 1
    case macSecret = 2

    public var name: StaticString {
        switch self {
        case .fernetKey: "fernet_key"
        case .macSecret: "mac_secret"
        }
    }
}

extension MessageType {
    public static let keyWrap = MessageType(0x04)
}

extension KeyWrap {
    public static let declaration = MessageDeclaration(
        .keyWrap, name: "key_wrap",
        heading: Field(
            "fernwire.key_wrap", "Key Wrap", kind: .heading, summary: "Secrets, encrypted to the session's public key"),
        message: KeyWrap.self)
}

extension Field {
    public static let wrapsLength = Field(
        "fernwire.key_wrap.wraps_length", "Wraps length", kind: .u16, summary: "Bytes of wrapped keys")
    public static let wrap = Field(
        "fernwire.key_wrap.wrap", "Wrapped key", kind: .heading, summary: "One secret, encrypted to the public key")
    public static let wrapKind = Field(
        "fernwire.key_wrap.kind", "Secret kind", kind: .u8.named(SecretKind.self),
        summary: "What the wrapped secret is for")
    public static let wrappedLength = Field(
        "fernwire.key_wrap.length", "Wrap length", kind: .u16, summary: "Bytes of the RSA ciphertext")
    public static let wrapped = Field(
        "fernwire.key_wrap.wrapped", "RSA-OAEP ciphertext", kind: .bytes, summary: "The secret, encrypted")
}
