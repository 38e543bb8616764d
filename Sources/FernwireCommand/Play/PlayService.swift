// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
internal import FernwireScenario
import FernwireSession
import ServiceLifecycle

/// Plays the client's part of a scenario against a real server, in as many sessions at a time as it has clients.
struct PlayService: Service {
    let link: ServerLink
    let scenario: Scenario
    /// For answers.
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

    /// One session; why it failed, if it did.
    private func play() async -> (PlayOutcome, String?) {
        let ledger = PlayLedger()
        let planned = scenario.steps.count { $0.from == .fromClient && $0.action != .rekey }
        do {
            try await link.open { connection in try await converse(connection, ledger) }
            await ledger.close(planned: planned, wasRefused: false)
            return (await ledger.outcome, nil)
        } catch {
            await ledger.close(planned: planned, wasRefused: true)
            return (await ledger.outcome, "\(error)")
        }
    }

    private func converse(_ connection: SessionConnection, _ ledger: PlayLedger) async throws {
        try await withThrowingTaskGroup { group in
            defer { group.cancelAll() }
            var isClosed = false
            for try await event in connection.events {
                switch event {
                case .established(let suite, _, let peer):
                    try check(suite)
                    if let peer { try await link.accept(peer, connection) }
                    group.addTask { try await speak(connection, ledger) }
                case .message(let message): await ledger.received(message.id, replyTo: message.replyTo)
                case .peerEnded: try? await connection.send(.end)
                case .closed: isClosed = true
                case .failed(let failure): throw failure
                case .keys, .filePiece: break
                }
            }
            guard isClosed || Task.isShuttingDownGracefully else { throw SessionFailure.truncated }
        }
    }

    /// The server may have chosen a suite that cannot do what the scenario says.
    private func check(_ suite: String) throws(CommandError) {
        guard scenario.steps.contains(where: { $0.from == .fromClient && $0.action == .rekey }) else { return }
        guard SuiteRegistry.standard.suite(named: suite)?.canRekey == true else {
            throw CommandError("the scenario changes keys, which the suite \(suite) cannot")
        }
    }

    private func speak(_ connection: SessionConnection, _ ledger: PlayLedger) async throws {
        var messages: UInt64 = 0
        for step in scenario.steps {
            try await Task.sleep(for: .seconds(step.pause))
            // What the server says is its own affair; it is given the time to answer.
            guard step.from == .fromClient else {
                await ledger.settle(within: wait)
                continue
            }
            if step.action != .rekey {
                messages += 1
                await ledger.sent(messages)
            }
            try await connection.send(step.action.command(replyTo: step.isReply ? ledger.heard : 0))
        }
        await ledger.settle(within: wait)
        try? await connection.send(.end)
        try await Task.sleep(for: ClientService.patience)
        connection.shutDown()
    }
}

extension Scenario.Action {
    fileprivate func command(replyTo: UInt64) -> SessionCommand {
        switch self {
        case .text(let text): .message(.text, Array(text.utf8), replyTo: replyTo)
        case .json(let text): .message(.json, Array(text.utf8), replyTo: replyTo)
        case .file(let name, let mediaType, let content):
            .file(name: Array(name.utf8), mediaType: Array(mediaType.utf8), content.bytes, replyTo: replyTo)
        case .rekey: .rekey
        }
    }
}
