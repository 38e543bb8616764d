// SPDX-License-Identifier: Apache-2.0

/// What one session sent, and what was answered.
actor PlayLedger {
    /// Messages whose answer is awaited, with when they were sent.
    private var open: [UInt64: ContinuousClock.Instant] = [:]
    /// The last message that came; 0 for none.
    private(set) var heard: UInt64 = 0
    private var waiting: CheckedContinuation<Void, Never>?
    private(set) var outcome = PlayOutcome()

    /// - Parameter id: the message's, which are counted from 1.
    func sent(_ id: UInt64) {
        open[id] = .now
        outcome.sent += 1
    }

    func received(_ id: UInt64, replyTo: UInt64) {
        heard = id
        outcome.received += 1
        guard let begin = open.removeValue(forKey: replyTo) else { return }
        outcome.latencies.append(.now - begin)
        if open.isEmpty { resume() }
    }

    /// The session is over, `planned` messages of which were to be sent.
    func close(planned: Int, wasRefused: Bool) {
        if wasRefused {
            outcome.rejected = open.count
        } else {
            outcome.lost = open.count
        }
        outcome.lost += max(planned - outcome.sent, 0)
        open = [:]
        resume()
    }

    /// Waits until all was answered, or nothing more will be.
    func settle(within limit: Duration) async {
        guard !open.isEmpty else { return }
        let alarm = Task {
            try await Task.sleep(for: limit)
            resume()
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiting = $0 }
        } onCancel: {
            Task { await resume() }
        }
        alarm.cancel()
    }

    private func resume() {
        waiting?.resume()
        waiting = nil
    }
}

/// How a play went.
struct PlayOutcome {
    var sent = 0
    var received = 0
    /// Sent, and answered by the end of the session with an alert.
    var rejected = 0
    /// Not answered in time, or never sent.
    var lost = 0
    /// From a message to its answer.
    var latencies: [Duration] = []

    static func + (one: PlayOutcome, other: PlayOutcome) -> PlayOutcome {
        PlayOutcome(
            sent: one.sent + other.sent, received: one.received + other.received,
            rejected: one.rejected + other.rejected, lost: one.lost + other.lost,
            latencies: one.latencies + other.latencies)
    }

    /// For people.
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
