// SPDX-License-Identifier: Apache-2.0
public import FernwireSession
public import Logging
import NIOCore
import NIOPosix

/// Accepts connections, many at a time.
public struct SessionListener: Sendable {
    typealias ServerChannel = NIOAsyncChannel<SessionConnection.AsyncChannel, Never>

    private let channel: ServerChannel
    private let logger: Logger

    /// Listens at once.
    ///
    /// - Parameter port: 0 picks a free one.
    public init(
        host: String, port: Int, _ configuration: SessionConfiguration, keyLog: KeyLogWriter? = nil,
        limits: ConnectionLimits = ConnectionLimits(), logger: Logger
    ) async throws {
        self.logger = logger
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try SessionConnection.wrap(channel, configuration, keyLog, limits, logger)
                }
            }
    }

    /// Address and port that are listened on.
    public var host: String { channel.channel.localAddress?.ipAddress ?? "?" }
    public var port: Int { channel.channel.localAddress?.port ?? 0 }

    /// Runs `body` for each connection, until ``stop()`` and the end of those that are open.
    public func run(_ body: @escaping @Sendable (SessionConnection) async throws -> Void) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await channel.executeThenClose { connections in
                for try await connection in connections {
                    group.addTask {
                        do {
                            try await SessionConnection.run(connection, body)
                        } catch {
                            // One connection's failure is not the others'.
                            logger.debug("connection over", metadata: ["error": "\(error)"])
                        }
                    }
                }
            }
        }
    }

    /// Accepts no more connections.
    public func stop() {
        channel.channel.close(promise: nil)
    }
}
