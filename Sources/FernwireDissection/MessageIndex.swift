// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// The first record of each of a direction's messages, by message id.
///
/// Ids rise by 1, so that a place is enough for most; an id that comes late or again is not noted.
struct MessageIndex {
    /// The id of the first of `following`.
    private var first: UInt64 = 0
    /// The messages whose ids follow one another, from the first that was seen.
    private var following: [FindingID] = []
    /// The messages after an id that is missing, in the order of their ids.
    private var others: [(id: UInt64, finding: FindingID)] = []

    mutating func note(_ id: UInt64, at finding: FindingID) {
        if following.isEmpty {
            guard id > others.last?.id ?? 0 else { return }
            (first, following) = (id, [finding])
        } else if others.isEmpty, id == first &+ UInt64(following.count) {
            following.append(finding)
        } else if id > others.last?.id ?? first &+ UInt64(following.count) {
            others.append((id, finding))
        }
    }

    /// Forgets old messages, and keeps at least the last `count`.
    mutating func forget(allBut count: Int) {
        if following.count >= 2 * count {
            first += UInt64(following.count - count)
            following.removeFirst(following.count - count)
        }
        if others.count >= 2 * count { others.removeFirst(others.count - count) }
    }

    /// Returns the first record of the message `id`, if it was noted.
    func finding(ofMessage id: UInt64) -> FindingID {
        if id >= first, id - first < UInt64(following.count) { return following[Int(id - first)] }
        var (low, high) = (0, others.count)
        while low < high {
            let middle = (low + high) / 2
            if others[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < others.count && others[low].id == id ? others[low].finding : .none
    }
}
