// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// Who the peer is, and who it must be.
@Suite struct IdentityTests {
    static let ed25519 = (client: Ed25519PrivateKey.generate(), server: Ed25519PrivateKey.generate())
    static let rsa = (client: Sample.credentials.rsaKey!, server: RSAPrivateKey.generate())

    private func pair(
        _ suites: [CipherSuite], clientKnows: PeerPolicy = .anyone, serverKnows: PeerPolicy = .anyone,
        isAnonymous: Bool = false
    ) -> SessionPair {
        let client = Credentials(
            presharedKeys: Sample.credentials.presharedKeys, rsaKey: Self.rsa.client,
            ed25519Key: isAnonymous ? nil : Self.ed25519.client, peers: clientKnows)
        let server = Credentials(
            presharedKeys: Sample.credentials.presharedKeys, rsaKey: Self.rsa.server,
            ed25519Key: Self.ed25519.server, peers: serverKnows)
        let pair = SessionPair(
            client: .init(role: .fromClient, suites: suites, credentials: client, clock: SessionPair.clock),
            server: .init(role: .fromServer, suites: suites, credentials: server, clock: SessionPair.clock))
        pair.run()
        return pair
    }

    private var clientKey: IdentityKey { .ed25519(Self.ed25519.client.publicKey) }
    private var serverKey: IdentityKey { .ed25519(Self.ed25519.server.publicKey) }

    @Test("Each side learns the public key that the other proved, and a client may stay anonymous")
    func eachSideLearnsWhoTheOtherIs() {
        for suite in [.x25519Ed25519ChaCha20Poly1305, .x25519Ed25519AES256GCM] as [CipherSuite] {
            let both = pair([suite])
            #expect(both.isOpen && both.clientEvents.peer == serverKey && both.serverEvents.peer == clientKey)
            let one = pair([suite], isAnonymous: true)
            #expect(one.isOpen && one.clientEvents.peer == serverKey && one.serverEvents.peer == nil)
        }
        for suite in [.rsaSealed, .rsaFernetSigned] as [CipherSuite] {
            let both = pair([suite])
            #expect(both.isOpen && both.clientEvents.peer == .rsa(Self.rsa.server.publicKey))
            #expect(both.serverEvents.peer == .rsa(Self.rsa.client.publicKey))
        }
    }

    @Test("A peer with an unknown key is refused, and the client's error has both fingerprints")
    func anotherKeyThanTheKnownOneIsRefusedWithBothFingerprints() {
        let refused = pair([.x25519Ed25519ChaCha20Poly1305], clientKnows: .known([clientKey]))
        #expect(!refused.isOpen && refused.clientEvents.peer == nil)
        guard case .local(let error) = refused.clientEvents.failure else {
            Issue.record("not refused")
            return
        }
        #expect(error.alert == .identityRefused)
        #expect("\(error)".contains(serverKey.fingerprint) && "\(error)".contains(clientKey.fingerprint))
        let code = AlertCode.identityRefused.rawValue
        #expect(refused.serverEvents.failure == .alert(code: code, isAuthenticated: false))
        #expect(pair([.x25519Ed25519ChaCha20Poly1305], clientKnows: .known([clientKey, serverKey])).isOpen)
        let stranger = pair([.rsaSealed], serverKnows: .known([.rsa(Self.rsa.server.publicKey)]))
        #expect(stranger.clientEvents.failure == .alert(code: code, isAuthenticated: false))
        // A key that is wrapped to is a client's, too.
        let wrapped = pair([.rsaFernetHMAC], serverKnows: .known([.rsa(Self.rsa.server.publicKey)]))
        #expect(wrapped.clientEvents.failure == .alert(code: code, isAuthenticated: false))
    }

    /// A client that must ask sends nothing of its own identity, and its error has the key to ask about.
    @Test("A client decides about the server's key before it shows its own", arguments: [0, 1, 2, 3])
    func theClientDecidesFirst(_ which: Int) {
        let suites: [CipherSuite] = [
            .x25519Ed25519ChaCha20Poly1305, .x25519Ed25519AES256GCM, .rsaSealed, .rsaFernetSigned,
        ]
        let expected: IdentityKey = which < 2 ? serverKey : .rsa(Self.rsa.server.publicKey)
        let other: IdentityKey = which < 2 ? clientKey : .rsa(Self.rsa.client.publicKey)
        for (policy, alert) in [
            (PeerPolicy.askedFirst, AlertCode.identityUnknown), (.known([other]), .identityRefused),
        ] {
            let pair = pair([suites[which]], clientKnows: policy)
            guard case .local(let error) = pair.clientEvents.failure else {
                Issue.record("not refused: \(String(describing: pair.clientEvents.failure))")
                continue
            }
            #expect(error.alert == alert)
            if alert == .identityUnknown { #expect(error.detail == .unknownIdentity(expected)) }
            #expect(pair.serverEvents.failure == .alert(code: alert.rawValue, isAuthenticated: false))
            let sent = pair.frames.filter { $0.direction == .fromClient }.map { $0.bytes[5] }
            let shown = [MessageType.identity.rawValue, MessageType.publicKey.rawValue, MessageType.finished.rawValue]
            #expect(sent.allSatisfy { !shown.contains($0) } && sent.last == MessageType.alert.rawValue)
        }
        #expect(pair([suites[which]], clientKnows: .known([expected])).isOpen)
    }

    @Test("A server that demands an identity accepts a client that proves one and refuses an anonymous one")
    func aServerMayDemandToKnowTheClient() {
        let suites: [CipherSuite] = [.x25519Ed25519AES256GCM]
        #expect(pair(suites, serverKnows: .identified).isOpen)
        #expect(pair(suites, serverKnows: .known([clientKey])).isOpen)
        for policy in [PeerPolicy.identified, .known([clientKey])] {
            let refused = pair(suites, serverKnows: policy, isAnonymous: true)
            #expect(refused.serverEvents.failure == .local(SessionError(.identityRequired)))
        }
    }

    @Test("Only suites that prove the peer's key are usable if the peer must be known")
    func toAKnownPeerOnlySuitesThatProveItsKeyAreSpoken() {
        func names(_ peers: PeerPolicy, _ role: Direction) -> [String] {
            var credentials = Sample.credentials
            credentials.peers = peers
            let configuration = SessionConfiguration(role: role, credentials: credentials, clock: SessionPair.clock)
            return configuration.usableSuites.map { $0.name.description }
        }
        let modern = ["x25519-ed25519-chacha20poly1305", "x25519-ed25519-aes256gcm"]
        let rsa = ["rsa-fernet-signed", "rsa-sealed"]
        #expect(names(.known([serverKey]), .fromClient) == modern)
        #expect(names(.known([.rsa(Self.rsa.server.publicKey)]), .fromClient) == rsa)
        #expect(names(.known([.rsa(Self.rsa.client.publicKey)]), .fromServer) == rsa + ["rsa-fernet-hmac"])
        #expect(names(.identified, .fromServer) == modern + rsa + ["rsa-fernet-hmac"])
        #expect(names(.known([]), .fromClient) == [])
        let hello = pair(SuiteRegistry.standard.suites, clientKnows: .known([serverKey]))
        #expect(hello.clientEvents.suites == [modern[0]])
    }

    /// Both sides rekey again and again, with what they sent before still on its way.
    @Test(
        "Messages arrive though both sides' rekeys cross, and every record opens with the key log", arguments: [0, 1])
    func rekeysCross(_ which: Int) throws {
        let suites: [CipherSuite] = [.x25519Ed25519ChaCha20Poly1305, .x25519Ed25519AES256GCM]
        let pair = pair([suites[which]])
        var expected: [[UInt8]] = []
        for round in 0..<20 as Range<UInt8> {
            for _ in 0..<(round % 3) { try pair.client.rekey() }
            try pair.client.send(.binary, [round])
            for _ in 0..<(round % 4) { try pair.server.rekey() }
            try pair.server.send(.binary, [round])
            expected.append([round])
            pair.run()
        }
        #expect(pair.serverEvents.messages.map(\.bytes) == expected)
        #expect(pair.clientEvents.messages.map(\.bytes) == expected)
        // Both know the same keys, and no epoch has another's.
        let lines = pair.clientEvents.keys.map { $0.line() }
        #expect(Set(lines) == Set(pair.serverEvents.keys.map { $0.line() }))
        #expect(Set(pair.clientEvents.keys.map { KeyText($0.secret) }).count == lines.count)
        // All of it opens with the key log.
        let observer = Observer()
        let keys = KeyFile.read(lines.flatMap { $0 }).keys
        for frame in pair.wire.flatMap({ FrameHeader.wholeFrames(in: $0.bytes) })
        where frame[5] == MessageType.record.rawValue {
            #expect(observer.observe(frame, keys: keys).status == .verified)
        }
    }

    @Test("An observer verifies identities with the key log, and does not see them without it")
    func observersSeeIdentitiesWithTheKeyLogAlone() throws {
        let pair = pair([.x25519Ed25519ChaCha20Poly1305])
        let keys = KeyFile.read(pair.clientEvents.keys.flatMap { $0.line() }).keys
        for (ring, isOpen) in [(keys, true), (KeyRing(), false)] {
            let observer = Observer()
            for frame in pair.wire.flatMap({ FrameHeader.wholeFrames(in: $0.bytes) }) where frame[5] < 0x20 {
                let observation = observer.observe(frame, keys: ring)
                guard frame[5] == MessageType.identity.rawValue else { continue }
                #expect(observation.status == (isOpen ? .verified : .noKey))
                #expect(observation.isSigned == (isOpen ? true : nil))
                let plaintext = observer.plaintext(of: observation)
                let identity = try? Identity(decoding: plaintext)
                #expect((identity != nil) == isOpen)
            }
        }
    }
}

/// A secret that can be compared.
private struct KeyText: Hashable {
    let bytes: [UInt8]

    init(_ secret: SecretBytes) {
        bytes = secret.bytes.withUnsafeBytes { Array($0) }
    }
}
