// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireNIO
internal import FernwireScenario
import FernwireSession
import ServiceLifecycle

/// Plays the client's part of a scenario against a real server, in as many sessions at a time as it has clients.
struct PlayService: Service {
    let link: ServerLink
    let scenario: Scenario
    /// The time for which answers are awaited.
    let wait: Duration

    func run() async throws {
        var outcome = PlayOutcome()
        var failures: [String] = []
        await withTaskGroup { group in
            for _ in 0..<scenario.clients { group.addTask { await play() } }
            for await (one, failure) in group {
                outcome = outcome + one
                if let failure { failures.append(failure) }
            }
        }
        StandardOutput.write(line: outcome.summary)
        if let failure = failures.first { throw CommandError(failure) }
        guard outcome.rejected == 0, outcome.lost == 0 else {
            throw CommandError("not all that was sent was answered within \(wait)")
        }
    }

    /// Plays one session.
    ///
    /// - Returns: the outcome, and why the session failed, if it did.
    private func play() async -> (PlayOutcome, String?) {
        let ledger = PlayLedger()
        let planned = scenario.steps.count { $0.from == .fromClient && $0.action != .rekey }
        do {
            try await link.hold(PlayConversation(scenario: scenario, wait: wait, ledger: ledger))
            ledger.close(planned: planned, wasRefused: false)
            return (ledger.outcome, nil)
        } catch {
            ledger.close(planned: planned, wasRefused: true)
            return (ledger.outcome, "\(error)")
        }
    }
}

/// The client's part of a scenario in one session.
private struct PlayConversation: Conversation {
    let scenario: Scenario
    /// The time for which answers are awaited.
    let wait: Duration
    let ledger: PlayLedger

    /// Checks the suite: the server may have chosen one that cannot do what the scenario says.
    func begin(_ suite: String) throws {
        guard scenario.steps.contains(where: { $0.from == .fromClient && $0.action == .rekey }) else { return }
        guard SuiteRegistry.standard.suite(named: suite)?.canRekey == true else {
            throw CommandError("the scenario changes keys, which the suite \(suite) cannot")
        }
    }

    func hear(_ messages: [ReceivedMessage], _ connection: SessionConnection) {
        for message in messages { ledger.received(message.id, replyTo: message.replyTo) }
    }

    func speak(_ connection: SessionConnection) async throws {
        try await withThrowingTaskGroup { group in
            defer { group.cancelAll() }
            group.addTask { try await ledger.watch(every: wait) }
            try await play(connection)
        }
    }

    private func play(_ connection: SessionConnection) async throws {
        for step in scenario.steps {
            try Task.checkCancellation()
            if step.pause > 0 { try await Task.sleep(for: .seconds(step.pause)) }
            // The server says what it wants in such a step; it is given the time to answer.
            guard step.from == .fromClient else {
                await ledger.settle(within: wait)
                continue
            }
            let command = step.action.command(replyTo: step.isReply ? ledger.heard : 0)
            try await connection.send(command, whenNumbered: step.action == .rekey ? nil : ledger.send())
        }
        await ledger.settle(within: wait)
        try? await connection.send(.end)
        try await Task.sleep(for: ClientService.patience)
        connection.shutDown()
    }
}
