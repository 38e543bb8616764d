// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import FernwireSession
import FernwireWire
import Logging
import NIOCore

@testable import FernwireCommand

/// Sessions in the clear over the loopback interface.
enum Loopback {
    static let host = "127.0.0.1"
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func configuration(_ role: Direction) -> SessionConfiguration {
        SessionConfiguration(role: role, suites: [.plaintext], credentials: Credentials()) { 1_700_000_000 }
    }

    /// The way to the server at a port.
    static func link(to port: Int) -> ServerLink {
        ServerLink(
            host: host, port: port, name: "\(host):\(port)", configuration: configuration(.fromClient), security: nil,
            judgement: nil, keyLog: nil, events: nil, logger: logger)
    }

    /// Serves each connection by `server` while `client` runs, which takes the port.
    ///
    /// - Parameter idle: the time after which the server ends a silent session; `nil` for never.
    /// - Returns: what `client` returns.
    static func serve<Outcome: Sendable>(
        idle: TimeAmount? = nil, _ server: @Sendable @escaping (SessionConnection) async throws -> Void,
        client: @Sendable (Int) async throws -> Outcome
    ) async throws -> Outcome {
        var limits = ConnectionLimits()
        limits.idle = idle
        let listener = try await SessionListener(
            host: host, port: 0, configuration(.fromServer), limits: limits, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self, returning: Outcome.self) { group in
            group.addTask { try await listener.run(server) }
            defer { listener.stop() }
            return try await client(listener.port)
        }
    }

    /// Answers each message with itself, and the end with the end.
    static func echo(_ connection: SessionConnection) async throws {
        for await events in connection.events {
            for event in events {
                switch event {
                case .message(let message):
                    try await connection.send(.message(message.contentType, message.bytes, replyTo: message.id))
                case .peerEnded: try await connection.send(.end)
                case .established, .keys, .filePiece, .closed, .failed: break
                }
            }
        }
    }
}
