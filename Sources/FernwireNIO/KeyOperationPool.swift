// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import NIOCore
import NIOPosix
import Synchronization

/// Runs long operations with private and public keys beside the event loops, so that no peer's key keeps other clients
/// waiting. PROTOCOL.md §3.3.
///
/// ### Invariants
/// - At most one operation of a client runs at a time, whatever number of connections the client has.
/// - The number of operations that wait is bounded, for each client and in all.
final class KeyOperationPool: Sendable {
    typealias Work = @Sendable () -> Void

    /// The pool that all connections of the process share.
    static let shared = KeyOperationPool()

    private static let threads = 8
    /// The numbers of operations that may run and wait: of one client, and of all.
    private let limits: (client: Int, all: Int)

    private struct Waiting {
        /// The operations of each client that wait for the one that runs.
        var clients: [String: CircularBuffer<Work>] = [:]
        var count = 0
    }

    private let pool = NIOThreadPool(numberOfThreads: threads)
    private let waiting = Mutex(Waiting())

    init(limitOfClient: Int = 128, limit: Int = 1024) {
        limits = (limitOfClient, limit)
        pool.start()
    }

    deinit {
        pool.shutdownGracefully { _ in }
    }

    /// Runs `work` as soon as its turn comes.
    ///
    /// - Returns: the limit that keeps it from being run; `nil` for none.
    func run(for client: String, _ work: @escaping Work) -> SessionLimit? {
        enum Turn: Equatable {
            case now, later
            case never(SessionLimit)
        }
        let turn: Turn = waiting.withLock { waiting in
            guard waiting.count < limits.all else { return .never(.keyOperations) }
            guard let queue = waiting.clients[client] else {
                waiting.clients[client] = []
                waiting.count += 1
                return .now
            }
            guard queue.count + 1 < limits.client else { return .never(.keyOperationsOfAddress) }
            waiting.clients[client]?.append(work)
            waiting.count += 1
            return .later
        }
        switch turn {
        case .now: start(work, for: client)
        case .later: break
        case .never(let limit): return limit
        }
        return nil
    }

    private func start(_ work: @escaping Work, for client: String) {
        pool.submit { _ in
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
