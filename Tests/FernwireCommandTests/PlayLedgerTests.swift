// SPDX-License-Identifier: Apache-2.0
import Synchronization
import Testing

@testable import FernwireCommand

/// What becomes of messages that nobody answers.
@Suite(.timeLimit(.minutes(1))) struct PlayLedgerTests {
    @Test("What was sent and not answered is rejected where the session failed, and lost where it ended in order")
    func unanswered() {
        for (wasRefused, rejected, lost) in [(true, 2, 1), (false, 0, 3)] {
            let ledger = PlayLedger()
            ledger.send()(1)
            _ = ledger.send()
            ledger.close(planned: 3, wasRefused: wasRefused)
            let outcome = ledger.outcome
            #expect([outcome.sent, outcome.rejected, outcome.lost] == [2, rejected, lost])
        }
    }

    @Test("A wait for an answer that does not come ends at its limit, and not before") func limit() async {
        let ledger = PlayLedger()
        ledger.send()(1)
        let limit = Duration.milliseconds(20)
        let waited = await withTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { _ = try? await ledger.watch(every: limit) }
            let begin = ContinuousClock.now
            await ledger.settle(within: limit)
            return ContinuousClock.now - begin
        }
        #expect(waited >= limit)
    }

    @Test("A task that was cancelled before waits for no answer") func cancelled() async throws {
        let ledger = PlayLedger()
        ledger.send()(1)
        let isOver = Mutex(false)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            await ledger.settle(within: .seconds(3600))
            isOver.withLock { $0 = true }
        }
        task.cancel()
        for _ in 0..<500 where !isOver.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
        let found = isOver.withLock { $0 }
        #expect(found)
    }
}
