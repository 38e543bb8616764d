// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import FernwireSession
import FernwireWire
import Synchronization
import Testing

@testable import FernwireCommand

/// The clients that a server knows of when it stops.
@Suite(.timeLimit(.minutes(1))) struct ChatRoomTests {
    @Test("A client that enters while the server stops is ended as the others are") func entersTooLate() async throws {
        let listener = try await SessionListener(
            host: "127.0.0.1", port: 0, Loopback.configuration(.fromServer), logger: Loopback.logger)
        let room = ChatRoom(isChat: false)
        await room.shutDown()
        let ends: [String] = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listener.run { connection in
                    await room.enter(connection, as: room.nextNumber(), Loopback.logger)
                    for await _ in connection.events {}
                }
            }
            let (stream, continuation) = AsyncStream.makeStream(of: String.self)
            try? await SessionConnection.connect(
                host: "127.0.0.1", port: listener.port, Loopback.configuration(.fromClient), logger: Loopback.logger
            ) { connection in
                for await events in connection.events {
                    for case .failed(let failure) in events { continuation.yield("\(failure)") }
                }
            }
            continuation.finish()
            listener.stop()
            try await group.waitForAll()
            return await stream.reduce(into: []) { $0.append($1) }
        }
        #expect(ends == ["the peer sent the alert going_away (not authenticated)"])
    }

    @Test("A client that is more than 16 MiB behind is to be dropped at once, and one byte less is no reason")
    func farBehind() async throws {
        let listener = try await SessionListener(
            host: "127.0.0.1", port: 0, Loopback.configuration(.fromServer), logger: Loopback.logger)
        let found = try await withThrowingTaskGroup(of: [String].self) { group in
            group.addTask {
                let reasons = Mutex<[String]>([])
                try await listener.run { connection in
                    for await events in connection.events {
                        guard events.contains(where: { if case .established = $0 { true } else { false } }) else {
                            continue
                        }
                        let client = ChatListener(connection, Loopback.logger)
                        // Each line counts one byte more, for its end.
                        let lines = [[UInt8]](repeating: .init(repeating: 120, count: (1 << 16) - 1), count: 256)
                        client.tell(lines)
                        reasons.withLock { $0.append(client.reasonToDrop ?? "none") }
                        client.tell([[]])
                        reasons.withLock { $0.append(client.reasonToDrop ?? "none") }
                        client.leave()
                        connection.abort(.busy)
                    }
                }
                return reasons.withLock { $0 }
            }
            try? await SessionConnection.connect(
                host: "127.0.0.1", port: listener.port, Loopback.configuration(.fromClient), logger: Loopback.logger
            ) { connection in
                for await _ in connection.events {}
            }
            listener.stop()
            return try await group.next() ?? []
        }
        #expect(found == ["none", "was 16777217 bytes behind"])
    }
}
