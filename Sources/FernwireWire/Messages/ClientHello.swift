// SPDX-License-Identifier: Apache-2.0

/// What the client offers. PROTOCOL.md §3.1.
public struct ClientHello: Message {
    /// 32 bytes.
    public var random: [UInt8]
    /// Preferred first.
    public var suites: [SuiteID]
    /// Names of the pre-shared keys that the client holds.
    public var keyIDs: [[UInt8]]
    public var extensions: [Extension]

    public static let type = MessageType.clientHello

    public static let layout = Layout([
        .fixed(.helloRandom, Wire.randomLength),
        .list(.offeredSuitesLength, 2, of: Layout([.integer(.offeredSuite, 2)])),
        .list(.keyIDsLength, 2, of: Layout([.bytes(.keyID, length: .keyIDLength, 1)])),
        Extension.list,
    ])

    static let suiteLimit = 64
    static let keyIDLimit = 16

    public init(random: [UInt8], suites: [SuiteID], keyIDs: [[UInt8]] = [], extensions: [Extension] = []) {
        self.random = random
        self.suites = suites
        self.keyIDs = keyIDs
        self.extensions = extensions
    }

    public init(decoding payload: RawSpan) throws(WireError) {
        var hello = ClientHello(random: [], suites: [])
        var extensionType: UInt16 = 0
        try Self.layout.walk(payload) { event in
            guard case .leaf(let field, let range) = event else { return }
            switch field {
            case .helloRandom: hello.random = Array(payload.extracting(range))
            case .offeredSuite: hello.suites.append(SuiteID(rawValue: payload.uint16(range)))
            case .keyID: hello.keyIDs.append(Array(payload.extracting(range)))
            case .extensionType: extensionType = payload.uint16(range)
            case .extensionData:
                hello.extensions.append(Extension(type: extensionType, data: Array(payload.extracting(range))))
            default: break
            }
        }
        let suitesOffset = Wire.randomLength
        guard !hello.suites.isEmpty, Set(hello.suites).count == hello.suites.count else {
            throw .illegalValue(field: .offeredSuite, offset: suitesOffset)
        }
        guard hello.suites.count <= Self.suiteLimit else { throw .tooMany(field: .offeredSuite, offset: suitesOffset) }
        let keyIDsOffset = suitesOffset + 2 + 2 * hello.suites.count
        guard hello.keyIDs.count <= Self.keyIDLimit else { throw .tooMany(field: .keyID, offset: keyIDsOffset) }
        guard hello.keyIDs.allSatisfy({ !$0.isEmpty }), Set(hello.keyIDs).count == hello.keyIDs.count else {
            throw .illegalValue(field: .keyID, offset: keyIDsOffset)
        }
        try Extension.check(hello.extensions)
        self = hello
    }

    public func encoded() -> [UInt8] {
        var writer = LayoutWriter(Self.layout)
        writer.put(.helloRandom, random)
        writer.list(.offeredSuitesLength, suites) { $0.put(.offeredSuite, $1.rawValue) }
        writer.list(.keyIDsLength, keyIDs) { $0.put(.keyID, $1) }
        Extension.write(extensions, to: &writer)
        return writer.finish()
    }
}
