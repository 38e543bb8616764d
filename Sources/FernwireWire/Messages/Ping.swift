// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// Asks for nothing and says nothing. PROTOCOL.md §3.12.
public struct Ping: Message {
    /// What the sender counts.
    public var number: UInt16
    public var echo: [UInt8]

    public static let schema = Schema(
        empty: Ping(number: 0, echo: []), [.value(.pingNumber, \.number), .rest(.pingEcho, \.echo)])

    public init(number: UInt16, echo: [UInt8]) {
        self.number = number
        self.echo = echo
    }

    public static func narration(of message: Self?, _ context: MessageContext) -> String? { "sends a ping." }
}

extension MessageType {
    public static let ping = MessageType(0xF0)
}

extension Ping {
    public static let declaration = MessageDeclaration(
        .ping, name: "ping", heading: Field("fernwire.ping", "Ping", kind: .heading, summary: "Says nothing"),
        message: Ping.self)
}

extension Field {
    public static let pingNumber = Field(
        "fernwire.ping.number", "Number", kind: .u16, summary: "What the sender counts")
    public static let pingEcho = Field("fernwire.ping.echo", "Echo", kind: .bytes, summary: "To be sent back")
}
