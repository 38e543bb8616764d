// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// The first record of each of a direction's messages, by message id.
///
/// Ids rise, so that the list is always sorted; an id that comes late or again is not noted.
struct MessageIndex {
    private var messages: [(id: UInt64, finding: FindingID)] = []

    mutating func note(_ id: UInt64, at finding: FindingID) {
        if id > messages.last?.id ?? 0 { messages.append((id, finding)) }
    }

    /// Returns the first record of the message `id`, if it was noted.
    func finding(ofMessage id: UInt64) -> FindingID {
        var (low, high) = (0, messages.count)
        while low < high {
            let middle = (low + high) / 2
            if messages[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < messages.count && messages[low].id == id ? messages[low].finding : .none
    }
}
