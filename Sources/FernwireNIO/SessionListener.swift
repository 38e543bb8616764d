// SPDX-License-Identifier: Apache-2.0
public import FernwireSession
public import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Accepts connections, many at a time.
public struct SessionListener: Sendable {
    private let acceptor: Acceptor
    private let setup: ConnectionSetup

    /// The number of connections at a time, unless another is given.
    public static let defaultConnectionLimit = 512

    /// Listens at once.
    ///
    /// - Parameter port: 0 picks a free one.
    /// - Parameter connectionLimit: the number of connections that are served at a time; others are closed at once.
    /// - Parameter security: TLS around the connections; `nil` for none.
    /// - Parameter observer: the observer of what becomes of the connections; `nil` for none.
    public init(
        host: String, port: Int, _ configuration: SessionConfiguration, keyLog: KeyLogWriter? = nil,
        limits: ConnectionLimits = ConnectionLimits(), connectionLimit: Int = defaultConnectionLimit,
        security: TransportSecurity? = nil, observer: (any ConnectionObserver)? = nil, logger: Logger
    ) async throws {
        setup = ConnectionSetup(
            configuration: configuration, keyLog: keyLog, limits: limits, security: security, observer: observer,
            logger: logger)
        // Each event loop takes file handles when it begins, which must happen while there are some left.
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try await loop.submit {}.get() }
        let refusals = RefusalLog(logger)
        let address = try SocketAddress.makeAddressResolvingHost(host, port: port)
        acceptor = try Acceptor(address, limit: connectionLimit) { refusal, local in
            refusals.note(refusal)
            // A connection that was gone before it could be closed is nobody's.
            guard let observer, case .connection(let reason, let peer?) = refusal else { return }
            observer.note(
                .refused(reason),
                about: ConnectionSubject(role: configuration.role, peer: peer, local: NetworkAddress(local)))
        }
    }

    /// The address and the port that are listened on.
    public var host: String { acceptor.localAddress.ipAddress ?? "?" }
    public var port: Int { acceptor.localAddress.port ?? 0 }

    /// Runs `body` for each connection, until ``stop()`` and the end of those that are open.
    public func run(_ body: @escaping @Sendable (SessionConnection) async throws -> Void) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for await connection in acceptor.connections {
                let loop = MultiThreadedEventLoopGroup.singleton.next()
                // The task begins on the event loop, where the connection is set up without a wait.
                group.addTask(executorPreference: EventLoopExecutor(loop)) {
                    defer { acceptor.release() }
                    do {
                        try await SessionConnection.serve(open(connection, on: loop), body)
                    } catch {
                        // The failure of one connection is not that of the others.
                        setup.logger.debug(
                            "connection over", metadata: ["error": "\(error)", "peer": "\(connection.peer)"])
                    }
                }
            }
        }
    }

    /// Accepts no more connections.
    public func stop() {
        acceptor.stop()
    }

    /// Sets up a connection that was accepted, on its event loop.
    private func open(_ connection: Acceptor.Connection, on loop: any EventLoop) async throws -> SessionConnection {
        let made = SessionHandler(setup, peer: connection.peer)
        let handler = NIOLoopBound(made, eventLoop: loop)
        let channel = ClientBootstrap(group: loop)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.recvAllocator, value: SessionConnection.receiving)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try setup.add(handler.value, to: channel) }.map { _ in }
            }
            .withConnectedSocket(connection.socket)
        guard let opened = handler.value.channel else {
            return SessionConnection(try await channel.get(), handler, peer: connection.peer)
        }
        return SessionConnection(opened, handler, peer: connection.peer)
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
        case .connection(.connections(let limit), _):
            logger.warning("\(limit) clients are connected, the limit; others are closed at once")
        case .connection(.fileHandles, _):
            logger.warning("no file handles are left (ulimit -n); new clients are closed at once until some come free")
        case .error(let code): logger.warning("cannot accept clients: \(IOError(errnoCode: code, reason: "accept"))")
        }
    }
}
