// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FernwireCommand

/// What a log leaves out of what is written about one address.
struct SourceLimitTests {
    /// The numbers of lines that are written, first left out, and left out, of `lines` about `source`.
    private func count(
        _ limit: inout SourceLimit, _ source: String, _ lines: Int, at second: Int, bytes: Int = 1
    ) -> [Int] {
        var counts = [0, 0, 0]
        for _ in 0..<lines {
            switch limit.count(bytes: bytes, about: source, at: second) {
            case .written: counts[0] += 1
            case .firstLeftOut: counts[1] += 1
            case .leftOut: counts[2] += 1
            }
        }
        return counts
    }

    @Test("Of an address so many lines a second are written, and the others are counted") func lines() {
        var limit = SourceLimit(lines: 3)
        #expect(count(&limit, "a", 10, at: 5) == [3, 1, 6])
        #expect(count(&limit, "b", 3, at: 5) == [3, 0, 0])
        #expect(limit.leavesOut(about: "a", at: 5) && !limit.leavesOut(about: "a", at: 6))
        #expect(limit.takeLeftOut(before: 5).isEmpty && limit.hasLeftOut)
        #expect(count(&limit, "a", 4, at: 6) == [3, 1, 0])
        let before = limit.takeLeftOut(before: 6)
        #expect(before.map(\.source) == ["a"] && before.map(\.count) == [7])
        let rest = limit.takeLeftOut(before: .max)
        #expect(rest.map(\.count) == [1] && !limit.hasLeftOut)
        #expect(limit.takeLeftOut(before: .max).isEmpty)
    }

    @Test("Of an address so many bytes a second are written") func bytes() {
        var limit = SourceLimit(lines: 100, bytes: 10)
        #expect(count(&limit, "a", 5, at: 1, bytes: 4) == [2, 1, 2])
        #expect(count(&limit, "a", 1, at: 2, bytes: 4) == [1, 0, 0])
    }

    @Test("Addresses beyond the bound count as one, nothing that was left out is forgotten, and memory is bounded")
    func manyAddresses() {
        var limit = SourceLimit(lines: 1)
        var written = 0
        for number in 0..<SourceLimit.sources { written += count(&limit, "\(number)", 2, at: 1)[0] }
        #expect(written == SourceLimit.sources)
        #expect(count(&limit, "one more", 1, at: 1) == [1, 0, 0])
        #expect(count(&limit, "another", 2, at: 1) == [0, 1, 1])
        // In the next second there is room for new addresses, and the old counts are kept.
        #expect(count(&limit, "one more", 3, at: 2) == [1, 1, 1])
        let all = limit.takeLeftOut(before: .max)
        #expect(all.reduce(0) { $0 + $1.count } == SourceLimit.sources + 2 + 2)
        let nameless = all.first { $0.source.isEmpty }?.count ?? 0
        #expect(nameless >= 4 && all.count <= SourceLimit.sources + 1)
    }
}
