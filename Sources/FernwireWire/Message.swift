// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// The payload of a frame as a value: its form, and the words about it.
///
/// The file of a message holds all that there is to know of it: its fields, its ``MessageType``, the ``schema`` that
/// the decoder, the encoder and the dissector follow, and its words in Wireshark's Info column, in `fernwire compare`
/// and in the comments of generated captures.
public protocol Message: Sendable, Equatable {
    static var declaration: MessageDeclaration { get }
    static var schema: Schema<Self> { get }
    /// Whether a session's keys follow from the message, so that Wireshark links it with the first record.
    static var carriesKeys: Bool { get }

    /// Checks what the form alone does not tell.
    ///
    /// - Throws: ``WireError`` for what the specification does not allow.
    func check() throws(WireError)

    /// Returns the text of Wireshark's Info column after the title; `nil` for none.
    func info(_ context: MessageContext) -> String?
    /// Returns the text of `fernwire compare`, in ever fewer words; `nil` for the title and the length.
    func phrases(_ context: MessageContext) -> [String]?
    /// Returns what the sender does, for a comment in a capture: the rest of a sentence after "The client".
    ///
    /// - Parameter message: the message; `nil` where its payload is protected.
    static func narration(of message: Self?, _ context: MessageContext) -> String?
}

extension Message {
    /// Reads the message in `payload`.
    ///
    /// - Throws: ``WireError`` when `payload` does not have the message's form, or says what is not allowed.
    public init(decoding payload: RawSpan) throws(WireError) {
        self = try Self.schema.decode(payload)
        try check()
    }

    /// Returns the payload of a frame.
    public func encoded() -> [UInt8] { Self.schema.encode(self) }

    /// The name for people.
    public static var title: PermanentText { declaration.heading.title }

    public static var carriesKeys: Bool { false }
    public func check() throws(WireError) {}
    public func info(_ context: MessageContext) -> String? { nil }
    public func phrases(_ context: MessageContext) -> [String]? { nil }
    public static func narration(of message: Self?, _ context: MessageContext) -> String? { nil }
}

/// The facts that a message needs for its words and cannot know: those of its suite, and how names are shown.
public struct MessageContext {
    /// Returns the name of a suite; `nil` for one that is not registered.
    public var suiteName: (SuiteID) -> StaticString?
    /// Returns the fingerprint of a public key; `nil` for one that names nobody.
    public var fingerprint: (PublicKey) -> String?
    /// Returns a peer's text with its control characters escaped.
    public var escaped: ([UInt8]) -> String
    /// Whether the session proves who a side is.
    public var provesPeer: Bool
    /// Whether the session's records are closed to whoever listens.
    public var isConfidential: Bool

    public init(
        suiteName: @escaping (SuiteID) -> StaticString?, fingerprint: @escaping (PublicKey) -> String? = { _ in nil },
        escaped: @escaping ([UInt8]) -> String = { String(decoding: $0, as: UTF8.self) }, provesPeer: Bool = true,
        isConfidential: Bool = true
    ) {
        self.suiteName = suiteName
        self.fingerprint = fingerprint
        self.escaped = escaped
        self.provesPeer = provesPeer
        self.isConfidential = isConfidential
    }

    /// Returns the name of a suite, or its number.
    public func name(_ suite: SuiteID) -> String {
        suiteName(suite)?.description ?? "0x\(String(suite.rawValue, radix: 16))"
    }

    /// Returns names of keys in quotes, each once: keys of several kinds may have the same.
    public func quoted(_ names: [[UInt8]]) -> String {
        names.unique.map { "\"\(escaped($0))\"" }.joined(separator: ", ")
    }
}
