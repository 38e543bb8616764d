// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// The kind of a frame's payload. PROTOCOL.md §10.
///
/// A type stands in the file of its message, which ``MessageDeclaration/all`` registers.
public struct MessageType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt8

    /// - Returns: `nil` for a code that is not assigned.
    public init?(rawValue: UInt8) {
        guard MessageDeclaration.byCode[Int(rawValue)] != nil else { return nil }
        self.rawValue = rawValue
    }

    init(_ rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// All types that are assigned.
    public static var all: [MessageType] { MessageDeclaration.all.map(\.type) }

    /// Whether frames of the type enter the transcript. PROTOCOL.md §3.8.
    public var isHandshake: Bool { rawValue < 0x20 }

    public var declaration: MessageDeclaration {
        guard let declaration = MessageDeclaration.byCode[Int(rawValue)] else {
            preconditionFailure("the message type \(rawValue) is not in MessageDeclaration.all")
        }
        return declaration
    }

    /// The name in the specification, such as `key_share`.
    public var name: StaticString { declaration.name }
    /// The name for people, such as `Key Share`.
    public var title: PermanentText { declaration.heading.title }
}

/// A type with its names, and with the description of its payload.
public struct MessageDeclaration: Sendable {
    public let type: MessageType
    /// The name in the specification, such as `key_share`.
    public let name: StaticString
    /// The field over the message's fields, with its name for people.
    public let heading: Field
    /// The value that describes the payload; `nil` for a record, whose payload has the form that its suite gives it.
    public let message: (any Message.Type)?

    init(_ type: MessageType, name: StaticString, heading: Field, message: (any Message.Type)?) {
        self.type = type
        self.name = name
        self.heading = heading
        self.message = message
    }

    /// All messages, in the order of their codes.
    public static let all = [
        ClientHello.declaration, ServerHello.declaration, PublicKey.declaration, KeyWrap.declaration,
        KeyShare.declaration, Signature.declaration, Identity.declaration, Finished.declaration, Record.declaration,
        Alert.declaration,
    ]

    static let byCode: [MessageDeclaration?] = (0...UInt8.max).map { code in all.first { $0.type.rawValue == code } }
}
