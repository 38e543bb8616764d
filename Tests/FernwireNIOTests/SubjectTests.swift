// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import FernwireSession
import Synchronization
import TestSupport
import Testing

/// What an observer is told that a connection is about.
@Suite(.timeLimit(.minutes(1))) struct SubjectTests {
    private struct Observer: ConnectionObserver {
        func note(_ fact: ConnectionFact, about connection: ConnectionSubject) {}
    }

    @Test("What a connection is about is told on its event loop, and the same elsewhere")
    func elsewhere() async throws {
        let listener = try await SessionListener(
            host: "127.0.0.1", port: 0, ListenerTests.configuration(.fromServer, [.aes256GCMPSK]),
            logger: ListenerTests.logger)
        let told = Mutex<[ConnectionSubject]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run { connection in for await _ in connection.events {} } }
            try await SessionConnection.connect(
                host: "127.0.0.1", port: listener.port, ListenerTests.configuration(.fromClient, [.aes256GCMPSK]),
                observer: Observer(), logger: ListenerTests.logger
            ) { connection in
                for await events in connection.events {
                    guard events.isEstablished else { continue }
                    let here = await connection.subject()
                    let elsewhere = await Task.detached { await connection.subject() }.value
                    told.withLock { $0 = [here, elsewhere].compactMap { $0 } }
                    return
                }
            }
            listener.stop()
            try await group.waitForAll()
        }
        let subjects = told.withLock { $0 }
        #expect(subjects.map(\.suite) == ["aes256-gcm-psk", "aes256-gcm-psk"])
        let server = NetworkAddress(host: "127.0.0.1", port: listener.port)
        #expect(subjects.allSatisfy { $0.peer == server && $0.sessionID == subjects[0].sessionID })
    }
}
