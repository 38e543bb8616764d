// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// A side's public value of a key agreement. PROTOCOL.md §3.5. The session checks whether the value is any good.
public struct KeyShare: Message {
    /// The raw value of a ``ShareKind``.
    public var kind: UInt8
    public var share: [UInt8]

    public static let schema = Schema(
        empty: KeyShare(kind: 0, share: []),
        [.value(.shareKind, \.kind), .bytes(.share, length: .shareLength, \.share)])
    public static let carriesKeys = true

    private init(kind: UInt8, share: [UInt8]) {
        self.kind = kind
        self.share = share
    }

    public init(kind: ShareKind, share: [UInt8]) {
        self.init(kind: kind.rawValue, share: share)
    }

    public func phrases(_ context: MessageContext) -> [String]? {
        ["\(Self.title): \(ShareKind(rawValue: kind)?.name ?? "unknown"), \(share.count) bytes"]
    }

    public static func narration(of message: Self?, _ context: MessageContext) -> String? {
        "shows its half of the key agreement."
    }
}

/// The kinds of key share. PROTOCOL.md §10.
public enum ShareKind: UInt8, NamedValue, Sendable {
    case x25519 = 1
    case toyDH16 = 2

    public var name: StaticString {
        switch self {
        case .x25519: "x25519"
        case .toyDH16: "toy_dh16"
        }
    }
}

extension MessageType {
    public static let keyShare = MessageType(0x05)
}

extension KeyShare {
    public static let declaration = MessageDeclaration(
        .keyShare, name: "key_share",
        heading: Field(
            "fernwire.key_share", "Key Share", kind: .heading, summary: "A side's public value of the key agreement"),
        message: KeyShare.self)
}

extension Field {
    public static let shareKind = Field(
        "fernwire.key_share.kind", "Share kind", kind: .u8.named(ShareKind.self), summary: "Kind of key agreement")
    public static let shareLength = Field(
        "fernwire.key_share.length", "Share length", kind: .u16, summary: "Bytes of the key share")
    public static let share = Field(
        "fernwire.key_share.share", "Key share", kind: .bytes, summary: "A side's public value of the agreement")
}
