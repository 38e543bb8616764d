// SPDX-License-Identifier: Apache-2.0

/// The first record of each of a direction's messages, by message id.
///
/// Ids rise, so that the list is sorted by itself; what comes late or again is not noted.
struct MessageIndex {
    private var messages: [(id: UInt64, verdict: UInt32)] = []

    mutating func note(_ id: UInt64, _ verdict: UInt32) {
        if id > messages.last?.id ?? 0 { messages.append((id, verdict)) }
    }

    /// - Returns: 0 when there is none.
    func verdict(of id: UInt64) -> UInt32 {
        var (low, high) = (0, messages.count)
        while low < high {
            let middle = (low + high) / 2
            if messages[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < messages.count && messages[low].id == id ? messages[low].verdict : 0
    }
}
