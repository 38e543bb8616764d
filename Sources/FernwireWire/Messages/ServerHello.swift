// SPDX-License-Identifier: Apache-2.0

/// What the server chose. PROTOCOL.md §3.2. The session id that it chose stands in the frame's header.
public struct ServerHello: Message {
    /// 32 bytes.
    public var random: [UInt8]
    public var suite: SuiteID
    /// The one of the client's key ids that the server took; empty for none.
    public var keyID: [UInt8]
    public var extensions: [Extension]

    public static let type = MessageType.serverHello

    public static let layout = Layout([
        .fixed(.helloRandom, Wire.randomLength),
        .integer(.suite, 2),
        .bytes(.keyID, length: .keyIDLength, 1),
        Extension.list,
    ])

    public init(random: [UInt8], suite: SuiteID, keyID: [UInt8] = [], extensions: [Extension] = []) {
        self.random = random
        self.suite = suite
        self.keyID = keyID
        self.extensions = extensions
    }

    public init(decoding payload: RawSpan) throws(WireError) {
        var hello = ServerHello(random: [], suite: SuiteID(rawValue: 0))
        var extensionType: UInt16 = 0
        try Self.layout.walk(payload) { event in
            guard case .leaf(let field, let range) = event else { return }
            switch field {
            case .helloRandom: hello.random = Array(payload.extracting(range))
            case .suite: hello.suite = SuiteID(rawValue: payload.uint16(range))
            case .keyID: hello.keyID = Array(payload.extracting(range))
            case .extensionType: extensionType = payload.uint16(range)
            case .extensionData:
                hello.extensions.append(Extension(type: extensionType, data: Array(payload.extracting(range))))
            default: break
            }
        }
        try Extension.check(hello.extensions)
        self = hello
    }

    public func encoded() -> [UInt8] {
        var writer = LayoutWriter(Self.layout)
        writer.put(.helloRandom, random)
        writer.put(.suite, suite.rawValue)
        writer.put(.keyID, keyID)
        Extension.write(extensions, to: &writer)
        return writer.finish()
    }
}
