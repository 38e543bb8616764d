// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// The messages that one session sent, and their answers.
///
/// A lock, and no actor, guards it: the connection tells the ids of messages from its event loop, which must not wait.
final class PlayLedger: Sendable {
    private struct State {
        /// The number of messages that the session has not numbered yet.
        var unnumbered = 0
        /// The messages whose answers are awaited: the time at which each was sent, by its id.
        var open: [UInt64: ContinuousClock.Instant] = [:]
        var heard: UInt64 = 0
        var waiting: CheckedContinuation<Void, Never>?
        /// The time at which what waits is told that no answer came.
        var deadline = ContinuousClock.now
        var outcome = PlayOutcome()

        var isSettled: Bool { unnumbered == 0 && open.isEmpty }
    }

    private let state = Mutex(State())

    var outcome: PlayOutcome { state.withLock { $0.outcome } }
    /// The id of the last message that arrived; 0 for none.
    var heard: UInt64 { state.withLock { $0.heard } }

    /// Takes note of a message that is handed to the session, which numbers it.
    ///
    /// - Returns: a closure that takes the message's id.
    func send() -> @Sendable (UInt64) -> Void {
        let begin = ContinuousClock.now
        state.withLock { state in
            state.unnumbered += 1
            state.outcome.sent += 1
        }
        return { [self] id in
            state.withLock { state in
                state.unnumbered -= 1
                state.open[id] = begin
            }
        }
    }

    /// Takes note of a message that arrived.
    func received(_ id: UInt64, replyTo: UInt64) {
        let settled: CheckedContinuation<Void, Never>? = state.withLock { state in
            state.heard = id
            state.outcome.received += 1
            guard let begin = state.open.removeValue(forKey: replyTo) else { return nil }
            state.outcome.latencies.append(.now - begin)
            return state.isSettled ? state.waiting.take() : nil
        }
        settled?.resume()
    }

    /// Takes note that the session is over.
    ///
    /// - Parameter planned: how many messages were to be sent.
    /// - Parameter wasRefused: whether the session failed.
    func close(planned: Int, wasRefused: Bool) {
        state.withLock { state in
            let unanswered = state.unnumbered + state.open.count
            if wasRefused {
                state.outcome.rejected = unanswered
            } else {
                state.outcome.lost = unanswered
            }
            state.outcome.lost += max(planned - state.outcome.sent, 0)
            state.unnumbered = 0
            state.open = [:]
        }
        resume()
    }

    /// Waits until all was answered, or nothing more will be. ``watch(every:)`` ends the wait at its limit.
    func settle(within limit: Duration) async {
        guard state.withLock({ !$0.isSettled }) else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isSettled || Task.isCancelled { return true }
                    state.waiting = continuation
                    state.deadline = .now + limit
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            resume()
        }
    }

    /// Ends waits whose time is up, until the task is cancelled: one timer for all of them.
    ///
    /// - Parameter limit: the time that each wait may take.
    func watch(every limit: Duration) async throws {
        var pause = limit
        while true {
            try await Task.sleep(for: pause)
            let now = ContinuousClock.now
            let late: CheckedContinuation<Void, Never>? = state.withLock { state in
                pause = limit
                guard state.waiting != nil else { return nil }
                guard state.deadline > now else { return state.waiting.take() }
                pause = state.deadline - now
                return nil
            }
            late?.resume()
        }
    }

    private func resume() {
        state.withLock { $0.waiting.take() }?.resume()
    }
}

/// The outcome of a play.
struct PlayOutcome {
    var sent = 0
    var received = 0
    /// The number of messages that were sent, and answered by the end of the session with an alert.
    var rejected = 0
    /// The number of messages that were not answered in time, or never sent.
    var lost = 0
    /// The time that each answer took, from when its message was handed to the session.
    var latencies: [Duration] = []

    static func + (one: PlayOutcome, other: PlayOutcome) -> PlayOutcome {
        PlayOutcome(
            sent: one.sent + other.sent, received: one.received + other.received,
            rejected: one.rejected + other.rejected, lost: one.lost + other.lost,
            latencies: one.latencies + other.latencies)
    }

    /// The counts and the latencies, in words for people.
    var summary: String {
        let counts = "\(sent) sent, \(received) received, \(rejected) rejected, \(lost) lost"
        let sorted = latencies.sorted()
        guard let first = sorted.first, let last = sorted.last else { return counts }
        func percentile(_ share: Int) -> Duration { sorted[(sorted.count * share + 99) / 100 - 1] }
        let named = [
            ("min", first), ("median", percentile(50)), ("90 %", percentile(90)), ("99 %", percentile(99)),
            ("max", last),
        ]
        return counts + "\nlatency in milliseconds: "
            + named.map { "\($0) \(milliseconds($1))" }.joined(separator: ", ")
    }

    private func milliseconds(_ duration: Duration) -> String {
        let microseconds = Int(duration / .microseconds(1))
        let rest = String(microseconds % 1000)
        return "\(microseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
