// SPDX-License-Identifier: Apache-2.0
public import FernwireSession
public import Logging
public import NIOCore
import NIOPosix

/// One connection with its session.
public struct SessionConnection: Sendable {
    public let events: NIOAsyncChannelInboundStream<SessionEvent>
    private let writer: NIOAsyncChannelOutboundWriter<SessionCommand>
    private let channel: any Channel

    init(
        _ channel: any Channel, _ events: NIOAsyncChannelInboundStream<SessionEvent>,
        _ writer: NIOAsyncChannelOutboundWriter<SessionCommand>
    ) {
        self.channel = channel
        self.events = events
        self.writer = writer
    }

    /// Where the peer is, for people.
    public var peer: String {
        guard let address = channel.remoteAddress, let port = address.port else { return "a peer" }
        return "\(address.ipAddress ?? "?"):\(port)"
    }

    /// Sends, as soon as the peer takes what was sent before.
    public func send(_ command: SessionCommand) async throws {
        try await writer.write(command)
        // The writer takes all that it is given while the loop is at work; a file would pile up in memory.
        if case .fileData = command { try await channel.eventLoop.submit {}.get() }
    }

    /// Brings the connection to its end; may be called from anywhere.
    public func shutDown() {
        channel.pipeline.triggerUserOutboundEvent(ShutdownRequest(), promise: nil)
    }
}

extension SessionConnection {
    typealias AsyncChannel = NIOAsyncChannel<SessionEvent, SessionCommand>

    /// Prepares a new channel, on its event loop.
    static func wrap(
        _ channel: any Channel, _ configuration: SessionConfiguration, _ keyLog: KeyLogWriter?,
        _ limits: ConnectionLimits, _ logger: Logger
    ) throws -> AsyncChannel {
        let handler = SessionHandler(configuration, keyLog: keyLog, limits: limits, logger: logger)
        try channel.pipeline.syncOperations.addHandler(handler)
        return try AsyncChannel(wrappingChannelSynchronously: channel)
    }

    static func run(
        _ channel: AsyncChannel, _ body: @Sendable (SessionConnection) async throws -> Void
    ) async throws {
        try await channel.executeThenClose { events, writer in
            try await body(SessionConnection(channel.channel, events, writer))
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
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try wrap(channel, configuration, keyLog, limits, logger)
                }
            }
        try await run(channel, body)
    }
}
