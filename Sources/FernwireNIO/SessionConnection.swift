// SPDX-License-Identifier: Apache-2.0
public import FernwireSession
public import FernwireWire
public import Logging
public import NIOCore
import NIOPosix

/// One connection with its session.
public struct SessionConnection: Sendable {
    /// The events of the session in order, as many at a time as came about together.
    public let events: NIOAsyncChannelInboundStream<[SessionEvent]>
    private let writer: NIOAsyncChannelOutboundWriter<SessionRequest>
    private let channel: any Channel
    /// The address of the peer.
    public let peer: PeerAddress

    init(
        _ channel: any Channel, peer: PeerAddress, events: NIOAsyncChannelInboundStream<[SessionEvent]>,
        writer: NIOAsyncChannelOutboundWriter<SessionRequest>
    ) {
        self.channel = channel
        self.peer = peer
        self.events = events
        self.writer = writer
    }

    /// Sends, as soon as the peer takes what was sent before.
    ///
    /// - Parameter whenNumbered: a closure that takes the id of the message that the command sends or begins, before
    ///   any of its bytes are written, and so before an answer can come. It is called on another thread and must not
    ///   wait.
    public func send(_ command: SessionCommand, whenNumbered: (@Sendable (UInt64) -> Void)? = nil) async throws {
        try await writer.write(SessionRequest(commands: [command], whenNumbered: whenNumbered))
        if case .fileData = command { try await channel.eventLoop.submit {}.get() }
    }

    /// Sends all of `commands`, as soon as the peer takes what was sent before.
    ///
    /// - Parameter waitsForLoop: whether it returns only after the event loop took the commands, so that the next ones
    ///   wait for a peer that does not read. The writer takes what comes while the loop is at work without bound.
    public func send(_ commands: [SessionCommand], waitsForLoop: Bool = false) async throws {
        try await writer.write(SessionRequest(commands: commands))
        if waitsForLoop { try await channel.eventLoop.submit {}.get() }
    }

    /// Ends the session with an alert, whatever waits to be sent. It may be called from anywhere.
    public func abort(_ alert: AlertCode) {
        channel.pipeline.triggerUserOutboundEvent(AbortRequest(alert: alert), promise: nil)
    }

    /// Brings the connection to its end. It may be called from anywhere.
    public func shutDown() {
        channel.pipeline.triggerUserOutboundEvent(ShutdownRequest(), promise: nil)
    }
}

extension SessionConnection {
    typealias AsyncChannel = NIOAsyncChannel<[SessionEvent], SessionRequest>

    /// Prepares a new channel, on its event loop.
    static func wrap(
        _ channel: any Channel, _ configuration: SessionConfiguration, client: String, keyLog: KeyLogWriter?,
        limits: ConnectionLimits, logger: Logger
    ) throws -> AsyncChannel {
        let handler = SessionHandler(configuration, client: client, keyLog: keyLog, limits: limits, logger: logger)
        try channel.pipeline.syncOperations.addHandler(handler)
        return try AsyncChannel(wrappingChannelSynchronously: channel)
    }

    /// Runs `body` on the channel's event loop, so that no message is handed from one thread to another.
    static func run(
        _ channel: AsyncChannel, peer: PeerAddress, _ body: @Sendable (SessionConnection) async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(EventLoopExecutor(channel.channel.eventLoop)) {
            try await channel.executeThenClose { events, writer in
                do {
                    try await body(SessionConnection(channel.channel, peer: peer, events: events, writer: writer))
                } catch let failure as SessionFailure {
                    // A close at once would reset the connection, and overtake the alert; the handler closes in time.
                    if case .local = failure { try? await channel.channel.closeFuture.get() }
                    throw failure
                }
            }
        }
    }

    /// Connects, runs `body`, and closes.
    public static func connect(
        host: String, port: Int, _ configuration: SessionConfiguration, keyLog: KeyLogWriter? = nil,
        limits: ConnectionLimits = ConnectionLimits(), logger: Logger,
        _ body: @Sendable (SessionConnection) async throws -> Void
    ) async throws {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try wrap(
                        channel, configuration, client: "", keyLog: keyLog, limits: limits, logger: logger)
                }
            }
        try await run(channel, peer: PeerAddress(host: host, port: port), body)
    }
}
