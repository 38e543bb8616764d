// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@Suite struct HandshakeTests {
    @Test(
        "The state machine takes any sequence of flights, and both sides report the same distinct keys",
        arguments: TestSuites.all.indices) func takesAnySuiteUnchanged(_ index: Int) throws
    {
        let suite = TestSuites.all[index]
        let pair = SessionPair(suite, Credentials())
        pair.run()
        #expect(pair.isOpen)
        try pair.client.send(.text, [65])
        try pair.server.send(.text, [66])
        pair.run()
        #expect(pair.serverEvents.messages.map(\.bytes) == [[65]])
        #expect(pair.clientEvents.messages.map(\.bytes) == [[66]])
        let flags = pair.handshakeFrames.map(\.header.isProtected)
        #expect(flags == [false, false] + suite.flights.map(\.isProtected) + [false, false])
        // Nobody's keys are anybody else's; those of protected flights come first.
        let keys = pair.clientEvents.keys
        let epochs: [UInt32] = suite.flights.contains { $0.isProtected } ? [0, 0, 1, 1] : [1, 1]
        #expect(keys.map(\.epoch) == epochs && Set(keys.map { $0.line() }).count == epochs.count)
        #expect(keys.map { $0.line() } == pair.serverEvents.keys.map { $0.line() })
    }

    /// One bit of each byte of each handshake frame, or of each seventh byte of a long frame: the client establishes no
    /// session, and the server none unless what was changed is its last frame.
    @Test(
        "A bit flipped in a handshake frame keeps both sides from establishing; in the last one, the client",
        arguments: 0..<SuiteRegistry.standard.suites.count + TestSuites.all.count) func eachFlippedByte(_ index: Int)
        throws
    {
        let suites: [CipherSuite] = SuiteRegistry.standard.suites + TestSuites.all
        let suite = suites[index]
        let reference = SessionPair(suite, Sample.credentials)
        reference.run()
        #expect(reference.isOpen)
        let frames = reference.handshakeFrames
        for (number, frame) in frames.enumerated() {
            // RSA takes its time.
            let step = frame.bytes.count > 200 ? 7 : 1
            for place in stride(from: 0, to: frame.bytes.count, by: step) {
                let pair = SessionPair(suite, Sample.credentials)
                pair.flip(frame: number, byte: place, mask: 1 << UInt8(place % 8))
                pair.run()
                #expect(!pair.clientEvents.isEstablished, "\(suite.name) frame \(number) byte \(place)")
                let isLast = number == frames.count - 1
                #expect(pair.serverEvents.isEstablished == isLast, "\(suite.name) frame \(number) byte \(place)")
                let failures = [pair.clientEvents.failure, pair.serverEvents.failure].compactMap { $0 }
                // A length that became larger waits for what never comes.
                let isLength = (28..<32).contains(place)
                #expect(!failures.isEmpty || isLength, "\(suite.name) frame \(number) byte \(place)")
                #expect(pair.serverEvents.messages.isEmpty && pair.clientEvents.messages.isEmpty)
            }
        }
    }

    @Test("The client's first suite that the server has a key for is chosen, or the handshake fails")
    func negotiation() {
        func outcome(
            _ client: [CipherSuite], _ server: [CipherSuite], _ credentials: Credentials,
            serverCredentials: Credentials? = nil
        ) -> SessionPair {
            let pair = SessionPair(
                client: .init(role: .fromClient, suites: client, credentials: credentials, clock: SessionPair.clock),
                server: .init(
                    role: .fromServer, suites: server, credentials: serverCredentials ?? credentials,
                    clock: SessionPair.clock))
            pair.run()
            return pair
        }
        let all = Sample.credentials
        // The client's order counts.
        let pair = outcome([.fernetPSK, .rsaFernetHMAC], [.rsaFernetHMAC, .fernetPSK], all)
        #expect(pair.clientEvents.suites == ["fernet-psk"] && pair.serverEvents.suites == ["fernet-psk"])
        let none = outcome([.fernetPSK], [.rsaFernetHMAC], all)
        #expect(none.serverEvents.failure == .local(SessionError(.noCommonSuite)))
        #expect(none.clientEvents.failure == .alert(code: AlertCode.noCommonSuite.rawValue, isAuthenticated: false))
        // A server without the key cannot speak it.
        let keyless = outcome([.fernetPSK], [.fernetPSK], all, serverCredentials: Credentials())
        #expect(keyless.serverEvents.failure == .local(SessionError(.noCommonSuite)))
    }

    @Test("Key ids that are equal or empty agree, and different ones fail with unknown_key")
    func keyIDs() {
        let key = SecretBytes.random(count: 32)
        func outcome(_ client: String, _ server: String) -> SessionPair {
            func configuration(_ role: Direction, _ id: String) -> SessionConfiguration {
                let key = PresharedKey(id: Array(id.utf8), secret: key)
                return .init(
                    role: role, suites: [.fernetPSK], credentials: Credentials(presharedKeys: [key]),
                    clock: SessionPair.clock)
            }
            let pair = SessionPair(
                client: configuration(.fromClient, client), server: configuration(.fromServer, server))
            pair.run()
            return pair
        }
        for (client, server) in [("a", "a"), ("", ""), ("a", ""), ("", "a")] {
            #expect(outcome(client, server).isOpen, "\(client) \(server)")
        }
        #expect(outcome("a", "b").serverEvents.failure == .local(SessionError(.unknownKey)))
    }

    @Test("Different pre-shared keys fail with handshake_failed on both sides, and no keys are reported")
    func anotherPresharedKeyFailsAtFinished() {
        let pair = SessionPair(
            client: .init(
                role: .fromClient, suites: [.fernetPSK],
                credentials: Credentials(presharedKeys: [PresharedKey(secret: .random(count: 32))]),
                clock: SessionPair.clock),
            server: .init(
                role: .fromServer, suites: [.fernetPSK], credentials: Sample.credentials, clock: SessionPair.clock))
        pair.run()
        #expect(pair.serverEvents.failure == .local(SessionError(.handshakeFailed, .proof(.finished))))
        #expect(pair.clientEvents.failure == .alert(code: AlertCode.handshakeFailed.rawValue, isAuthenticated: false))
        #expect(pair.serverEvents.keys.isEmpty && pair.clientEvents.keys.isEmpty)
    }

    @Test("A failed key unwrap cannot be told from a bad finished by failure or frame lengths")
    func aFailedUnwrapLooksLikeABadFinished() {
        let pair = SessionPair(.rsaFernetHMAC, Sample.credentials)
        pair.flip(frame: 3, byte: 100)
        pair.run()
        #expect(pair.serverEvents.failure == .local(SessionError(.handshakeFailed, .proof(.finished))))
        let bad = SessionPair(.rsaFernetHMAC, Sample.credentials)
        bad.flip(frame: 4, byte: 40)
        bad.run()
        #expect(bad.serverEvents.failure == pair.serverEvents.failure)
        #expect(bad.clientEvents.failure == pair.clientEvents.failure)
        #expect(bad.wire.map(\.bytes.count) == pair.wire.map(\.bytes.count))
    }

    @Test("A header with two faults fails with the one that comes first in the specification")
    func headersAreJudgedInOrder() {
        // Byte of the client's finished → alert of the server. PROTOCOL.md §2, receiving.
        let alerts: [(Int, UInt8, SessionFailure)] = [
            (0, 1, .notFernwire), (4, 3, .local(SessionError(.unsupportedVersion))),
            (28, 1, .local(SessionError(.frameTooLarge))), (6, 2, .local(SessionError(.malformed))),
            (7, 1, .local(SessionError(.reflected))), (7, 2, .local(SessionError(.reflected))),
            (12, 1, .local(SessionError(.wrongSession))),
            (20, 1, .local(SessionError(.wrongSequence, .sequence(received: 1 << 56 | 1, due: 1)))),
            (5, 0x80, .local(SessionError(.unexpectedMessage))), (6, 1, .local(SessionError(.unexpectedMessage))),
            (8, 1, .local(SessionError(.wrongEpoch))),
        ]
        for (index, first) in alerts.enumerated() {
            for second in alerts[index...] {
                let pair = SessionPair(.fernetPSK, Sample.credentials)
                pair.flip(frame: 2, byte: first.0, mask: first.1)
                if second.0 != first.0 { pair.flip(frame: 2, byte: second.0, mask: second.1) }
                pair.run()
                #expect(pair.serverEvents.failure == first.2, "bytes \(first.0) and \(second.0)")
            }
        }
    }

    @Test(
        "An abort reaches the peer as an alert, which is authenticated once the session is open",
        arguments: [AlertCode.timedOut, .goingAway]) func aborts(_ alert: AlertCode)
    {
        // Before the server's hello was read: the client does not know the session's id yet.
        let early = SessionPair(.fernetPSK, Sample.credentials)
        early.client.abort(alert)
        early.run()
        #expect(early.clientEvents.failure == .local(SessionError(alert)))
        #expect(early.serverEvents.failure == .alert(code: alert.rawValue, isAuthenticated: false))
        let late = SessionPair(.fernetPSK, Sample.credentials)
        late.run()
        late.server.abort(alert)
        late.run()
        #expect(late.clientEvents.failure == .alert(code: alert.rawValue, isAuthenticated: true))
    }

    @Test("A server does not answer noise, and a connection that closes at once is truncated")
    func nobodyRepliesToNoise() {
        for noise: [UInt8] in [Array("GET / HTTP/1.1\r\n\r\n".utf8), [0], [0xFE, 0x52, 0x4E, 0x56]] {
            let pair = SessionPair(.fernetPSK, Sample.credentials)
            pair.server.receive(noise.span.bytes)
            #expect(pair.server.takeEvents().failure == .notFernwire)
            #expect(pair.server.takeOutgoing().isEmpty)
        }
        let silent = SessionPair(.fernetPSK, Sample.credentials)
        silent.server.connectionEnded()
        #expect(silent.server.takeEvents().failure == .truncated)
    }
}
