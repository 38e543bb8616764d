// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@testable import FernwireDissection

/// What frames say in the Info column.
@Suite struct InfoColumnTests {
    @Test("A text of 160 bytes is shown in full, and a longer one ends in an ellipsis after as many")
    func longTexts() throws {
        let pair = SessionPair(.fernetPSK, Sample.credentials)
        pair.run()
        for count in [160, 161] { try pair.client.send(.text, [UInt8](repeating: UInt8(ascii: "a"), count: count)) }
        pair.run()
        let found = SessionDissection(keys: Sample.fernetKeyFile).frames(pair.frames.map(\.bytes))
        let shown = "Text: " + String(repeating: "a", count: 160)
        #expect(Array(found.map(\.info).suffix(2)) == [shown, shown + "…"])
    }

    @Test("A record that comes again is marked as replayed, and no other is")
    func replays() throws {
        let frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        let place = try #require(frames.firstIndex { $0[5] == MessageType.record.rawValue })
        let found = SessionDissection(keys: Sample.fernetKeyFile).frames(frames + [frames[place]]).map(\.info)
        #expect(found.last == found[place] + " [replayed]")
        #expect(found.dropLast().allSatisfy { !$0.contains("[replayed]") })
    }
}
