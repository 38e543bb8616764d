// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// A session with all that a suite can say.
struct DescribedSession: Sendable {
    /// A frame, and what it protects as whoever has the keys sees it.
    struct Frame: Sendable {
        let bytes: [UInt8]
        let header: FrameHeader
        /// Empty for a frame without protection.
        let opened: [UInt8]

        var payload: [UInt8] { Array(bytes[Wire.headerLength...]) }
    }

    /// Bytes that are read as a type, or as a frame, with the fields that the schemas give them.
    typealias Reading = (type: String?, bytes: [UInt8], leaves: [Leaf])

    let suite: CipherSuite
    let frames: [Frame]

    static let all = Result { try SuiteRegistry.standard.suites.map { try DescribedSession($0) } }

    static func of(_ name: String) throws -> DescribedSession {
        try #require(try all.get().first { $0.suite.name.description == name })
    }

    private init(_ suite: CipherSuite) throws {
        self.suite = suite
        let pair = SessionPair(suite, Sample.credentials)
        pair.run()
        let id = try pair.client.send(.text, Array("Grüße".utf8))
        pair.run()
        try pair.server.send(.json, Array("{}".utf8), replyTo: id)
        try pair.server.sendFile(named: Array("badge.txt".utf8), mediaType: Array("text/plain".utf8), [1, 2, 3])
        // More than two records hold.
        let large = (0..<40_000).map { UInt8(truncatingIfNeeded: $0) }
        let some = suite == .rsaSealed ? Array(large[..<500]) : large
        try pair.client.send(.binary, some)
        try pair.client.sendFile(named: [65], mediaType: [], some)
        if suite.canRekey {
            try pair.client.rekey()
            pair.run()
            try pair.server.rekey()
        }
        try pair.client.end()
        pair.run()
        pair.server.abort(.goingAway)
        pair.run()

        let keys = KeyFile.read(Sample.keyFile + [10] + pair.clientEvents.keys.flatMap { $0.line() }).keys
        keys.allowsBruteForce = true
        let observer = Observer()
        frames = pair.frames.map { _, bytes in
            let header = FrameHeader(decoding: bytes.rawSpan)
            let observation = observer.observe(bytes, keys: keys)
            return Frame(
                bytes: bytes, header: header,
                opened: header.isProtected ? Array(observer.plaintext(of: observation)) : [])
        }
    }

    /// Each frame, what a suite made of it, and what that protects.
    func readings() throws -> [Reading] {
        try frames.flatMap { frame -> [Reading] in
            let whole: Reading = (nil, frame.bytes, try leaves(ofFrame: frame.bytes))
            guard frame.header.isProtected else { return [whole] }
            let sealed: Reading = (
                "\(suite.member)_record", frame.payload, try suite.payloadLayout.leaves(of: frame.payload)
            )
            return try [whole, sealed, try opened(frame)] + tokens(sealed)
        }
    }

    private func opened(_ frame: Frame) throws -> Reading {
        let (type, opened) = (try #require(frame.header.knownType), frame.opened)
        if let layout = type.layout { return (type.name.description, opened, try layout.leaves(of: opened)) }
        let start = suite.prefixLength
        try #require(opened.count > start, "the observer does not open it")
        let leaves =
            try suite.prefixLayout.leaves(of: Array(opened[..<start]))
            + RecordPlaintext.leaves(of: Array(opened[start...]), at: start)
        return (start > 0 ? "\(suite.member)_plaintext" : "record", opened, leaves)
    }

    private func tokens(_ sealed: Reading) throws -> [Reading] {
        try sealed.leaves.filter { $0.name == "token" }.map { text in
            var token: [UInt8] = []
            #expect(Base64URL.decode(Array(sealed.bytes[text.range]).rawSpan, into: &token))
            return ("fernet_token", token, try Token.layout.leaves(of: token))
        }
    }

    // MARK: Single frames

    /// The frame with which a server refuses a hello.
    static func alert() throws -> [UInt8] {
        let credentials = Sample.credentials
        let pair = SessionPair(
            client: .init(role: .fromClient, suites: [.fernetPSK], credentials: credentials, clock: SessionPair.clock),
            server: .init(role: .fromServer, suites: [.plaintext], credentials: credentials, clock: SessionPair.clock))
        pair.run()
        return try #require(pair.frames.last).bytes
    }

    /// A frame of a client, whose payload may be anything.
    static func frame(_ type: UInt8, _ payload: [UInt8], epoch: UInt32 = 0, sessionID: UInt64 = 1) -> [UInt8] {
        var header = FrameHeader(
            .alert, from: .fromClient, epoch: epoch, sessionID: sessionID, sequence: 5, length: payload.count)
        header.type = type
        return header.encoded() + payload
    }

    /// A frame with a message.
    static func frame<M: Message>(_ message: M) -> [UInt8] {
        frame(M.declaration.type.rawValue, message.encoded(), sessionID: M.self == ClientHello.self ? 0 : 1)
    }
}
