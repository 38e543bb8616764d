// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import NIOCore
import NIOPosix
import Synchronization

/// Runs operations with private and public keys beside the event loops, so that no peer's key keeps other clients
/// waiting. PROTOCOL.md §3.3.
///
/// ### Invariants
/// - Of one client at most one long operation runs at a time, whatever number of connections it has.
/// - The number of those that wait is bounded, for each client and in all.
final class KeyOperationPool: Sendable {
    typealias Work = @Sendable () -> Void

    /// All connections of the process share it.
    static let shared = KeyOperationPool()

    private static let threads = (short: 2, long: 8)
    /// Operations that may run and wait: of one client, and of all.
    private let limits: (client: Int, all: Int)

    private struct Waiting {
        /// The long operations of each client that wait for the one that runs.
        var clients: [String: CircularBuffer<Work>] = [:]
        var count = 0
    }

    private let short = NIOThreadPool(numberOfThreads: threads.short)
    private let long = NIOThreadPool(numberOfThreads: threads.long)
    private let waiting = Mutex(Waiting())

    init(limitOfClient: Int = 128, limit: Int = 1024) {
        limits = (limitOfClient, limit)
        short.start()
        long.start()
    }

    deinit {
        for pool in [short, long] { pool.shutdownGracefully { _ in } }
    }

    /// Runs `work` as soon as its turn comes.
    ///
    /// - Returns: whether it will; not when too many wait.
    func run(_ operations: KeyOperations, for client: String, _ work: @escaping Work) -> Bool {
        if operations == .short { return runShort(work) }
        enum Turn { case now, later, never }
        let turn: Turn = waiting.withLock { waiting in
            guard waiting.count < limits.all else { return .never }
            guard let queue = waiting.clients[client] else {
                waiting.clients[client] = []
                waiting.count += 1
                return .now
            }
            guard queue.count + 1 < limits.client else { return .never }
            waiting.clients[client]?.append(work)
            waiting.count += 1
            return .later
        }
        if turn == .now { start(work, for: client) }
        return turn != .never
    }

    private func runShort(_ work: @escaping Work) -> Bool {
        let fits = waiting.withLock { waiting in
            guard waiting.count < limits.all else { return false }
            waiting.count += 1
            return true
        }
        guard fits else { return false }
        short.submit { _ in
            work()
            self.waiting.withLock { $0.count -= 1 }
        }
        return true
    }

    private func start(_ work: @escaping Work, for client: String) {
        long.submit { _ in
            work()
            let next: Work? = self.waiting.withLock { waiting in
                waiting.count -= 1
                if let next = waiting.clients[client]?.popFirst() { return next }
                waiting.clients[client] = nil
                return nil
            }
            if let next { self.start(next, for: client) }
        }
    }
}
