// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// The offer of the client. PROTOCOL.md §3.1.
public struct ClientHello: Message {
    /// The random of the client: 32 bytes.
    public var random: [UInt8]
    /// The suites that the client offers, the preferred one first.
    public var suites: [SuiteID]
    /// The names of the pre-shared keys that the client holds.
    public var keyIDs: [[UInt8]]
    public var extensions: [Extension]

    public static let schema = Schema(
        empty: ClientHello(random: [], suites: []),
        [
            .fixed(.helloRandom, count: Wire.randomLength, \.random),
            .list(
                length: .offeredSuitesLength,
                of: Schema(empty: SuiteID(rawValue: 0), [.value(.offeredSuite, \.rawValue)]), limit: 64, \.suites),
            .list(
                length: .keyIDsLength, of: Schema(empty: [], [.bytes(.keyID, length: .keyIDLength, \.self)]), limit: 16,
                \.keyIDs),
            .list(
                length: .extensionsLength, of: Extension.schema, limit: Extension.limit, group: .extensionEntry,
                \.extensions),
        ])

    public init(random: [UInt8], suites: [SuiteID], keyIDs: [[UInt8]] = [], extensions: [Extension] = []) {
        self.random = random
        self.suites = suites
        self.keyIDs = keyIDs
        self.extensions = extensions
    }

    public func check() throws(WireError) {
        let suitesOffset = Wire.randomLength
        guard !suites.isEmpty, Set(suites).count == suites.count else {
            throw .illegalValue(field: .offeredSuite, offset: suitesOffset)
        }
        let keyIDsOffset = suitesOffset + 2 + 2 * suites.count
        guard keyIDs.allSatisfy({ !$0.isEmpty }), Set(keyIDs).count == keyIDs.count else {
            throw .illegalValue(field: .keyID, offset: keyIDsOffset)
        }
        try Extension.check(extensions)
    }

    /// The suites that the client can speak: its offer without the values that mean nothing, which differ each time.
    public var offeredSuites: [SuiteID] { suites.filter { !GREASE.isReserved($0.rawValue) } }

    public func phrases(_ context: MessageContext) -> [String]? {
        let names = offeredSuites.map { context.name($0) }
        let key = keyIDs.isEmpty ? "" : "; key \(context.quoted(keyIDs))"
        let list = names.joined(separator: ", ")
        let short = names.count == 1 ? list : "\(names.count) suites"
        return [list + key, short + key, short].map { "\(Self.title): \($0)" }
    }

    public static func narration(of message: Self?, _ context: MessageContext) -> String? {
        "says hello: the suites that it speaks, and fresh random bytes."
    }
}

extension MessageType {
    public static let clientHello = MessageType(0x01)
}

extension ClientHello {
    public static let declaration = MessageDeclaration(
        .clientHello, name: "client_hello",
        heading: Field("fernwire.client_hello", "Client Hello", kind: .heading, summary: "What the client offers"),
        message: ClientHello.self)
}

extension Field {
    public static let helloRandom = Field(
        "fernwire.hello.random", "Random", kind: .bytes, summary: "New for each connection")
    public static let offeredSuitesLength = Field(
        "fernwire.hello.suites_length", "Suites length", kind: .u16, summary: "Bytes of suites offered")
    public static let offeredSuite = Field(
        "fernwire.hello.suite", "Suite offered", kind: .u16.hexadecimal, summary: "A cipher suite the client speaks")
    public static let keyIDsLength = Field(
        "fernwire.hello.key_ids_length", "Key ids length", kind: .u16, summary: "Bytes of key ids")
    public static let keyIDLength = Field(
        "fernwire.hello.key_id_length", "Key id length", kind: .u8, summary: "Bytes of the key id")
    public static let keyID = Field("fernwire.hello.key_id", "Key id", kind: .text, summary: "Name of a pre-shared key")
}
