// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// The last word of a side that gives up. PROTOCOL.md §8. The same bytes are the content of an alert record.
public struct Alert: Message {
    /// The raw value of an ``AlertCode``, or a code of a newer peer.
    public var code: UInt16

    public static let schema = Schema(empty: Alert(.unexpectedMessage), [.value(.alertCode, \.code)])

    public init(_ code: AlertCode) {
        self.code = code.rawValue
    }

    /// The name of the code, or its number.
    public var name: String { AlertCode(rawValue: code)?.name.description ?? "\(code)" }

    public func info(_ context: MessageContext) -> String? { name }

    public func phrases(_ context: MessageContext) -> [String]? { ["\(Self.title): \(name)"] }
}

extension MessageType {
    public static let alert = MessageType(0x30)
}

extension Alert {
    public static let declaration = MessageDeclaration(
        .alert, name: "alert",
        heading: Field("fernwire.alert", "Alert", kind: .heading, summary: "The last word of a side that gives up"),
        message: Alert.self)
}

extension Field {
    public static let alertCode = Field(
        "fernwire.alert.code", "Alert", kind: .u16.named(AlertCode.self), summary: "Why the session failed")
}
