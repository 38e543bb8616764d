// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@Suite struct ObserverTests {
    /// What an observer with the keys of `keyFile` makes of frames.
    private func observe(
        _ frames: [[UInt8]], _ keyFile: [UInt8], _ observer: Observer = Observer()
    ) -> [(header: FrameHeader, observation: Observation, plaintext: [UInt8])] {
        let keys = KeyFile.read(keyFile).keys
        return frames.map { frame in
            let observation = observer.observe(frame, keys: keys)
            return (
                FrameHeader(decoding: frame.span.bytes), observation, Array(observer.plaintext(of: observation))
            )
        }
    }

    private func records(
        _ all: [(header: FrameHeader, observation: Observation, plaintext: [UInt8])]
    ) -> [(observation: Observation, plaintext: [UInt8])] {
        all.filter { $0.header.knownType == .record }.map { ($0.observation, $0.plaintext) }
    }

    let rsa: SampleSession
    let psk: SampleSession

    init() throws {
        rsa = try SampleSession(.rsaFernetHMAC)
        psk = try SampleSession(.fernetPSK)
    }

    @Test("A pre-shared key, a private key, a key log and a bare Fernet key each open the records")
    func opensWithEachKindOfKey() {
        let question = Array(SampleSession.question.utf8)
        let fernetKey = rsa.pair.clientEvents.keys[0].secret
        let cases: [(SampleSession, [UInt8], Observation.Status)] = [
            (psk, Sample.fernetKeyFile, .verified), (rsa, Sample.rsaKeyFile, .verified),
            (rsa, rsa.keyLog, .verified), (rsa, FernetKey(secret: fernetKey).text(), .unchecked),
        ]
        for (session, key, status) in cases {
            let found = records(observe(session.frames.map(\.bytes), key))
            #expect(found.count == 4)
            #expect(
                found.allSatisfy { $0.observation.status == status && $0.observation.suite?.id == session.suite.id })
            #expect(found[0].plaintext.suffix(question.count) == question[...])
        }
    }

    @Test(
        "A key log opens records from the middle on, and a pre-shared key needs the handshake",
        arguments: [
            CipherSuite.aes256GCMPSK.name.description, CipherSuite.aes128CBCPSK.name.description,
            CipherSuite.aes128CBCPSKNoMAC.name.description,
        ])
    func opensWithAPresharedKeyOrAKeyLog(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let session = try SampleSession(suite)
        let frames = session.frames.map(\.bytes)
        let status: Observation.Status = suite.authenticatesRecords ? .verified : .unauthenticated
        for key in [Sample.keyFile, session.keyLog] {
            let found = records(observe(frames, key))
            #expect(found.count == 4 && found.allSatisfy { $0.observation.status == status })
        }
        // From the middle on, the key log alone knows.
        let middle = frames.filter { $0[5] == MessageType.record.rawValue }
        #expect(observe(middle, session.keyLog).allSatisfy { $0.observation.status == status })
        #expect(observe(middle, Sample.keyFile).allSatisfy { $0.observation.status == .noKey && $0.plaintext.isEmpty })
        let wrong = SymmetricKeyText.hexadecimal(.random(count: suite.id == CipherSuite.aes256GCMPSK.id ? 32 : 16))
        let refused = observe(frames, wrong)
        #expect(
            refused.filter { $0.header.knownType == .finished }.allSatisfy { $0.observation.status == .finishedFailed })
        #expect(records(refused).allSatisfy { $0.observation.status == .noKey && $0.plaintext.isEmpty })
    }

    @Test("Records of the suite plaintext are read without a key, even from the middle on")
    func plaintextNeedsNoKey() throws {
        let session = try SampleSession(.plaintext)
        let frames = session.frames.map(\.bytes)
        let found = observe(frames, [])
        #expect(records(found).allSatisfy { $0.observation.status == .unauthenticated && !$0.plaintext.isEmpty })
        #expect(found.filter { $0.header.knownType == .finished }.allSatisfy { $0.observation.status == .verified })
        let middle = frames.filter { $0[5] == MessageType.record.rawValue }
        #expect(observe(middle, []).allSatisfy { $0.observation.suite?.id == CipherSuite.plaintext.id })
    }

    @Test("Keys that do not fit give no plaintext, and the observation says that none fits")
    func otherKeysGiveNothing() {
        let cases: [(SampleSession, [UInt8], Observation.Status)] = [
            (psk, [], .noKey), (psk, Sample.rsaKeyFile, .noKey), (psk, rsa.keyLog, .noKey),
            (psk, Sample.wrongFernetKeyFile, .failed(.token(.invalidMAC))),
            (rsa, [], .noKey), (rsa, Sample.wrongRSAKeyFile, .noKey),
            (rsa, Sample.wrongFernetKeyFile, .failed(.token(.invalidMAC))),
        ]
        for (session, key, status) in cases {
            for found in records(observe(session.frames.map(\.bytes), key)) {
                #expect(found.observation.status == status)
                #expect(found.plaintext.isEmpty)
                let hasOtherKeys = status == .noKey && !key.isEmpty
                #expect(found.observation.notes == (hasOtherKeys ? .noFittingKey : []))
            }
        }
        let wrap = observe(rsa.frames.map(\.bytes), Sample.wrongRSAKeyFile)[3]
        #expect(wrap.observation.notes == .noPrivateKey)
    }

    @Test("A finished is verified with the right key, and fails with a wrong key or after a changed hello")
    func finishedIsVerified() {
        func statuses(_ frames: [[UInt8]], _ key: [UInt8]) -> [Observation.Status] {
            observe(frames, key).filter { $0.header.knownType == .finished }.map(\.observation.status)
        }
        let frames = rsa.frames.map(\.bytes)
        #expect(statuses(frames, Sample.rsaKeyFile) == [.verified, .verified])
        #expect(statuses(frames, []) == [.noKey, .noKey])
        #expect(statuses(psk.frames.map(\.bytes), Sample.fernetKeyFile) == [.verified, .verified])
        #expect(statuses(psk.frames.map(\.bytes), Sample.wrongFernetKeyFile) == [.finishedFailed, .finishedFailed])
        var changed = frames
        changed[0][40] ^= 1
        #expect(statuses(changed, Sample.rsaKeyFile) == [.finishedFailed, .finishedFailed])
    }

    @Test("A changed key wrap is noted as a failed unwrap, at no frame of the handshake but its own")
    func aChangedWrapIsNoticed() {
        var frames = rsa.frames.map(\.bytes)
        frames[3][100] ^= 1
        let notes = observe(frames, Sample.rsaKeyFile).map(\.observation.notes)
        #expect(Array(notes.prefix(6)) == [[], [], [], .unwrapFailed, [], []])
    }

    @Test("A changed record gives no plaintext, and its status names the check that failed")
    func namesTheCheckThatFailed() throws {
        func status(
            _ session: SampleSession, _ key: [UInt8], byte: Int, change: (UInt8) -> UInt8 = { $0 ^ 1 }
        ) throws -> Observation.Status {
            var frames = session.frames.map(\.bytes)
            let index = try #require(frames.firstIndex { $0[5] == MessageType.record.rawValue })
            let place = byte < 0 ? frames[index].count + byte : byte
            frames[index][place] = change(frames[index][place])
            let found = observe(frames, key)[index]
            #expect(found.plaintext.isEmpty)
            return found.observation.status
        }
        for byte in [-1, -33, 32, 40, 27, 11] {
            #expect(try status(rsa, Sample.rsaKeyFile, byte: byte) == .failed(.recordMAC))
        }
        #expect(try status(psk, Sample.fernetKeyFile, byte: 27) == .failed(.repeatedHeader))
        // Another character that is still of base64.
        let other = try status(psk, Sample.fernetKeyFile, byte: 100) {
            $0 == UInt8(ascii: "A") ? $0 + 1 : UInt8(ascii: "A")
        }
        #expect(other == .failed(.token(.invalidMAC)))
        // Another first character: the version, or no base64.
        #expect(try status(psk, Sample.fernetKeyFile, byte: 32) == .failed(.token(.unsupportedVersion(0x7C))))
    }

    @Test("A key log opens records from the middle on, and a missing frame is noted as a gap")
    func startsInTheMiddleAndGoesOnAfterHoles() {
        let frames = rsa.frames.map(\.bytes).filter { $0[5] == MessageType.record.rawValue }
        #expect(observe(frames, rsa.keyLog).allSatisfy { $0.observation.status == .verified })
        #expect(observe(frames, Sample.rsaKeyFile).allSatisfy { $0.observation.status == .noKey })
        #expect(observe(frames, rsa.keyLog).allSatisfy { $0.observation.notes == [] })
        var all = rsa.frames.map(\.bytes)
        all.remove(at: 6)
        let found = observe(all, Sample.rsaKeyFile)
        #expect(found.map(\.observation.notes) == [[], [], [], [], [], [], [], .gap, []])
        #expect(records(found).allSatisfy { $0.observation.status == .verified })
    }

    @Test("A repeated frame and a frame of another session are noted")
    func noticesReplaysAndStrangers() {
        var frames = psk.frames.map(\.bytes)
        frames.insert(frames[4], at: 6)
        let found = observe(frames, Sample.fernetKeyFile)
        #expect(found[6].observation.notes == .repeated)
        let strangers = observe(psk.frames.map(\.bytes) + [rsa.frames[7].bytes], [])
        #expect(strangers.last?.observation.notes == .otherSession)
    }

    @Test("Records open with the key log though all of the server's frames come first")
    func theDirectionsMayBeCapturedInAnotherOrder() {
        let frames = rsa.frames
        let mixed = frames.filter { $0.direction == .fromServer } + frames.filter { $0.direction == .fromClient }
        let found = records(observe(mixed.map(\.bytes), rsa.keyLog))
        #expect(found.allSatisfy { $0.observation.status == .verified })
    }

    @Test("A private key that is given late opens the records that follow")
    func keysThatComeLateOpenWhatComesAfter() {
        let observer = Observer()
        let frames = rsa.frames.map(\.bytes)
        let early = records(observe(Array(frames[..<7]), [], observer))
        let late = records(observe(Array(frames[7...]), Sample.rsaKeyFile, observer))
        #expect(early.allSatisfy { $0.observation.status == .noKey })
        #expect(!late.isEmpty && late.allSatisfy { $0.observation.status == .verified })
    }

    @Test("A cut frame is reported as truncated, and a changed byte does not trap")
    func cutFramesAreTruncatedAndNothingTraps() {
        for session in [psk, rsa] {
            let frames = session.frames.map(\.bytes)
            for (index, frame) in frames.enumerated() {
                for count in Wire.headerLength..<frame.count where count % 3 == 0 {
                    let found = observe(Array(frames[..<index]) + [Array(frame[..<count])], Sample.fernetKeyFile)
                    let isAlert = frame[5] == MessageType.alert.rawValue
                    #expect(found.last?.observation.status == .truncated || isAlert)
                }
            }
        }
        var state: UInt64 = 88_172_645_463_325_252
        for _ in 0..<3000 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            var frames = rsa.frames.map(\.bytes)
            let index = Int(state % UInt64(frames.count))
            let place = Int(state >> 20) % frames[index].count
            frames[index][place] = UInt8(truncatingIfNeeded: state >> 50)
            _ = observe(Array(frames[index...]), rsa.keyLog)
        }
    }

    @Test("What stands in the place of a signature, and is none, is not judged as one")
    func onlySignaturesAreJudged() throws {
        var count = 0
        for suite in SuiteRegistry.standard.suites {
            let frames = try SampleSession(suite).frames.map(\.bytes)
            for (place, frame) in frames.enumerated() where frame[5] == MessageType.signature.rawValue {
                #expect(observe(frames, [])[place].observation.isSigned == true, "\(suite.name)")
                var changed = frames
                changed[place][5] = MessageType.keyWrap.rawValue
                #expect(observe(changed, [])[place].observation.isSigned == nil, "\(suite.name)")
                count += 1
            }
        }
        #expect(count > 0)
    }
}
