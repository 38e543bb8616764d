// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire
import TestSupport
import Testing

@testable import FernwireSession

/// What an observer keeps of the frames before, and what it does not.
@Suite struct ObserverMemoryTests {
    private static let length = 200

    /// A session of so many messages of the client, each of one byte over and over.
    private func frames(messages: Int) throws -> [[UInt8]] {
        let pair = SessionPair(.aes256GCMPSK, Sample.credentials)
        pair.run()
        for number in 0..<messages {
            try pair.client.send(
                .binary, [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: Self.length))
        }
        pair.run()
        return pair.frames.map(\.bytes)
    }

    @Test("The plaintext of every record stays readable, however many come after it")
    func plaintextsStay() throws {
        let keys = KeyFile.read(Sample.keyFile).keys
        let observer = Observer()
        var seen: [(observation: Observation, plaintext: [UInt8])] = []
        for frame in try frames(messages: 300) {
            let observation = observer.observe(frame, keys: keys)
            seen.append((observation, Array(observer.plaintext(of: observation))))
        }
        let opened = seen.filter { !$0.plaintext.isEmpty }
        #expect(opened.count == 300)
        let kept: [[UInt8]] = seen.map { Array(observer.plaintext(of: $0.observation)) }
        #expect(kept == seen.map(\.plaintext))
    }

    @Test("An observer that forgets keeps the plaintext of one record at a time")
    func forgets() throws {
        let keys = KeyFile.read(Sample.keyFile).keys
        let observer = Observer()
        observer.forgets = true
        var places: [Range<Int>] = []
        var contents: [UInt8] = []
        for frame in try frames(messages: 20) {
            let observation = observer.observe(frame, keys: keys)
            let plaintext: [UInt8] = Array(observer.plaintext(of: observation))
            guard !plaintext.isEmpty else { continue }
            places.append(observation.plaintext)
            contents.append(plaintext[plaintext.count - 1])
        }
        let expected: [UInt8] = Array(0..<20)
        #expect(contents == expected)
        let place = 0..<RecordPlaintext.prefixLength + Self.length
        #expect(places.allSatisfy { $0 == place })
    }

    @Test("Where the server hello was missed, a later frame tells the session's id, and a key log opens its records")
    func theIDWithoutAServerHello() throws {
        let session = try SampleSession(.rsaFernetHMAC)
        let keys = KeyFile.read(session.keyLog).keys
        let frames = session.frames.map(\.bytes).filter { $0[5] != MessageType.serverHello.rawValue }
        let last = try #require(frames.last)
        let observer = Observer()
        let found = frames.map { observer.observe($0, keys: keys) }
        let id = FrameHeader(decoding: last.rawSpan).sessionID
        #expect(observer.summary(0).id == id)
        #expect(found.allSatisfy { $0.session == 0 })
        #expect(found.suffix(4).allSatisfy { $0.status == .verified })
    }

    @Test("A Fernet key that opened a record opens none once it is no longer at hand")
    func keysThatAreTakenAway() throws {
        let session = try SampleSession(.rsaFernetHMAC)
        let key = session.pair.clientEvents.keys[0].secret
        let ring = KeyFile.read(FernetKey(secret: key).text()).keys
        let frames = session.frames.map(\.bytes)
        let observer = Observer()
        let early = frames.dropLast(2).map { observer.observe($0, keys: ring) }
        #expect(early.suffix(2).allSatisfy { $0.status == .unchecked })
        for frame in frames.suffix(2) {
            let late = observer.observe(frame, keys: KeyRing())
            #expect(late.status == .noKey && late.plaintext.isEmpty && late.keySource == nil)
        }
    }

    @Test("The first record of a direction is new, whatever number it claims, and is known when it comes again")
    func firstRecords() {
        let record = [UInt8](repeating: 7, count: 40)
        for sequence in [0, 1, .max - 1, .max] as [UInt64] {
            var memory = RecordMemory()
            for direction in [Direction.fromClient, .fromServer] {
                let first = memory.appearance(record.rawSpan, sequence: sequence, direction: direction)
                let second = memory.appearance(record.rawSpan, sequence: sequence, direction: direction)
                #expect(first == .new && second == .replayed, "number \(sequence)")
            }
        }
    }

    @Test("IVs that have the same last bits are told apart, and each is known when it comes again")
    func similarIVs() {
        var memory = RecordMemory()
        // The last bits choose the place of an IV.
        let ivs: [UInt128] = [1 << 64, 2 << 64, 3 << 64, 4 << 64]
        let first = ivs.map { memory.isRepeated(iv: $0) }
        let second = ivs.map { memory.isRepeated(iv: $0) }
        #expect(first == [false, false, false, false])
        #expect(second == [true, true, true, true])
    }

    @Test("Of a connection's sessions the latest 64 are followed, and what was known of an earlier one stays known")
    func manySessions() {
        let observer = Observer()
        func session(of id: UInt64) -> UInt32 {
            let header = FrameHeader(.alert, from: .fromClient, sessionID: id, sequence: 0, length: 0)
            return observer.observe(header.encoded(), keys: KeyRing()).session
        }
        let ids: ClosedRange<UInt64> = 1...64
        let first = ids.map { session(of: $0) }
        let expected: [UInt32] = Array(0..<64)
        #expect(first == expected)
        let known = session(of: 1)
        let next = session(of: 65)
        // The first session was dropped by then, so that a frame of it begins another one.
        let dropped = session(of: 1)
        #expect(known == 0 && next == 64 && dropped == 65)
        let summaries = ([0, 63, 64, 65] as [UInt32]).map { observer.summary($0).id }
        #expect(summaries == [1, 64, 65, 1])
    }
}
