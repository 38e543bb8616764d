// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import Testing

@testable import FernwireDissection

/// The places of messages by their ids, for the replies to them.
@Suite struct ReplyIndexTests {
    private func place(_ number: UInt64) -> FindingID { FindingID(rawValue: UInt32(number)) }

    /// The ids from 0 to 20 that are found.
    private func known(_ index: MessageIndex) -> [UInt64] {
        (0...20).filter { index.finding(ofMessage: $0) == place($0 + 100) }
    }

    @Test("Messages are found by their ids, also after a missing one, and none has the id 0")
    func idsAreFound() {
        var index = MessageIndex()
        for id in [0, 3, 4, 7, 9, 8, 4] as [UInt64] { index.note(id, at: place(id + 100)) }
        #expect(known(index) == [3, 4, 7, 9])
        let none = index.finding(ofMessage: 0)
        #expect(!none.isSome)
    }

    @Test("Old messages are forgotten once there are twice as many as are to be kept")
    func oldOnesAreForgotten() {
        var index = MessageIndex()
        func note(_ ids: [UInt64]) {
            for id in ids { index.note(id, at: place(id + 100)) }
            index.forget(allBut: 2)
        }
        note([1, 2, 3])
        #expect(known(index) == [1, 2, 3])
        note([4])
        #expect(known(index) == [3, 4])
        note([5])
        #expect(known(index) == [3, 4, 5])
        // The same holds for those after a missing one.
        note([7, 8, 9])
        #expect(known(index) == [3, 4, 5, 7, 8, 9])
        note([11])
        #expect(known(index) == [3, 4, 5, 9, 11])
    }
}
