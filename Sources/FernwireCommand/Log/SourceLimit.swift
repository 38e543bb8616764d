// SPDX-License-Identifier: Apache-2.0

/// Bounds what is written about one address in a second, so that no peer makes a log grow by more.
///
/// ### Invariants
/// - What is left out is counted until ``takeLeftOut(before:)`` gives the count away.
struct SourceLimit {
    /// The most lines about one address in one second, unless another limit is given.
    static let lines = 200
    /// The most addresses that are counted at a time. Further ones in the same second count as one, which has no name.
    static let sources = 4096

    private struct Count {
        var second: Int
        var lines = 0
        var bytes = 0
        var leftOut = 0
    }

    private let lineLimit: Int
    private let byteLimit: Int
    private var counts: [String: Count] = [:]
    /// What was left out about addresses that are counted no more.
    private var leftOutBefore: [String: Int] = [:]
    /// The last second in which room for addresses was looked for; once in a second is enough.
    private var lastSearch = Int.min

    /// - Parameter bytes: the most bytes of the lines about one address in one second.
    init(lines: Int = lines, bytes: Int = .max) {
        (lineLimit, byteLimit) = (lines, bytes)
    }

    enum Outcome {
        case written
        /// The line is left out, as the first of its second.
        case firstLeftOut
        case leftOut
    }

    /// Counts a line about `source`.
    ///
    /// - Parameter second: the second that it is now.
    mutating func count(bytes: Int = 0, about source: String, at second: Int) -> Outcome {
        if counts[source] == nil, counts.count >= Self.sources, lastSearch < second {
            lastSearch = second
            forget(before: second)
        }
        let source = counts[source] == nil && counts.count >= Self.sources ? "" : source
        var count = counts[source] ?? Count(second: second)
        if count.second != second {
            note(count, about: source)
            count = Count(second: second)
        }
        count.lines += 1
        count.bytes += bytes
        let isWritten = isWithinLimits(count)
        if !isWritten { count.leftOut += 1 }
        counts[source] = count
        return isWritten ? .written : count.leftOut == 1 ? .firstLeftOut : .leftOut
    }

    /// Whether the next line about `source` would be left out, and would not be the first one.
    func leavesOut(about source: String, at second: Int) -> Bool {
        guard let count = counts[source], count.second == second else { return false }
        return !isWithinLimits(count)
    }

    /// Returns how many lines were left out in the seconds before `second`, by address, and forgets them. The empty
    /// address stands for those that were too many to be told apart.
    mutating func takeLeftOut(before second: Int) -> [(source: String, count: Int)] {
        forget(before: second)
        defer { leftOutBefore = [:] }
        return leftOutBefore.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Whether ``takeLeftOut(before:)`` has something to give, now or after this second.
    var hasLeftOut: Bool { !leftOutBefore.isEmpty || counts.values.contains { $0.leftOut > 0 } }

    private mutating func forget(before second: Int) {
        for (source, count) in counts where count.second < second { note(count, about: source) }
        counts = counts.filter { $0.value.second >= second }
    }

    private mutating func note(_ count: Count, about source: String) {
        guard count.leftOut > 0 else { return }
        let isKnown = leftOutBefore[source] != nil || leftOutBefore.count < Self.sources
        leftOutBefore[isKnown ? source : "", default: 0] += count.leftOut
    }

    private func isWithinLimits(_ count: Count) -> Bool { count.lines <= lineLimit && count.bytes <= byteLimit }
}
