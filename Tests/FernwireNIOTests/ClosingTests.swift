// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import FernwireSession
import FernwireWire
import NIOCore
import Synchronization
import TestSupport
import Testing

/// When connections are closed, and what is heard of that.
@Suite(.timeLimit(.minutes(2))) struct ClosingTests {
    private final class Flag: Sendable {
        private let value = Atomic(false)

        var isSet: Bool { value.load(ordering: .relaxed) }

        func set() {
            value.store(true, ordering: .relaxed)
        }
    }

    private static func listener(_ limits: ConnectionLimits = ConnectionLimits()) async throws -> SessionListener {
        try await SessionListener(
            host: "127.0.0.1", port: 0, ListenerTests.configuration(.fromServer, [.aes256GCMPSK]), limits: limits,
            logger: ListenerTests.logger)
    }

    /// Lets a peer do its part, after which it stays, at a server that gives peers much time to hang up.
    ///
    /// - Parameter answer: what the server does with events.
    /// - Returns: whether the server closes the connection within ten seconds.
    private func closes(
        after part: @Sendable (RawPeer) async throws -> Void,
        server answer: @Sendable @escaping (SessionConnection, [SessionEvent]) async throws -> Void = { _, _ in }
    ) async throws -> Bool {
        var limits = ConnectionLimits()
        limits.linger = .minutes(5)
        let listener = try await Self.listener(limits)
        let closed = Flag()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listener.run { connection in
                    for await events in connection.events { try await answer(connection, events) }
                    closed.set()
                }
            }
            let peer = try RawPeer(port: listener.port)
            try await part(peer)
            for _ in 0..<1000 where !closed.isSet { try await Task.sleep(for: .milliseconds(10)) }
            let isInTime = closed.isSet
            withExtendedLifetime(peer) {}
            listener.stop()
            // What is open all the same is closed.
            group.cancelAll()
            try await group.waitForAll()
            return isInTime
        }
    }

    @Test("Who speaks something else keeps no connection open by staying on it") func somethingElse() async throws {
        let isClosed = try await closes { peer in
            peer.send(Array("GET / HTTP/1.1\r\n\r\n".utf8))
            let answer = await peer.receiveAll()
            #expect(answer == [])
        }
        #expect(isClosed)
    }

    @Test("What a peer has not read keeps no connection open once the peer has hung up") func unread() async throws {
        let isClosed = try await closes { peer in
            var session = Session(ListenerTests.configuration(.fromClient, [.aes256GCMPSK]))
            peer.send(session.takeOutgoing())
            while !session.isEstablished {
                let head = try #require(await peer.receive(Wire.headerLength))
                let header = FrameHeader(decoding: head.rawSpan)
                let payload = try #require(await peer.receive(Int(header.length)))
                let frame = head + payload
                session.receive(frame.rawSpan)
                peer.send(session.takeOutgoing())
            }
            // The message has begun, and the sockets do not hold all of it.
            _ = try #require(await peer.receive(Wire.headerLength))
            peer.shutDownSending()
        } server: { connection, events in
            guard events.isEstablished else { return }
            let message = SessionCommand.message(.binary, [UInt8](repeating: 1, count: 12_000_000), replyTo: 0)
            try await connection.send(message)
        }
        #expect(isClosed)
    }

    @Test("A session that the other side does not end is closed at the deadline of its shutdown, and is truncated")
    func shutdownDeadline() async throws {
        let listener = try await Self.listener()
        let failures = Mutex<[SessionFailure]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            // The server hears that the client ends, and says nothing.
            group.addTask { try await listener.run { connection in for await _ in connection.events {} } }
            var limits = ConnectionLimits()
            limits.shutdown = .milliseconds(100)
            try await SessionConnection.connect(
                host: "127.0.0.1", port: listener.port, ListenerTests.configuration(.fromClient, [.aes256GCMPSK]),
                limits: limits, logger: ListenerTests.logger
            ) { connection in
                for await events in connection.events {
                    if events.isEstablished { connection.shutDown() }
                    for case .failed(let failure) in events { failures.withLock { $0.append(failure) } }
                }
            }
            listener.stop()
            try await group.waitForAll()
        }
        #expect(failures.withLock { $0 } == [.truncated])
    }
}
