// SPDX-License-Identifier: Apache-2.0
public import FernwireSession
public import FernwireWire
public import Logging
import NIOCore
import NIOPosix

/// One connection with its session.
///
/// Its user's task runs on the connection's event loop, so that no message is handed from one thread to another. What it
/// does there must not keep the loop waiting.
public struct SessionConnection: Sendable {
    private let channel: any Channel
    private let handler: NIOLoopBound<SessionHandler>
    private let executor: EventLoopExecutor
    /// The address of the peer.
    public let peer: NetworkAddress

    init(_ channel: any Channel, _ handler: NIOLoopBound<SessionHandler>, peer: NetworkAddress) {
        self.channel = channel
        self.handler = handler
        self.peer = peer
        executor = EventLoopExecutor(channel.eventLoop)
    }

    /// The events of the session.
    public var events: SessionEvents { SessionEvents(handler: handler, loop: channel.eventLoop) }

    /// Sends all of `commands`, as soon as the peer takes what was sent before.
    ///
    /// - Parameter whenNumbered: a closure that takes the id of each message that the commands send or begin, before
    ///   any of its bytes are written, and so before an answer can come. It must not wait.
    /// - Throws: when the connection is closed, or the task is cancelled while it waits.
    public func send(
        _ commands: [SessionCommand], whenNumbered: (@Sendable (UInt64) -> Void)? = nil
    ) async throws {
        guard channel.eventLoop.inEventLoop else {
            return try await withTaskExecutorPreference(executor) {
                try await sendFromLoop(commands, whenNumbered)
            }
        }
        try await sendFromLoop(commands, whenNumbered)
    }

    /// Sends one command as ``send(_:whenNumbered:)`` sends many.
    public func send(_ command: SessionCommand, whenNumbered: (@Sendable (UInt64) -> Void)? = nil) async throws {
        try await send([command], whenNumbered: whenNumbered)
    }

    /// What an observer of the connection is told that it is about, as far as it is known by now; `nil` without an
    /// observer. It may be called from anywhere.
    public func subject() async -> ConnectionSubject? {
        guard channel.eventLoop.inEventLoop else {
            return await withTaskExecutorPreference(executor) { handler.value.report?.subject }
        }
        return handler.value.report?.subject
    }

    /// Ends the session with an alert, whatever waits to be sent. It may be called from anywhere.
    ///
    /// - Parameter limit: the limit that was reached; `nil` for another reason.
    public func abort(_ alert: AlertCode, _ limit: SessionLimit? = nil) {
        channel.eventLoop.execute { [handler] in handler.value.take(.abort(alert, limit)) }
    }

    /// Brings the connection to its end. It may be called from anywhere.
    public func shutDown() {
        channel.eventLoop.execute { [handler] in handler.value.shutDown() }
    }

    private func sendFromLoop(
        _ commands: [SessionCommand], _ whenNumbered: (@Sendable (UInt64) -> Void)?
    ) async throws {
        while !handler.value.isReady { try await waitUntilReady() }
        try handler.value.perform(commands, whenNumbered: whenNumbered)
    }

    private func waitUntilReady() async throws {
        let (handler, loop) = (handler, channel.eventLoop)
        // The number of the waiter, which is set before anything can cancel it on the loop.
        let number = NIOLoopBoundBox(0, eventLoop: loop)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { number.value = handler.value.gate.wait($0) }
        } onCancel: {
            loop.execute { handler.value.gate.cancel(number.value) }
        }
    }
}

extension SessionConnection {
    /// The memory into which a channel reads: little for a session that is idle, more for one that is not.
    static let receiving = AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 512, maximum: 1 << 16)

    /// Runs `body` on the connection's event loop, on which the task is already, and closes the connection.
    static func serve(
        _ connection: SessionConnection, _ body: @Sendable (SessionConnection) async throws -> Void
    ) async throws {
        let (channel, handler) = (connection.channel, connection.handler)
        let result: Result<Void, any Error>
        do {
            try await withTaskCancellationHandler {
                try await body(connection)
            } onCancel: {
                channel.eventLoop.execute {
                    handler.value.inbox.finish()
                    handler.value.gate.close()
                }
            }
            result = .success(())
        } catch {
            // A close at once would reset the connection, and overtake the alert; the handler closes in time.
            if case SessionFailure.local = error { try? await channel.closeFuture.get() }
            result = .failure(error)
        }
        try? await channel.close()
        try result.get()
    }

    /// Connects, runs `body` on the connection's event loop, and closes.
    ///
    /// - Parameter security: TLS around the connection; `nil` for none.
    /// - Throws: ``TransportFailure`` where TLS does not come about; nothing was sent inside it then.
    public static func connect(
        host: String, port: Int, _ configuration: SessionConfiguration, keyLog: KeyLogWriter? = nil,
        limits: ConnectionLimits = ConnectionLimits(), security: TransportSecurity? = nil,
        observer: (any ConnectionObserver)? = nil, logger: Logger,
        _ body: @Sendable (SessionConnection) async throws -> Void
    ) async throws {
        let setup = ConnectionSetup(
            configuration: configuration, keyLog: keyLog, limits: limits, security: security, observer: observer,
            logger: logger)
        let peer = NetworkAddress(host: host, port: port)
        let (connection, secured) = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.recvAllocator, value: receiving)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = SessionHandler(setup, peer: peer)
                    let secured = try setup.add(handler, to: channel)
                    let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
                    return (SessionConnection(channel, bound, peer: peer), secured)
                }
            }
        try await secured?.get()
        try await withTaskExecutorPreference(connection.executor) { try await serve(connection, body) }
    }
}
