// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// What a frame carries. PROTOCOL.md §10.
///
/// A type stands in the file of its message; ``all`` registers it.
public struct MessageType: Sendable {
    public let rawValue: UInt8
    /// The name in the specification, such as `key_share`.
    public let name: StaticString
    /// The field over the message's fields, with its name for people.
    public let heading: Field
    /// What describes the payload; `nil` for a record, whose payload has the form that its suite gives it.
    public let message: (any Message.Type)?

    /// All types that are assigned, in the order of their codes.
    public static let all: [MessageType] = [
        .clientHello, .serverHello, .publicKey, .keyWrap, .keyShare, .signature, .identity, .finished, .record, .alert,
    ]

    private static let byCode: [MessageType?] = (0...UInt8.max).map { code in all.first { $0.rawValue == code } }

    init(_ rawValue: UInt8, name: StaticString, heading: Field, message: (any Message.Type)?) {
        self.rawValue = rawValue
        self.name = name
        self.heading = heading
        self.message = message
    }

    /// - Returns: `nil` for a code that is not assigned.
    public init?(rawValue: UInt8) {
        guard let known = Self.byCode[Int(rawValue)] else { return nil }
        self = known
    }

    /// The name for people, such as `Key Share`.
    public var title: StaticString { heading.title }

    /// Whether its frames enter the transcript. PROTOCOL.md §3.8.
    public var isHandshake: Bool { rawValue < 0x20 }
}

extension MessageType: Hashable {
    public static func == (one: MessageType, other: MessageType) -> Bool { one.rawValue == other.rawValue }

    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
