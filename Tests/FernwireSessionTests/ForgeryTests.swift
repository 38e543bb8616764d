// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import Synchronization
import TestSupport
import Testing

/// What an attacker does who speaks x25519-ed25519-chacha20poly1305 but for one thing. One after another: they share the
/// attacker.
@Suite(.serialized) struct ForgeryTests {
    private static let keys = (client: Ed25519PrivateKey.generate(), server: Ed25519PrivateKey.generate())

    private func pair() -> SessionPair {
        SessionPair(
            client: .init(
                role: .fromClient, suites: [ForgingSuite.suite], credentials: Credentials(ed25519Key: Self.keys.client),
                clock: SessionPair.clock),
            server: .init(
                role: .fromServer, suites: [.x25519Ed25519ChaCha20Poly1305],
                credentials: Credentials(ed25519Key: Self.keys.server, peers: .identified), clock: SessionPair.clock))
    }

    /// With the neutral point for key and for R, and S = 0, anyone makes a signature.
    @Test("A key of small order is no identity") func forgedIdentity() {
        let prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
        let neutral = [1] + [UInt8](repeating: 0, count: 31)
        let forged = Identity(
            kind: .ed25519, key: prefix + neutral, signature: neutral + .init(repeating: 0, count: 32))
        ForgingSuite.identity.withLock { $0 = forged.encoded() }
        defer { ForgingSuite.identity.withLock { $0 = nil } }
        let pair = pair()
        pair.run()
        #expect(pair.serverEvents.failure == .local(SessionError(.badKey, .key(.point))))
        #expect(!pair.isOpen)
    }

    @Test("A private key of X25519 is forgotten once the peer has referred to a newer one") func staleRekey() throws {
        let stale = SessionFailure.local(SessionError(.wrongEpoch))
        for (epoch, failure) in [(nil, nil), (1, stale)] as [(UInt8?, SessionFailure?)] {
            let pair = pair()
            pair.run()
            try pair.server.rekey()
            pair.run()
            // Refers to the server's second key.
            try pair.client.rekey()
            pair.run()
            #expect(pair.isOpen)
            ForgingSuite.peerEpoch.withLock { $0 = epoch }
            defer { ForgingSuite.peerEpoch.withLock { $0 = nil } }
            try pair.client.rekey()
            pair.run()
            #expect(pair.serverEvents.failure == failure)
        }
    }
}
