// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Bounds the bytes that all sessions together may keep of messages that their users have not taken yet. PROTOCOL.md
/// §7.5.
public final class MemoryBudget: Sendable {
    private let limit: Int
    private let used = Atomic(0)

    /// Creates a budget of `limit` bytes.
    public init(limit: Int) {
        self.limit = limit
    }

    /// Counts `count` bytes more, if they fit.
    ///
    /// - Returns: whether they fit.
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

/// The part of a budget that one message takes, until nobody holds the message any more.
final class MemoryReservation: Sendable {
    private let budget: MemoryBudget
    private let count = Atomic(0)

    init(_ budget: MemoryBudget) {
        self.budget = budget
    }

    deinit {
        budget.release(count.load(ordering: .relaxed))
    }

    /// Counts `more` bytes, if they fit into the budget.
    ///
    /// - Returns: whether they fit.
    func grow(by more: Int) -> Bool {
        guard budget.reserve(more) else { return false }
        count.add(more, ordering: .relaxed)
        return true
    }
}
