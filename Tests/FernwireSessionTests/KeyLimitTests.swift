// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// How much a key protects, and how often it may change. PROTOCOL.md §4 and §5.
@Suite struct KeyLimitTests {
    private func epochs(_ pair: SessionPair) -> [UInt32: Int] {
        let headers = pair.frames.map { FrameHeader(decoding: $0.bytes.rawSpan) }
        return Dictionary(
            grouping: headers.filter { $0.knownType == .record && $0.direction == 0 }, by: \.epoch
        ).mapValues(\.count)
    }

    @Test(
        "A key protects no more records than its limit, in one long message and in many",
        arguments: [0, 1, 2])
    func rekeysInTime(_ which: Int) throws {
        let suites: [CipherSuite] = [.aes256GCMPSK, .aes128CBCPSK, .x25519Ed25519AES256GCM]
        let pair = SessionPair.open(suites[which], recordsPerKey: 10)
        let long = [UInt8](repeating: 7, count: 30 * Wire.maximumContent)
        try pair.client.send(.binary, long)
        for _ in 0..<30 { try pair.client.send(.text, [65]) }
        try pair.client.sendFile(named: Array("f".utf8), mediaType: [], long)
        pair.run()
        #expect(pair.serverEvents.messages.count == 32)
        #expect(pair.serverEvents.messages.first?.bytes == long)
        let counts = epochs(pair)
        #expect(counts.values.allSatisfy { $0 <= 10 } && counts.count > 10)
        #expect(pair.isOpen)
        let single = SessionPair.open(suites[which])
        for _ in 0..<30 { try single.client.send(.text, [65]) }
        single.run()
        #expect(epochs(single) == [1: 30])
    }

    @Test("A suite that cannot rekey sends more records than those after which others rekey")
    func noChangeWithoutRekey() throws {
        let pair = SessionPair.open(.fernetPSK, recordsPerKey: 8)
        for _ in 0..<20 { try pair.client.send(.text, [65]) }
        pair.run()
        #expect(pair.serverEvents.messages.count == 20 && epochs(pair) == [1: 20])
    }

    /// A rekey by a client that keeps to no bound, after those that it made: the server's answer to it.
    private func rekeyBeyond(_ pair: SessionPair) throws -> SessionFailure? {
        let suite = CipherSuite.aes256GCMPSK
        let handshake = ObservedHandshake(flights: suite.flights)
        for (header, bytes) in pair.handshakeFrames { handshake.note(header, bytes) }
        let schedule = try #require(handshake.schedule)
        let last = try #require(pair.frames.last { $0.direction == .fromClient }).bytes
        var header = FrameHeader(decoding: last.rawSpan)
        // A rekey is the last record of its epoch.
        header.epoch += 1
        header.sequence += 1
        let secret = try #require(suite.endpoint.presharedKey(Sample.credentials)).secret
        let keys = suite.observer.recordKeys(
            EpochSecret(secret, schedule, direction: .fromClient, epoch: header.epoch))
        let rekey = Rekey(nextEpoch: header.epoch + 1).encoded()
        var (plaintext, frame) = ([UInt8](), [UInt8]())
        RecordPlaintext(.rekey, content: rekey).encode(into: &plaintext)
        let made = suite.observer.protection(keys)
        guard let protection = made else {
            Issue.record("no protection")
            return nil
        }
        header.length = UInt32(protection.payloadLength(plaintext: plaintext.count))
        header.encode(into: &frame)
        protection.seal(plaintext, header: header, timestamp: 0, onto: &frame)
        pair.server.receive(frame.rawSpan)
        return pair.server.takeEvents().failure
    }

    @Test(
        "A direction has at most 16 rekeys more than messages: the sender makes no other, and the receiver takes none")
    func rekeysAreBounded() throws {
        let refused = SessionFailure.local(SessionError(.unexpectedMessage))
        for (rekeys, failure) in [(15, nil), (16, refused)] {
            let unbounded = SessionPair.open(.aes256GCMPSK)
            for _ in 0..<rekeys { try unbounded.client.rekey() }
            unbounded.run()
            let answer = try rekeyBeyond(unbounded)
            #expect(answer == failure, "after \(rekeys) rekeys")
        }
        let pair = SessionPair.open(.aes256GCMPSK)
        for _ in 0..<16 { try pair.client.rekey() }
        #expect(throws: Session.SendError.rekeyedTooOften) { try pair.client.rekey() }
        try pair.client.send(.text, [65])
        try pair.client.rekey()
        #expect(throws: Session.SendError.rekeyedTooOften) { try pair.client.rekey() }
        pair.run()
        #expect(pair.isOpen && pair.serverEvents.messages.count == 1)
    }

    @Test("A key that can be changed protects messages with all but four of its records, and then the rekey")
    func reserve() throws {
        let pair = SessionPair.open(.aes256GCMPSK, recordsPerKey: 10)
        for _ in 0..<13 { try pair.client.send(.text, [65]) }
        pair.run()
        #expect(epochs(pair) == [1: 7, 2: 7, 3: 1])
    }
}
