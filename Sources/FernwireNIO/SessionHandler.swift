// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import Logging
import NIOCore

/// Puts a session on a channel: bytes in, events out; commands in, bytes out.
final class SessionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = SessionEvent
    typealias OutboundIn = SessionCommand
    typealias OutboundOut = ByteBuffer

    private var session: Session
    private let keyLog: KeyLogWriter?
    private let limits: ConnectionLimits
    private let logger: Logger
    private var timeout: Scheduled<Void>?
    private var isClosing = false

    init(_ configuration: SessionConfiguration, keyLog: KeyLogWriter?, limits: ConnectionLimits, logger: Logger) {
        session = Session(configuration)
        self.keyLog = keyLog
        self.limits = limits
        self.logger = logger
    }

    func channelActive(context: ChannelHandlerContext) {
        schedule(limits.handshake, context) { handler, context in
            guard !handler.session.isEstablished else { return }
            handler.session.abort(.timedOut)
            handler.proceed(context)
        }
        proceed(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        buffer.withUnsafeReadableBytes { session.receive($0.bytes) }
        proceed(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event else { return context.fireUserInboundEventTriggered(event) }
        session.connectionEnded()
        proceed(context)
        // Nobody is left to wait for.
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        session.connectionEnded()
        proceed(context)
        timeout?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.debug("connection failed", metadata: ["error": "\(error)"])
        session.connectionEnded()
        proceed(context)
        context.close(promise: nil)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        do {
            switch unwrapOutboundIn(data) {
            case .message(let type, let bytes, let replyTo): try session.send(type, bytes, replyTo: replyTo)
            case .file(let name, let mediaType, let data, let replyTo):
                try session.sendFile(named: name, mediaType: mediaType, data, replyTo: replyTo)
            case .beginFile(let description): try session.beginFile(description)
            case .fileData(let data): try session.send(fileData: data)
            case .rekey: try session.rekey()
            case .end: try session.end()
            case .abort(let alert): session.abort(alert)
            }
            proceed(context)
            promise?.succeed()
        } catch {
            logger.debug("not sent", metadata: ["error": "\(error)"])
            promise?.fail(error)
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is ShutdownRequest else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        if session.isEstablished {
            // It fails when this side has ended already, which is as well.
            try? session.end()
            schedule(limits.shutdown, context) { _, context in context.close(promise: nil) }
        } else {
            session.abort(.goingAway)
        }
        proceed(context)
        promise?.succeed()
    }

    /// Hands on what the session has to say: key log before bytes, bytes before the close.
    private func proceed(_ context: ChannelHandlerContext) {
        var failure: SessionFailure?
        for event in session.takeEvents() {
            switch event {
            case .keys(let entries): log(entries)
            case .established, .closed: timeout?.cancel()
            case .failed(let reason):
                timeout?.cancel()
                failure = reason
            case .message, .filePiece, .peerEnded: break
            }
            context.fireChannelRead(wrapInboundOut(event))
        }
        let bytes = session.takeOutgoing()
        var written = context.eventLoop.makeSucceededVoidFuture()
        if !bytes.isEmpty { written = context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes))) }
        guard session.isOver, !isClosing else { return }
        isClosing = true
        written.assumeIsolated().whenComplete { _ in self.close(context, after: failure) }
    }

    private func close(_ context: ChannelHandlerContext, after failure: SessionFailure?) {
        guard case .local = failure else { return context.close(promise: nil) }
        // A reset would overtake the alert: hang up our half, and give the peer time to hang up its own.
        context.close(mode: .output, promise: nil)
        schedule(limits.linger, context) { _, context in context.close(promise: nil) }
    }

    private func log(_ entries: [KeyLogEntry]) {
        guard let keyLog, !entries.isEmpty else { return }
        do { try keyLog.write(entries) } catch { logger.error("\(error)") }
    }

    private func schedule(
        _ delay: TimeAmount, _ context: ChannelHandlerContext,
        _ action: @escaping (SessionHandler, ChannelHandlerContext) -> Void
    ) {
        timeout?.cancel()
        timeout = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { action(self, context) }
    }
}
