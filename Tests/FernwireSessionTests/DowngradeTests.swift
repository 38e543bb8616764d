// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// A man in the middle who cuts suites out of the client's hello.
@Suite struct DowngradeTests {
    /// Keeps of the client's offer `kept` alone, and mends finished where anyone can.
    private final class Middle {
        let kept: CipherSuite
        /// The handshake as the client sees it, and as the server does.
        private let views: [ObservedHandshake]

        init(keeping kept: CipherSuite) {
            self.kept = kept
            views = Direction.allCases.map { _ in ObservedHandshake(flights: kept.flights) }
        }

        func change(_ direction: Direction, _ bytes: [UInt8]) -> [UInt8] {
            FrameHeader.wholeFrames(in: bytes).flatMap { frame -> [UInt8] in
                var header = FrameHeader(decoding: frame.span.bytes)
                guard header.knownType?.isHandshake == true else { return frame }
                let sender = Int(direction.rawValue)
                views[sender].note(header, frame)
                var payload = Array(frame[Wire.headerLength...])
                if header.knownType == .clientHello, var hello = try? ClientHello(decoding: payload.span.bytes) {
                    hello.suites = [kept.id]
                    payload = hello.encoded()
                }
                let other = views[1 - sender]
                if header.knownType == .finished, let point = other.point(beforeFinished: direction) {
                    payload = point.unkeyedVerifyData(of: direction)
                }
                header.length = UInt32(payload.count)
                let changed = header.encoded() + payload
                views[1 - sender].note(header, changed)
                return changed
            }
        }
    }

    private func pair(_ suites: [CipherSuite], keeping kept: CipherSuite) -> SessionPair {
        func configuration(_ role: Direction) -> SessionConfiguration {
            .init(role: role, suites: suites, credentials: Sample.credentials, clock: SessionPair.clock)
        }
        let pair = SessionPair(client: configuration(.fromClient), server: configuration(.fromServer))
        let middle = Middle(keeping: kept)
        pair.tamper = { middle.change($0, $1) }
        pair.run()
        return pair
    }

    @Test("A downgrade from X25519 to aes128-cbc-psk fails the handshake")
    func amongSuitesThatAuthenticateItIsDetected() {
        let detected = pair([.x25519Ed25519AES256GCM, .aes128CBCPSK], keeping: .aes128CBCPSK)
        #expect(
            !detected.isOpen
                && detected.serverEvents.failure == .local(SessionError(.handshakeFailed, .proof(.finished))))
    }

    /// The reason why an insecure suite is offered alone, and what a dissector says where it was not.
    @Test("A downgrade to an offered plaintext succeeds, and an observer reports the weaker suite")
    func withAnInsecureSuiteInTheListItSucceedsAndIsPointedOut() throws {
        let downgraded = pair([.x25519Ed25519AES256GCM, .plaintext], keeping: .plaintext)
        #expect(downgraded.isOpen && downgraded.clientEvents.suites == ["plaintext"])
        // As the client's side saw it.
        let honest = SessionPair(
            client: .init(
                role: .fromClient, suites: [.x25519Ed25519AES256GCM, .plaintext],
                credentials: Sample.credentials, clock: SessionPair.clock),
            server: .init(
                role: .fromServer, suites: [.plaintext], credentials: Sample.credentials, clock: SessionPair.clock))
        honest.run()
        #expect(honest.isOpen)
        let observer = Observer()
        let found = honest.wire.flatMap { FrameHeader.wholeFrames(in: $0.bytes) }.map {
            observer.observe($0, keys: KeyRing()).weaknesses
        }
        #expect(found[1].contains(.weakerSuite))
        let alone = try SampleSession.observed(.plaintext)
        #expect(!alone.contains(.weakerSuite))
    }
}

extension SampleSession {
    /// All the weaknesses that an observer without keys sees.
    ///
    /// - Throws: when the session fails, or the observer does not follow it to its end.
    static func observed(_ suite: CipherSuite) throws -> Observation.Weaknesses {
        let session = try SampleSession(suite)
        let observer = Observer()
        let found = session.frames.map { observer.observe($0.bytes, keys: KeyRing()) }
        let isFollowed = session.pair.isOver && found.last?.suite?.id == suite.id
        try #require(isFollowed, "\(suite.name)")
        return found.reduce(into: []) { $0.formUnion($1.weaknesses) }
    }
}
