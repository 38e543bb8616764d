// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@testable import FernwireDissection

/// What is remarked on frames that are missing or wrong, and how the bytes of the others count.
@Suite struct FrameRemarkTests {
    private func isRecord(_ frame: [UInt8]) -> Bool { frame[5] == MessageType.record.rawValue }

    @Test("A gap is noted at the first frame of the same direction after a missing one, and at no other")
    func gaps() throws {
        var frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        let place = try #require(frames.firstIndex { isRecord($0) })
        let missing = frames.remove(at: place)
        let next = try #require(frames.indices.first { $0 >= place && frames[$0][7] == missing[7] })
        let found = SessionDissection().frames(frames)
        #expect(found.indices.filter { found[$0].notes.contains(.gap) } == [next])
    }

    @Test("A record whose plaintext does not have its form is noted as malformed, and a genuine one is not")
    func malformedRecords() throws {
        let genuine = try SampleSession(.plaintext).frames.map(\.bytes)
        let place = try #require(genuine.firstIndex { isRecord($0) })
        var changed = genuine
        // The fragment stands after the content type.
        changed[place][Wire.headerLength + 1] = 0xFF
        for (frames, isNoted) in [(genuine, false), (changed, true)] {
            let frame = SessionDissection().frames(frames)[place]
            #expect(frame.notes.contains(.malformed) == isNoted)
            #expect(frame.info.contains("[malformed]") == isNoted)
        }
    }

    @Test("The Info column tells the size of a record that no key opens, and of no frame of the handshake")
    func sizes() throws {
        let frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        let found = SessionDissection().frames(frames)
        let hasSize = found.map { $0.info.contains(" bytes)") }
        let expected = frames.map { isRecord($0) }
        #expect(hasSize == expected)
    }

    @Test("A toy's public value outside the group is noted, and one in it is not")
    func outsideGroup() throws {
        let genuine = try SampleSession(.toyDH16).frames.map(\.bytes)
        let place = try #require(genuine.lastIndex { $0[5] == MessageType.keyShare.rawValue })
        var changed = genuine
        changed[place].replaceSubrange(changed[place].count - 2..<changed[place].count, with: [0, 17])
        for (frames, isNoted) in [(genuine, false), (changed, true)] {
            let notes = SessionDissection().frames(frames).flatMap(\.notes)
            #expect(notes.contains(.broken))
            #expect(notes.contains(.outsideGroup) == isNoted)
        }
    }

    @Test("The bytes of the handshake, of opened records and of closed ones count apart")
    func bytes() throws {
        let frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        let cases = [
            (Sample.fernetKeyFile, ["content", "overhead of records"]),
            (Sample.wrongFernetKeyFile, ["records not opened"]),
        ]
        for (keys, records) in cases {
            let dissection = SessionDissection(keys: keys)
            for frame in frames {
                let ticks = dissection.frame(frame, listeners: .statistics).ticks(of: .bytes)
                #expect(ticks == (isRecord(frame) ? records : ["handshake and alerts"]))
            }
        }
    }
}
