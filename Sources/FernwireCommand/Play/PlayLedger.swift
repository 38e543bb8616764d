// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// What one session sent, and what was answered.
///
/// A lock, and no actor, guards it: the connection tells the ids of messages from its event loop, which must not wait.
final class PlayLedger: Sendable {
    private struct State {
        /// Messages that the session has not numbered yet.
        var unnumbered = 0
        /// Messages whose answer is awaited, by their ids, with when they were sent.
        var open: [UInt64: ContinuousClock.Instant] = [:]
        var heard: UInt64 = 0
        var waiting: CheckedContinuation<Void, Never>?
        var outcome = PlayOutcome()

        var isSettled: Bool { unnumbered == 0 && open.isEmpty }
    }

    private let state = Mutex(State())

    var outcome: PlayOutcome { state.withLock { $0.outcome } }
    /// The id of the last message that came; 0 for none.
    var heard: UInt64 { state.withLock { $0.heard } }

    /// Takes note of a message that is handed to the session, which numbers it.
    ///
    /// - Returns: what takes the message's id.
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

    /// Takes note of a message that came.
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

    /// Waits until all was answered, or nothing more will be.
    func settle(within limit: Duration) async {
        guard state.withLock({ !$0.isSettled }) else { return }
        var alarm: Task<Void, any Error>?
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isSettled || Task.isCancelled { return true }
                    state.waiting = continuation
                    return false
                }
                guard !isOver else { return continuation.resume() }
                // Not before: it resumes what waits.
                alarm = Task {
                    try await Task.sleep(for: limit)
                    resume()
                }
            }
        } onCancel: {
            resume()
        }
        alarm?.cancel()
    }

    private func resume() {
        state.withLock { $0.waiting.take() }?.resume()
    }
}

/// How a play went.
struct PlayOutcome {
    var sent = 0
    var received = 0
    /// Messages that were sent, and answered by the end of the session with an alert.
    var rejected = 0
    /// Messages that were not answered in time, or never sent.
    var lost = 0
    /// How long each answer took, from when its message was handed to the session.
    var latencies: [Duration] = []

    static func + (one: PlayOutcome, other: PlayOutcome) -> PlayOutcome {
        PlayOutcome(
            sent: one.sent + other.sent, received: one.received + other.received,
            rejected: one.rejected + other.rejected, lost: one.lost + other.lost,
            latencies: one.latencies + other.latencies)
    }

    /// The counts and the latencies, for people.
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
        let hundredths = Int(duration / .microseconds(10))
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
