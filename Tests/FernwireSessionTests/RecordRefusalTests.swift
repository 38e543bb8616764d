// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// What PROTOCOL.md §12.2 says is refused in state OPEN, with the alert that it names.
@Suite struct RecordRefusalTests {
    /// A client that can send any record plaintext, well protected, and the server that receives it.
    private struct Sender {
        let suite: CipherSuite
        let pair: SessionPair
        let sessionID: UInt64
        let handshake: ObservedHandshake
        var sequence: UInt64
        var epoch: UInt32 = 1

        init(_ suite: CipherSuite) {
            self.suite = suite
            pair = SessionPair(suite, Sample.credentials)
            pair.run()
            handshake = ObservedHandshake(flights: suite.flights)
            for (header, bytes) in pair.handshakeFrames { handshake.note(header, bytes) }
            sessionID = handshake.sessionID
            sequence = UInt64(pair.frames.count { $0.direction == .fromClient })
        }

        /// Of epoch 1 from the key log; later ones follow from the pre-shared key.
        private var keys: RecordKeys {
            if epoch > 1, let secret = Sample.credentials.presharedKeys.first(where: { $0.secret.count == 32 })?.secret,
                let schedule = handshake.schedule
            {
                return suite.observer.recordKeys(
                    EpochSecret(secret, schedule, direction: .fromClient, epoch: epoch))
            }
            let entries = pair.clientEvents.keys.filter { $0.direction == .fromClient && $0.epoch == 1 }
            return RecordKeys(Dictionary(uniqueKeysWithValues: entries.map { ($0.label, $0.secret) }))
        }

        mutating func send(_ plaintext: [UInt8]) throws {
            let made = suite.observer.protection(keys)
            let protection = try #require(made)
            let header = FrameHeader(
                .record, from: .fromClient, isProtected: true, epoch: epoch, sessionID: sessionID, sequence: sequence,
                length: protection.payloadLength(plaintext: plaintext.count))
            var frame = header.encoded()
            protection.seal(plaintext, header: header, timestamp: 0, onto: &frame)
            pair.server.receive(frame.rawSpan)
            sequence += 1
            if plaintext.first == ContentType.rekey.rawValue { epoch += 1 }
        }
    }

    private func check(_ kind: String, _ suite: CipherSuite) throws {
        for refusal in try Specification.refusals(kind) {
            var sender = Sender(suite)
            try #require(sender.pair.isOpen)
            let plaintexts = try #require(refusal.fields["plaintext"])
            for (number, plaintext) in plaintexts.enumerated() {
                try sender.send(plaintext)
                let answer = RefusalTests.answer(&sender.pair.server)
                let isLast = number == plaintexts.count - 1
                #expect(answer == (isLast ? refusal.answer : "accepted"), "\(kind): \(refusal.title)")
            }
        }
    }

    @Test("Records that the specification lists as refused draw the alert that it names")
    func records() throws {
        try check("record", .aes256GCMPSK)
    }

    @Test("File records that the specification lists as refused draw the alert that it names")
    func files() throws {
        try check("file", .aes256GCMPSK)
    }

    @Test("X25519 rekeys that the specification lists as refused draw the alert that it names")
    func x25519Rekeys() throws {
        try check("x25519 rekey", .x25519Ed25519ChaCha20Poly1305)
        try check("x25519 rekey", .x25519Ed25519AES256GCM)
    }
}
