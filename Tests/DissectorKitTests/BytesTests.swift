// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import Testing

@Suite struct BytesTests {
    private func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool { one.rawSpan.isEqual(to: other.rawSpan) }

    @Test("Bytes are equal to the same bytes alone, and neither to those that they begin with nor to more")
    func equality() {
        let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
        for count in 0...9 {
            let some = Array(bytes[..<count])
            #expect(areEqual(some, some))
            for other in 0...9 where other != count { #expect(!areEqual(some, Array(bytes[..<other]))) }
            for index in 0..<count {
                var changed = some
                changed[index] = 0
                #expect(!areEqual(some, changed))
            }
        }
    }
}
