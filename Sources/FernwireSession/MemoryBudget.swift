// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Bytes that all sessions together may keep of messages that their users have not taken yet. PROTOCOL.md §7.
public final class MemoryBudget: Sendable {
    private let limit: Int
    private let used = Atomic(0)

    public init(limit: Int) {
        self.limit = limit
    }

    /// - Returns: whether `count` bytes more fit; if so they are counted.
    fileprivate func reserve(_ count: Int) -> Bool {
        let after = used.add(count, ordering: .relaxed).newValue
        if after <= limit { return true }
        used.subtract(count, ordering: .relaxed)
        return false
    }

    fileprivate func release(_ count: Int) {
        used.subtract(count, ordering: .relaxed)
    }
}

/// What one message takes of a budget, until nobody holds the message any more.
final class MemoryReservation: Sendable {
    private let budget: MemoryBudget
    private let count = Atomic(0)

    init(_ budget: MemoryBudget) {
        self.budget = budget
    }

    deinit {
        budget.release(count.load(ordering: .relaxed))
    }

    /// - Returns: whether `more` bytes fit into the budget.
    func grow(by more: Int) -> Bool {
        guard budget.reserve(more) else { return false }
        count.add(more, ordering: .relaxed)
        return true
    }
}
