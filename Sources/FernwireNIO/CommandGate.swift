// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// The place where those wait who have commands for a session that is not ready for them: its peer does not read, or a
/// long operation is under way. It is used on the session's event loop alone.
final class CommandGate {
    typealias Waiter = CheckedContinuation<Void, any Error>

    private var waiters: [Int: Waiter] = [:]
    private var next = 0
    private var isClosed = false

    var isAwaited: Bool { !waiters.isEmpty }

    /// Lets `waiter` go on when the session is ready.
    ///
    /// - Returns: the number of the waiter.
    func wait(_ waiter: Waiter) -> Int {
        next += 1
        if isClosed { waiter.resume(throwing: ChannelError.ioOnClosedChannel) } else { waiters[next] = waiter }
        return next
    }

    /// Tells a waiter that it is cancelled, if it still waits.
    func cancel(_ number: Int) {
        waiters.removeValue(forKey: number)?.resume(throwing: CancellationError())
    }

    /// Lets all who wait go on.
    func open() {
        let all = waiters.values
        waiters = [:]
        for waiter in all { waiter.resume() }
    }

    /// Tells all who wait, and who will, that the connection is closed.
    func close() {
        isClosed = true
        let all = waiters.values
        waiters = [:]
        for waiter in all { waiter.resume(throwing: ChannelError.ioOnClosedChannel) }
    }
}
