// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// Why records stay closed, by the keys at hand and by what was captured.
@Suite struct ClosedRecordTests {
    /// The reasons of the records among `frames`.
    private func reasons(_ frames: [[UInt8]], _ keys: KeyRing) -> Set<ClosedReason?> {
        let observer = Observer()
        var found: Set<ClosedReason?> = []
        for frame in frames {
            let header = FrameHeader(decoding: frame.rawSpan)
            let observation = observer.observe(frame, keys: keys)
            guard header.knownType == .record else { continue }
            found.insert(observer.closedReason(observation, header: header, keys: keys))
        }
        return found
    }

    @Test("Without a key of the kind that opens the suite, the reason is that there is none, even from the middle on")
    func withoutAKey() throws {
        let kinds: [(CipherSuite, OpeningKey)] = [
            (.fernetPSK, .presharedKey(bytes: 32)), (.aes128CBCPSK, .presharedKey(bytes: 16)),
            (.rsaFernetHMAC, .privateKey), (.rsaSealed, .privateKey),
        ]
        for (suite, kind) in kinds {
            let frames = try SampleSession(suite).frames.map(\.bytes)
            let found = reasons(frames, KeyRing())
            #expect(found == [.noKey(kind)], "\(suite.name)")
        }
        let records = try SampleSession(.rsaFernetHMAC).frames.map(\.bytes).suffix(4)
        let found = reasons(Array(records), KeyRing())
        #expect(found == [.noKey(.privateKey)])
    }

    @Test("A key that does not fit is counted, and so is one that cannot be tried without the handshake")
    func withAKeyThatDoesNotFit() throws {
        let frames = try SampleSession(.rsaFernetHMAC).frames.map(\.bytes)
        let ring = KeyFile.read(Sample.wrongRSAKeyFile).keys
        let whole = reasons(frames, ring)
        #expect(whole == [.noneFits(.privateKey, count: 1)])
        let middle = reasons(Array(frames.suffix(4)), ring)
        #expect(middle == [.noHandshake(.privateKey, count: 1)])
    }

    @Test("A record whose handshake was seen is one that no key fits, also after 64 more sessions of its connection")
    func afterManySessions() throws {
        let frames = try SampleSession(.rsaSealed).frames.map(\.bytes)
        let ring = KeyFile.read(Sample.wrongRSAKeyFile).keys
        let observer = Observer()
        var closed: [(observation: Observation, header: FrameHeader)] = []
        for frame in frames {
            let observation = observer.observe(frame, keys: ring)
            if observation.status == .closed { closed.append((observation, FrameHeader(decoding: frame.rawSpan))) }
        }
        #expect(closed.count == 4)
        // Each hello begins a session, of which an observer keeps 64.
        for _ in 0..<64 { _ = observer.observe(frames[0], keys: ring) }
        for (observation, header) in closed {
            let reason = observer.closedReason(observation, header: header, keys: ring)
            #expect(reason == .noneFits(.privateKey, count: 1))
        }
    }
}
