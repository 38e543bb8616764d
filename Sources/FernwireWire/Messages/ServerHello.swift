// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// The choice of the server. PROTOCOL.md §3.2. The session id that it chose stands in the frame's header.
public struct ServerHello: Message {
    /// The random of the server: 32 bytes.
    public var random: [UInt8]
    public var suite: SuiteID
    /// The key id that the server took among the client's; empty for none.
    public var keyID: [UInt8]
    public var extensions: [Extension]

    public static let schema = Schema(
        empty: ServerHello(random: [], suite: SuiteID(rawValue: 0)),
        [
            .fixed(.helloRandom, count: Wire.randomLength, \.random), .value(.suite, \.suite),
            .bytes(.keyID, length: .keyIDLength, \.keyID),
            .list(
                length: .extensionsLength, of: Extension.schema, limit: Extension.limit, group: .extensionEntry,
                \.extensions),
        ])

    public init(random: [UInt8], suite: SuiteID, keyID: [UInt8] = [], extensions: [Extension] = []) {
        self.random = random
        self.suite = suite
        self.keyID = keyID
        self.extensions = extensions
    }

    public func check() throws(WireError) { try Extension.check(extensions) }

    public func info(_ context: MessageContext) -> String? { context.suiteName(suite)?.description }

    public func phrases(_ context: MessageContext) -> [String]? {
        let key = keyID.isEmpty ? "" : "; key \(context.quoted([keyID]))"
        let short = "\(Self.title): \(context.name(suite))"
        return [short + key, short]
    }

    public static func narration(of message: Self?, _ context: MessageContext) -> String? {
        let name = message.flatMap { context.suiteName($0.suite) }
        return "chooses the suite" + (name.map { " \($0)" } ?? "") + ", and the session's id."
    }
}

extension MessageType {
    public static let serverHello = MessageType(0x02)
}

extension ServerHello {
    public static let declaration = MessageDeclaration(
        .serverHello, name: "server_hello",
        heading: Field("fernwire.server_hello", "Server Hello", kind: .heading, summary: "What the server chose"),
        message: ServerHello.self)
}

extension Field {
    public static let suite = Field(
        "fernwire.suite", "Suite", kind: .u16.hexadecimal, summary: "The cipher suite that the server chose")
}
