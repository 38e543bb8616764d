// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FernwireCapture

@Suite struct PacketListTests {
    @Test("The packets after the first ones are removed with their bytes, and where there are none nothing is")
    func laterPacketsAreRemoved() {
        for (count, bytes) in [(0, []), (1, [1, 2]), (2, [1, 2, 3]), (3, [1, 2, 3])] as [(Int, [UInt8])] {
            var list = PacketList()
            list.add(at: 1, isRemarkable: true) { $0 += [1, 2] }
            list.add(at: 2, isRemarkable: false) { $0 += [3] }
            list.removeAll(after: count)
            #expect(list.bytes == bytes && list.packets.count == min(count, 2), "\(count)")
        }
    }
}
