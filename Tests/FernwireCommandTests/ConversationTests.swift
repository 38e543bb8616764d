// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import FernwireSession
import FernwireWire
import Foundation
import NIOCore
import Synchronization
import Testing

@testable import FernwireCommand

/// A part of a client's that does not come to its end.
@Suite(.timeLimit(.minutes(1))) struct ConversationTests {
    /// A part in which nothing is said.
    private struct Silence: Conversation {
        let hasBegun: AsyncStream<Void>.Continuation

        func begin(_ suite: String) throws { hasBegun.yield() }
        func speak(_ connection: SessionConnection) async throws {}
        func hear(_ messages: [ReceivedMessage], _ connection: SessionConnection) async {}
    }

    @Test("A conversation that is cancelled before the end of its session is no success, but truncated")
    func cancelled() async throws {
        let said: String? = try await Loopback.serve { connection in
            for await _ in connection.events {}
        } client: { port in
            let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
            let task = Task { try await Loopback.link(to: port).hold(Silence(hasBegun: continuation)) }
            for await _ in begun { break }
            task.cancel()
            guard case .failure(let error) = await task.result else { return nil }
            return "\(error)"
        }
        #expect(said == "truncated: the connection ended before the session did")
    }

    @Test("A file that becomes shorter while it is sent is given up, and the server gets internal_error")
    func shorterFile() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).bin").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data([1, 2, 3]).write(to: URL(filePath: path))
        let file = try OutgoingFileReader(path: path)
        // It has been read once, for its hash.
        let cut = truncate(path, 1)
        try #require(cut == 0)
        let failures = Mutex<[String]>([])
        // The time after which a client that never gives up is ended.
        let said: String? = try await Loopback.serve(idle: .seconds(30)) { connection in
            for await events in connection.events {
                for case .failed(let failure) in events { failures.withLock { $0.append("\(failure)") } }
            }
        } client: { port in
            let service = ClientService(
                link: Loopback.link(to: port), contentType: .text, errand: .file(file), wait: .seconds(1))
            let end = await Task { try await service.run() }.result
            guard case .failure(let error) = end else { return nil }
            return "\(error)"
        }
        #expect(said == "the file became shorter while it was sent")
        let told = failures.withLock { $0 }
        #expect(told == ["the peer sent the alert internal_error"])
    }
}
