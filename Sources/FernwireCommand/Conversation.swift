// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireNIO
import FernwireSession
import ServiceLifecycle

/// The client's part in a session: what it says and hears.
protocol Conversation: Sendable {
    /// Takes the name of the session's suite, once the session is established. An error ends the session.
    func begin(_ suite: String) throws
    /// Sends what there is to send, beside what is heard. A ``CommandError`` ends the session.
    func speak(_ connection: SessionConnection) async throws
    /// Takes messages of the server's.
    func hear(_ messages: [ReceivedMessage], _ connection: SessionConnection) async
}

extension ServerLink {
    /// Connects, and holds `conversation` until the session's end.
    ///
    /// - Throws: why the session failed, or ended early.
    func hold(_ conversation: some Conversation) async throws {
        try await open { connection in try await hold(conversation, over: connection) }
    }

    private func hold(_ conversation: some Conversation, over connection: SessionConnection) async throws {
        try await withThrowingTaskGroup { group in
            defer { group.cancelAll() }
            var isClosed = false
            for await events in connection.events {
                let messages = events.compactMap { if case .message(let message) = $0 { message } else { nil } }
                if !messages.isEmpty { await conversation.hear(messages, connection) }
                for event in events {
                    switch event {
                    case .established(let suite, _, let peer):
                        try conversation.begin(suite)
                        if let peer { try await accept(peer, connection) }
                        group.addTask {
                            do {
                                try await conversation.speak(connection)
                            } catch let error as CommandError {
                                connection.abort(.internalError)
                                throw error
                            }
                        }
                    case .peerEnded: try? await connection.send(.end)
                    case .closed: isClosed = true
                    case .failed(let failure):
                        group.cancelAll()
                        // It may follow from an error of ours, which says more.
                        guard case .failure(let error as CommandError) = await group.nextResult() else { throw failure }
                        // A close at once could overtake the alert; the handler closes in time.
                        for await _ in connection.events {}
                        throw error
                    case .message, .keys, .filePiece: break
                    }
                }
            }
            guard isClosed || Task.isShuttingDownGracefully else { throw SessionFailure.truncated }
        }
    }
}
