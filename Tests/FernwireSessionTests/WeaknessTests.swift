// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// What an observer says is weak, and what it breaks.
@Suite struct WeaknessTests {
    private func observe(
        _ frames: [[UInt8]], _ keys: KeyRing = KeyRing(), by observer: Observer = Observer(),
        time: UInt64 = 1_700_000_000, timeToLive: UInt64 = 0
    ) -> [Observation] {
        observer.timeToLive = timeToLive
        return frames.map { observer.observe($0, keys: keys, time: time) }
    }

    @Test("An observer without keys reports exactly the weaknesses that each suite has")
    func theDeclaredOnesShowWhereTheyBelong() throws {
        let expected: [(CipherSuite, Observation.Weaknesses)] = [
            (.plaintext, []), (.fernetPSK, [.notForwardSecret, .sizesLeak]),
            (.aes256GCMPSK, [.notForwardSecret, .sizesLeak]), (.aes128CBCPSK, [.notForwardSecret, .sizesLeak]),
            (.aes128CBCPSKNoMAC, [.notForwardSecret, .sizesLeak]),
            (.rsaFernetHMAC, [.notForwardSecret, .unauthenticatedKey, .sizesLeak]),
            (.rsaSealed, [.notForwardSecret, .sizesLeak]), (.rsaFernetSigned, [.notForwardSecret, .sizesLeak]),
            (.x25519Ed25519AES256GCM, [.sizesLeak]), (.x25519Ed25519ChaCha20Poly1305, [.sizesLeak]),
            (.toyDH16, [.unauthenticatedKey, .toySizes, .sizesLeak]),
        ]
        #expect(Set(expected.map(\.0.id)) == Set(SuiteRegistry.standard.suites.map(\.id)))
        for (suite, weaknesses) in expected {
            let observed = try SampleSession.observed(suite)
            #expect(observed == weaknesses, "\(suite.name)")
        }
    }

    @Test("A token is reported as expired beyond its time to live, and as far beyond 60 s of the frame")
    func timestampsFarAwayAndExpired() throws {
        let frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        func records(_ time: UInt64, _ timeToLive: UInt64) -> [Observation.Weaknesses] {
            observe(frames, time: time, timeToLive: timeToLive).map { $0.weaknesses.subtracting([.sizesLeak]) }
                .suffix(4)
        }
        let now: UInt64 = 1_700_000_000
        for (time, timeToLive, weaknesses) in [
            (now, 0, []), (now + 60, 30, .expired), (now + 60, 0, []), (now + 61, 0, .timestampFar),
            (now - 61, 0, .timestampFar), (now + 10_000, 3600, .expired), (now + 61, 3600, .timestampFar), (0, 1, []),
        ] as [(UInt64, UInt64, Observation.Weaknesses)] {
            #expect(records(time, timeToLive).allSatisfy { $0 == weaknesses }, "\(time) \(timeToLive)")
        }
    }

    @Test("A repeated record is reported as replayed, and another record of its IV as a repeated IV")
    func replaysAndRepeatedIVs() throws {
        for suite in [.fernetPSK, .aes128CBCPSK, .x25519Ed25519AES256GCM] as [CipherSuite] {
            var frames = try SampleSession(suite).frames.map(\.bytes)
            let place = try #require(frames.firstIndex { $0[5] == MessageType.record.rawValue })
            let record = frames[place]
            #expect(observe(frames).allSatisfy { !$0.weaknesses.contains(.replayed) })
            frames.append(record)
            #expect(observe(frames).last?.weaknesses.contains(.replayed) == true)
            // Another record: the same nonce or IV.
            var other = record
            other[other.count - 1] ^= 1
            frames[frames.count - 1] = other
            #expect(observe(frames).last?.weaknesses.contains(.replayed) == false)
            #expect(observe(frames).last?.weaknesses.contains(.ivRepeated) == true, "\(suite.name)")
        }
    }

    /// Any IV, that of zeros too, is repeated the second time, and only under the same key.
    @Test("An IV, even of zeros, counts as repeated only under the same direction's key")
    func anIVIsRepeatedUnderItsKeyOnly() throws {
        let frames = try SampleSession(.aes128CBCPSKNoMAC).frames.map(\.bytes)
        for byte in [0, 7] as [UInt8] {
            let changed = frames.map { frame -> [UInt8] in
                guard frame[5] == MessageType.record.rawValue else { return frame }
                return frame[..<32] + [UInt8](repeating: byte, count: 16) + frame[48...]
            }
            // Question, answer, and both ends.
            let found = observe(changed).map { $0.weaknesses.contains(.ivRepeated) }.suffix(4)
            #expect(Array(found) == [false, false, true, true])
        }
    }

    @Test("A payload shows its IV from 16 bytes on, and a shorter one shows none")
    func theShortestPayloadWithAnIV() throws {
        let frames = try SampleSession(.aes128CBCPSKNoMAC).frames.map(\.bytes)
        for (count, isRepeated) in [(15, false), (16, true)] {
            let changed = frames.map { frame -> [UInt8] in
                guard frame[5] == MessageType.record.rawValue else { return frame }
                var header = FrameHeader(decoding: frame.rawSpan)
                header.length = UInt32(count)
                return header.encoded() + [UInt8](repeating: 7, count: count)
            }
            let found = observe(changed).map { $0.weaknesses.contains(.ivRepeated) }.suffix(4)
            #expect(Array(found) == [false, false, isRepeated, isRepeated], "\(count) bytes")
        }
    }

    @Test("An IV of zeros in a Fernet token counts as repeated the second time, as any other does")
    func anIVOfZerosInTokens() throws {
        let frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        for byte in [0, 7] as [UInt8] {
            let changed = try frames.map { frame -> [UInt8] in
                guard frame[5] == MessageType.record.rawValue else { return frame }
                var token: [UInt8] = []
                let text = Array(frame[Wire.headerLength...])
                let isRight = Base64URL.decode(text.span.bytes, into: &token)
                try #require(isRight)
                token.replaceSubrange(9..<25, with: [UInt8](repeating: byte, count: 16))
                var payload = Array(frame[..<Wire.headerLength])
                Base64URL.encode(token.span.bytes, into: &payload)
                return payload
            }
            let found = observe(changed).map { $0.weaknesses.contains(.ivRepeated) }.suffix(4)
            #expect(Array(found) == [false, true, true, true], "\(byte)")
        }
    }

    /// Memory stays bounded: a record is forgotten after 4096 others.
    @Test("A replay is reported after 4095 other records, and not after 4096")
    func whatIsLongAgoIsForgotten() throws {
        let pair = SessionPair(.aes128CBCPSK, Sample.credentials)
        pair.run()
        for _ in 0..<4097 { try pair.client.send(.binary, [1]) }
        pair.run()
        let frames = pair.wire.flatMap { FrameHeader.wholeFrames(in: $0.bytes) }
        let records = frames.filter { $0[5] == MessageType.record.rawValue }
        #expect(observe(frames + [records[0]]).last?.weaknesses.contains(.replayed) == false)
        #expect(observe(frames + [records[1]]).last?.weaknesses.contains(.replayed) == true)
    }

    private func bruteForce(_ frames: [[UInt8]], _ keys: KeyRing) -> BruteForce? {
        let observer = Observer()
        return observe(frames, keys, by: observer).lazy.compactMap { observer.bruteForce(at: $0) }.first
    }

    @Test("Brute force breaks toy-dh16 once a session, and only if it is allowed")
    func theToyIsBrokenOnceAndOnlyWhereItIsAllowed() throws {
        let session = try SampleSession(.toyDH16)
        let frames = session.frames.map(\.bytes)
        let ring = KeyRing()
        #expect(observe(frames, ring).allSatisfy { !$0.completesBruteForce && $0.status != .unauthenticated })
        ring.allowsBruteForce = true
        let observer = Observer()
        let found = observe(frames, ring, by: observer)
        #expect(found.indices.filter { found[$0].completesBruteForce } == [5])
        #expect(observer.bruteForce(at: found[4]) == nil)
        let bruteForce = try #require(observer.bruteForce(at: found[5]))
        let exponent = try #require(bruteForce.exponent)
        #expect(bruteForce.candidates == Int(exponent.exponent) + 1 && bruteForce.candidates <= 5460)
        #expect(bruteForce.factors.allSatisfy { $0.map { $0.p > 1 && $0.q >= $0.p } == true })
        #expect(found.suffix(4).allSatisfy { $0.status == .unauthenticated })
        #expect(found.filter { $0.status == .verified }.count == 2)
    }

    /// The multiples of the group's index alone are in it; one side in it is enough.
    @Test("A toy public value outside the group is reported, and brute force fails only if both are")
    func publicValuesOutsideTheGroupAreReported() throws {
        #expect(ToyBreaking.exponent(of: 17) == nil)
        let session = try SampleSession(.toyDH16)
        var frames = session.frames.map(\.bytes)
        let ring = KeyRing()
        ring.allowsBruteForce = true
        // The server's share is its second frame.
        let server = try #require(frames.firstIndex { $0[5] == MessageType.keyShare.rawValue && $0[7] == 1 })
        frames[server].replaceSubrange(frames[server].count - 2..<frames[server].count, with: [0, 17])
        let one = try #require(bruteForce(frames, ring))
        #expect(one.outsideGroup == [.fromServer] && one.exponent?.side == .fromClient)
        let client = try #require(frames.firstIndex { $0[5] == MessageType.keyShare.rawValue && $0[7] == 0 })
        frames[client].replaceSubrange(frames[client].count - 2..<frames[client].count, with: [0, 17])
        let both = try #require(bruteForce(frames, ring))
        #expect(both.exponent == nil && both.candidates == 2 * 5460)
        #expect(observe(frames, ring).suffix(4).allSatisfy { $0.status == .noKey })
    }

    @Test("Sealed and signed records are verified without a key, and a changed record fails its signature")
    func whatIsSealedAndSignedIsVerifiedWithoutAKey() throws {
        let frames = try SampleSession(.rsaSealed).frames.map(\.bytes)
        #expect(observe(frames).suffix(4).allSatisfy { $0.status == .closed })
        var changed = frames
        changed[changed.count - 1][40] ^= 1
        #expect(observe(changed).last?.status == .failed(.signature))
        let signed = try SampleSession(.rsaFernetSigned).frames.map(\.bytes)
        #expect(observe(signed).suffix(4).allSatisfy { $0.status == .closed })
        #expect(observe(signed).compactMap(\.isSigned) == [true])
        let middle = Array(signed.suffix(4))
        #expect(observe(middle).allSatisfy { $0.status == .noKey && $0.suite?.id == CipherSuite.rsaFernetSigned.id })
    }
}
