// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@testable import FernwireDissection

/// The notes on frames.
@Suite struct FrameNoteTests {
    private static let alert =
        FrameHeader(.alert, from: .fromServer, sessionID: 1, sequence: 0, length: 2).encoded() + [0, 1]

    @Test("Reserved flags are noted, and the flag of protection is not")
    func reservedFlags() throws {
        var frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        #expect(frames.contains { $0[6] == FrameHeader.protectedFlag })
        #expect(SessionDissection().frames(frames).allSatisfy { !$0.notes.contains(.reservedFlags) })
        for flag: UInt8 in [0x02, 0x80] {
            frames[0][6] = flag
            #expect(SessionDissection().frame(frames[0]).notes.contains(.reservedFlags))
        }
    }

    @Test("An alert is noted, and another message is not")
    func alerts() throws {
        let hello = try SampleSession(.fernetPSK).frames[0].bytes
        let found = SessionDissection().frames([hello, Self.alert])
        #expect(found.map { $0.notes.contains(.alert) } == [false, true])
    }

    @Test("A record in the clear is told from a decrypted one that nothing authenticates")
    func unauthenticatedRecords() throws {
        let cases: [(suite: CipherSuite, keys: [UInt8]?, note: Note)] = [
            (.plaintext, nil, .plaintext), (.aes128CBCPSKNoMAC, Sample.aes128KeyFile, .notAuthenticated),
        ]
        let kinds: [Note] = [.plaintext, .notAuthenticated, .toySignature]
        for (suite, keys, note) in cases {
            let frames = try SampleSession(suite).frames.map(\.bytes)
            let records = zip(frames, SessionDissection(keys: keys).frames(frames))
                .filter { $0.0[5] == MessageType.record.rawValue }.map(\.1)
            #expect(!records.isEmpty)
            for record in records { #expect(record.notes.filter { kinds.contains($0) } == [note]) }
        }
    }

    @Test("Wrapped keys for another private key are told from wrapped keys that were changed")
    func wrappedKeys() throws {
        let genuine = try SampleSession(.rsaFernetHMAC).frames.map(\.bytes)
        let place = try #require(genuine.firstIndex { $0[5] == MessageType.keyWrap.rawValue })
        var changed = genuine
        changed[place][changed[place].count - 1] ^= 1
        let kinds: [Note] = [.noPrivateKey, .unwrapFailed]
        let cases: [(frames: [[UInt8]], keys: [UInt8], notes: [Note])] = [
            (genuine, Sample.rsaKeyFile, []), (genuine, Sample.wrongRSAKeyFile, [.noPrivateKey]),
            (changed, Sample.rsaKeyFile, [.unwrapFailed]),
        ]
        for (frames, keys, notes) in cases {
            let frame = SessionDissection(keys: keys).frames(frames)[place]
            #expect(frame.notes.filter { kinds.contains($0) } == notes)
        }
    }

    @Test("The session is shown once its id or its suite is known")
    func sessions() throws {
        let frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        let found = SessionDissection().frames(frames)
        let isShown = found.map { pdu in
            pdu.plan.steps.contains { $0.kind == .subtree && $0.field == Field.session.number }
        }
        #expect(isShown.first == false && !isShown.dropFirst().contains(false))
        let last = try #require(frames.last)
        let id = FrameHeader(decoding: last.span.bytes).sessionID
        #expect(found.dropFirst().allSatisfy { $0.numbers(of: .ownSessionID) == [id] })
        // Nobody knows the suite of this one.
        #expect(SessionDissection().frame(Self.alert).numbers(of: .ownSessionID) == [1])
    }

    @Test("A header with a length above the maximum shows its fields, and other bytes are shown as skipped")
    func strayBytes() {
        let oversized = FrameHeader(
            .record, from: .fromClient, sessionID: 1, sequence: 0, length: Wire.maximumPayload + 1
        ).encoded()
        for (bytes, isHeader) in [(oversized, true), ([1, 2, 3], false)] as [([UInt8], Bool)] {
            let fields = SessionDissection().frame(bytes).plan.steps.filter { $0.kind == .field }.map(\.field)
            #expect(fields.contains(Field.magic.number) == isHeader)
            #expect(fields.contains(Field.skipped.number) == !isHeader)
        }
    }
}
