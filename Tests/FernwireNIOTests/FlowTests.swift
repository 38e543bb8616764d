// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import FernwireSession
import FernwireWire
import Synchronization
import TestSupport
import Testing

/// How messages flow: many together, in order, and no faster than the other side takes them.
@Suite(.serialized, .timeLimit(.minutes(2))) struct FlowTests {
    /// Runs `server` for one connection, and `client` beside it.
    private func pair(
        server: @Sendable @escaping (SessionConnection) async throws -> Void,
        client: @Sendable @escaping (SessionConnection) async throws -> Void
    ) async throws {
        let listener = try await SessionListener(
            host: "127.0.0.1", port: 0, ListenerTests.configuration(.fromServer, [.aes256GCMPSK]),
            logger: ListenerTests.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run(server) }
            try await SessionConnection.connect(
                host: "127.0.0.1", port: listener.port, ListenerTests.configuration(.fromClient, [.aes256GCMPSK]),
                logger: ListenerTests.logger, client)
            listener.stop()
            try await group.waitForAll()
        }
    }

    private final class Count: Sendable {
        private let number = Atomic(0)

        var value: Int { number.load(ordering: .relaxed) }

        func add() {
            number.add(1, ordering: .relaxed)
        }
    }

    @Test("Two thousand messages that are sent together arrive in order, and are numbered before they are answered")
    func together() async throws {
        let count = 2000
        let heard = Mutex<[UInt8]>([])
        let numbered = Mutex<[UInt64]>([])
        try await pair { connection in
            for await events in connection.events {
                var answers: [SessionCommand] = []
                for event in events {
                    switch event {
                    case .message(let message): answers.append(.message(.binary, message.bytes, replyTo: message.id))
                    case .peerEnded: answers.append(.end)
                    default: break
                    }
                }
                try await connection.send(answers)
            }
        } client: { connection in
            for await events in connection.events {
                if events.isEstablished {
                    let messages = (0..<count).map {
                        SessionCommand.message(.binary, [UInt8(truncatingIfNeeded: $0)], replyTo: 0)
                    }
                    try await connection.send(messages) { id in numbered.withLock { $0.append(id) } }
                }
                for case .message(let message) in events {
                    #expect(numbered.withLock { $0.contains(message.replyTo) })
                    let isLast = heard.withLock { heard in
                        heard += message.bytes
                        return heard.count == count
                    }
                    if isLast { try await connection.send(.end) }
                }
            }
        }
        #expect(heard.withLock { $0 } == (0..<count).map { UInt8(truncatingIfNeeded: $0) })
        #expect(numbered.withLock { $0 } == (1...UInt64(count)).map(\.self))
    }

    @Test("A session that fails is closed in time, though its peer reads nothing") func stuck() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let begin = ContinuousClock.now
        try await pair { connection in
            for await events in connection.events where events.isEstablished { for await _ in gate { break } }
        } client: { connection in
            for await events in connection.events where events.isEstablished {
                let message = SessionCommand.message(.binary, [UInt8](repeating: 1, count: 10_000_000), replyTo: 0)
                try await connection.send([message, message])
                connection.abort(.timedOut)
            }
            opener.yield()
        }
        #expect(ContinuousClock.now - begin < .seconds(30))
    }

    @Test("Who sends to a peer that does not read waits, is told when it is cancelled, and goes on when it reads again")
    func waiting() async throws {
        let (sent, received) = (Count(), Count())
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        try await pair { connection in
            for await events in connection.events {
                if events.isEstablished { for await _ in gate { break } }
                for event in events {
                    if case .message = event { received.add() }
                    if case .peerEnded = event { try await connection.send(.end) }
                }
            }
        } client: { connection in
            for await events in connection.events {
                guard events.isEstablished else { continue }
                let message = SessionCommand.message(.binary, [UInt8](repeating: 1, count: 100_000), replyTo: 0)
                let sender = Task {
                    while true {
                        try await connection.send(message)
                        sent.add()
                    }
                }
                // It sends what sockets hold, and then no more.
                var before = -1
                while before != sent.value || before == 0 {
                    before = sent.value
                    try await Task.sleep(for: .milliseconds(300))
                }
                #expect(before < 500)
                sender.cancel()
                let outcome = await sender.result
                #expect(throws: CancellationError.self) { try outcome.get() }
                opener.yield()
                try await connection.send(.end)
            }
        }
        #expect(received.value == sent.value)
    }
}
