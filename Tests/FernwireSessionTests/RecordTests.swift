// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@Suite struct RecordTests {
    private func openPair(_ suite: CipherSuite = .fernetPSK, limit: Int = 16 << 20) -> SessionPair {
        func configuration(_ role: Direction) -> SessionConfiguration {
            var configuration = SessionConfiguration(
                role: role, suites: [suite], credentials: Sample.credentials, clock: SessionPair.clock)
            configuration.messageLimit = limit
            return configuration
        }
        let pair = SessionPair(client: configuration(.fromClient), server: configuration(.fromServer))
        pair.run()
        return pair
    }

    @Test(
        "Messages of 0 to 100,000 bytes arrive unchanged, with their ids and reply_to",
        arguments: [0, 1, 16_383, 16_384, 16_385, 100_000]) func messagesOfAnySize(_ count: Int) throws
    {
        let pair = openPair(.rsaFernetHMAC)
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let first = try pair.client.send(.binary, bytes)
        let second = try pair.client.send(.text, Array("ü".utf8), replyTo: 5)
        pair.run()
        let messages = pair.serverEvents.messages
        #expect(messages.map(\.id) == [first, second] && [first, second] == [1, 2])
        #expect(messages.map(\.bytes) == [bytes, Array("ü".utf8)])
        #expect(messages.map(\.replyTo) == [0, 5])
    }

    @Test("A file arrives with its name, data and SHA-256", arguments: [0, 5, 20_000]) func files(_ count: Int) throws {
        let pair = openPair()
        let data = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 3) }
        try pair.client.sendFile(named: Array("badge.txt".utf8), mediaType: Array("text/plain".utf8), data)
        pair.run()
        let message = try #require(pair.serverEvents.messages.first)
        #expect(message.bytes == data)
        #expect(message.file?.name == Array("badge.txt".utf8))
        #expect(message.file?.sha256 == SHA256.hash(data.span.bytes))
    }

    @Test("A message of the limit arrives, and one that is a byte larger ends in message_too_large")
    func aMessageAboveTheLimitIsRefused() throws {
        let fits = openPair(limit: 20_000)
        try fits.client.send(.binary, [UInt8](repeating: 1, count: 20_000))
        fits.run()
        #expect(fits.serverEvents.messages.count == 1)
        let exceeds = openPair(limit: 20_000)
        try exceeds.client.send(.binary, [UInt8](repeating: 1, count: 20_001))
        exceeds.run()
        #expect(exceeds.serverEvents.failure == .local(SessionError(.messageTooLarge, .limit(.messageSize))))
        #expect(exceeds.clientEvents.failure == .alert(code: 15, isAuthenticated: true))
    }

    @Test("Text that is no UTF-8 is malformed, and a character split between two records arrives")
    func textThatIsNoUTF8IsRefusedAndASplitCharacterIsNot() throws {
        let split = openPair()
        let text = Array((String(repeating: "a", count: 16_383) + "ü").utf8)
        try split.client.send(.text, text)
        split.run()
        #expect(split.serverEvents.messages.map(\.bytes) == [text])
        for type in [ContentType.text, .json] {
            let broken = openPair()
            try broken.client.send(type, [0x61, 0xFF])
            broken.run()
            #expect(broken.serverEvents.failure == .local(SessionError(.malformed)))
        }
    }

    /// Nothing is delivered, and the session ends, unless the length became larger: then the rest is waited for.
    @Test(
        "A record with any bit flipped delivers no message, and with one of its payload is a bad_record",
        arguments: [0, 1, 2]) func eachFlippedBitOfARecord(_ index: Int) throws
    {
        // A handshake for each bit: suites whose handshake is quick.
        let suites: [CipherSuite] = [.fernetPSK, .aes128CBCPSK, .aes256GCMPSK]
        let suite = suites[index]
        let length = try {
            let pair = openPair(suite)
            try pair.client.send(.text, [65])
            return pair.client.takeOutgoing().count
        }()
        for bit in 0..<8 * length {
            let pair = openPair(suite)
            try pair.client.send(.text, [65])
            let genuine = pair.client.takeOutgoing()
            var bytes = genuine
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            pair.server.receive(bytes.span.bytes)
            let events = pair.server.takeEvents()
            #expect(events.messages.isEmpty)
            if bit / 8 >= Wire.headerLength {
                #expect(events.failure?.alert == .badRecord, "bit \(bit)")
            } else {
                let (before, after) = (FrameHeader(decoding: genuine.rawSpan), FrameHeader(decoding: bytes.rawSpan))
                #expect(events.failure != nil || after.length > before.length, "bit \(bit)")
            }
        }
    }

    @Test("A dropped, replayed, reordered, reflected or foreign record ends the session")
    func dropsReplaysReorderingsAndReflectionsEndTheSession() throws {
        func records(_ pair: SessionPair) throws -> [[UInt8]] {
            try [65, 66, 67].map { (byte: UInt8) in
                try pair.client.send(.text, [byte])
                return pair.client.takeOutgoing()
            }
        }
        func failure(_ choose: ([[UInt8]]) -> [[UInt8]]) throws -> SessionFailure? {
            let pair = openPair()
            let chosen = choose(try records(pair))
            for record in chosen { pair.server.receive(record.span.bytes) }
            return pair.server.takeEvents().failure
        }
        #expect(try failure { $0 } == nil)
        func wrong(_ received: UInt64, due: UInt64) -> SessionFailure {
            .local(SessionError(.wrongSequence, .sequence(received: received, due: due)))
        }
        #expect(try failure { [$0[1]] } == wrong(3, due: 2))
        #expect(try failure { [$0[0], $0[0]] } == wrong(2, due: 3))
        #expect(try failure { [$0[0], $0[2], $0[1]] } == wrong(4, due: 3))
        let pair = openPair()
        let record = try records(pair)[0]
        pair.client.receive(record.span.bytes)
        #expect(pair.client.takeEvents().failure == .local(SessionError(.reflected)))
        // Another session's record with the same key.
        let (one, other) = (openPair(), openPair())
        let foreign = try records(one)[0]
        other.server.receive(foreign.span.bytes)
        #expect(other.server.takeEvents().failure == .local(SessionError(.wrongSession)))
    }

    @Test("Messages arrive though their records come byte by byte")
    func bytesMayComeInAnyPieces() throws {
        let pair = openPair()
        try pair.client.send(.text, Array("one".utf8))
        try pair.client.send(.text, Array("two".utf8))
        for byte in pair.client.takeOutgoing() {
            let piece = [byte]
            pair.server.receive(piece.span.bytes)
        }
        #expect(pair.server.takeEvents().messages.map(\.bytes) == [Array("one".utf8), Array("two".utf8)])
    }

    @Test("Each direction rekeys by itself, and both sides report new keys for each epoch")
    func rekeysEachDirectionByItself() throws {
        let pair = openPair(TestSuites.twoFlights)
        for round in 1...3 {
            try pair.client.send(.text, Array("before \(round)".utf8))
            try pair.client.rekey()
            try pair.client.send(.text, Array("after \(round)".utf8))
            pair.run()
        }
        try pair.server.rekey()
        try pair.server.send(.text, Array("and back".utf8))
        pair.run()
        #expect(pair.serverEvents.messages.count == 6 && pair.clientEvents.messages.count == 1)
        let epochs = FrameHeader.wholeFrames(in: pair.wire.flatMap(\.bytes)).map { FrameHeader(decoding: $0.rawSpan) }
            .filter { $0.knownType == .record && $0.direction == 0 }.map(\.epoch)
        #expect(epochs == [1, 1, 2, 2, 2, 3, 3, 3, 4])
        for events in [pair.clientEvents, pair.serverEvents] {
            #expect(
                events.keys.map { "\($0.direction.sender) \($0.epoch)" }.sorted() == [
                    "client 1", "client 2", "client 3", "client 4", "server 1", "server 2",
                ])
        }
        #expect(Set(pair.clientEvents.keys.map { $0.line() }).count == 6)
    }

    @Test("A session of fernet-psk cannot rekey")
    func tokensCannotRekey() {
        let pair = openPair()
        #expect(throws: Session.SendError.cannotRekey) { try pair.client.rekey() }
    }

    @Test("Each side ends its own direction, and a connection that closes before both have is truncated")
    func ends() throws {
        let pair = openPair()
        try pair.client.end()
        #expect(throws: Session.SendError.notOpen) { try pair.client.send(.text, []) }
        #expect(throws: Session.SendError.notOpen) { try pair.client.end() }
        pair.run()
        #expect(pair.serverEvents.peerEnded && !pair.isOver)
        try pair.server.send(.text, [65])
        try pair.server.end()
        pair.run()
        #expect(pair.clientEvents.messages.count == 1)
        #expect(pair.clientEvents.isClosed && pair.serverEvents.isClosed && pair.isOver)
        let cut = openPair()
        try cut.client.end()
        cut.run()
        cut.server.connectionEnded()
        #expect(cut.server.takeEvents().failure == .truncated)
        let unopened = SessionPair(.fernetPSK, Sample.credentials)
        #expect(throws: Session.SendError.notOpen) { try unopened.client.send(.text, []) }
    }
}
