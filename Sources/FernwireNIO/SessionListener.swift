// SPDX-License-Identifier: Apache-2.0
public import FernwireSession
public import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Accepts connections, many at a time.
public struct SessionListener: Sendable {
    private let acceptor: Acceptor
    private let configuration: SessionConfiguration
    private let keyLog: KeyLogWriter?
    private let limits: ConnectionLimits
    private let logger: Logger

    /// Connections at a time, unless another number is given.
    public static let defaultConnectionLimit = 512

    /// Listens at once.
    ///
    /// - Parameter port: 0 picks a free one.
    /// - Parameter connectionLimit: connections that are served at a time; others are closed at once.
    public init(
        host: String, port: Int, _ configuration: SessionConfiguration, keyLog: KeyLogWriter? = nil,
        limits: ConnectionLimits = ConnectionLimits(), connectionLimit: Int = defaultConnectionLimit, logger: Logger
    ) async throws {
        self.configuration = configuration
        self.keyLog = keyLog
        self.limits = limits
        self.logger = logger
        // Each event loop takes file handles when it begins, which must not be when there are none left.
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try await loop.submit {}.get() }
        let refusals = RefusalLog(logger)
        let address = try SocketAddress.makeAddressResolvingHost(host, port: port)
        acceptor = try Acceptor(address, limit: connectionLimit) { refusals.note($0) }
    }

    /// Address and port that are listened on.
    public var host: String { acceptor.localAddress.ipAddress ?? "?" }
    public var port: Int { acceptor.localAddress.port ?? 0 }

    /// Runs `body` for each connection, until ``stop()`` and the end of those that are open.
    public func run(_ body: @escaping @Sendable (SessionConnection) async throws -> Void) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for await connection in acceptor.connections {
                group.addTask {
                    defer { acceptor.release() }
                    do {
                        try await serve(connection, body)
                    } catch {
                        // One connection's failure is not the others'.
                        logger.debug("connection over", metadata: ["error": "\(error)", "peer": "\(connection.peer)"])
                    }
                }
            }
        }
    }

    /// Accepts no more connections.
    public func stop() {
        acceptor.stop()
    }

    private func serve(
        _ connection: Acceptor.Connection, _ body: @Sendable (SessionConnection) async throws -> Void
    ) async throws {
        var logger = logger
        logger[metadataKey: "peer"] = "\(connection.peer)"
        let (configuration, keyLog, limits, ownLogger) = (configuration, keyLog, limits, logger)
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .withConnectedSocket(connection.socket) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try SessionConnection.wrap(
                        channel, configuration, client: connection.peer.host, keyLog: keyLog, limits: limits,
                        logger: ownLogger)
                }
            }
        try await SessionConnection.run(channel, peer: connection.peer, body)
    }
}

/// Says that connections are refused, at most once a minute.
private final class RefusalLog: Sendable {
    private let logger: Logger
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    private static let interval = Duration.seconds(60)

    init(_ logger: Logger) {
        self.logger = logger
    }

    func note(_ refusal: Acceptor.Refusal) {
        let now = ContinuousClock.now
        let isDue = last.withLock { last in
            if let before = last, now - before < Self.interval { return false }
            last = now
            return true
        }
        guard isDue else { return }
        switch refusal {
        case .sessions(let limit):
            logger.warning("\(limit) clients are connected, the limit; others are closed at once")
        case .fileHandles:
            logger.warning("no file handles are left (ulimit -n); new clients are closed at once until some come free")
        case .error(let code): logger.warning("cannot accept clients: \(IOError(errnoCode: code, reason: "accept"))")
        }
    }
}
