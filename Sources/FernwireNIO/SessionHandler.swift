// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import Logging
import NIOCore

/// Puts a session on a channel: bytes in, events out; commands in, bytes out.
///
/// What happens to the session is a queue of steps. Those that take operations with keys run in ``KeyOperationPool``;
/// meanwhile the others wait, and no more bytes are read.
final class SessionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = SessionEvent
    typealias OutboundIn = SessionRequest
    typealias OutboundOut = ByteBuffer

    private let box: SessionBox
    /// Address of the peer, to which the bounds on operations with keys apply.
    private let client: String
    private let keyLog: KeyLogWriter?
    private let limits: ConnectionLimits
    private let logger: Logger
    private var steps: CircularBuffer<SessionStep> = []
    /// Whether a step runs beside the event loop, which then leaves the session alone.
    private var isWorking = false
    private var isReadWanted = false
    private var timeout: Scheduled<Void>?
    private var idleCheck: Scheduled<Void>?
    private var lastProgress = NIODeadline.now()
    private var isClosing = false
    private var isGone = false

    init(
        _ configuration: SessionConfiguration, client: String, keyLog: KeyLogWriter?, limits: ConnectionLimits,
        logger: Logger
    ) {
        box = SessionBox(configuration)
        self.client = client
        self.keyLog = keyLog
        self.limits = limits
        self.logger = logger
    }

    // MARK: What happens

    func channelActive(context: ChannelHandlerContext) {
        schedule(in: limits.handshake, context) { handler, context in handler.take(.handshakeDeadline, context) }
        proceed(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastProgress = .now()
        take(.bytes(unwrapInboundIn(data)), context)
    }

    func read(context: ChannelHandlerContext) {
        if isWorking { isReadWanted = true } else { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event else { return context.fireUserInboundEventTriggered(event) }
        take(.inputClosed, context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        isGone = true
        timeout?.cancel()
        idleCheck?.cancel()
        if !isWorking {
            box.session.connectionEnded()
            proceed(context)
        }
        failCommands()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.debug("connection failed", metadata: ["error": "\(error)"])
        take(.inputClosed, context)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        take(.command(unwrapOutboundIn(data), promise), context)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case is ShutdownRequest:
            schedule(in: limits.shutdown, context) { _, context in context.close(promise: nil) }
            take(.shutDown, context)
        case let request as AbortRequest: take(.abort(request.alert), context)
        default: return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
    }

    // MARK: Steps

    private func take(_ step: SessionStep, _ context: ChannelHandlerContext) {
        steps.append(step)
        run(context)
    }

    private func run(_ context: ChannelHandlerContext) {
        while !isWorking, !isGone, let step = nextStep() { perform(step, context) }
        guard !isWorking, isReadWanted, !isGone else { return }
        isReadWanted = false
        context.read()
    }

    /// Frames that came are taken before what comes after them.
    private func nextStep() -> SessionStep? {
        guard box.session.hasFrame else { return steps.popFirst() }
        return box.session.nextOperations == .none ? .bytes(ByteBuffer()) : .frame
    }

    private func perform(_ step: SessionStep, _ context: ChannelHandlerContext) {
        let operations = step.mayUseKeys ? box.session.nextOperations : .none
        guard operations != .none else { return complete(step, error: box.perform(step), context) }
        isWorking = true
        let (box, loop) = (box, context.eventLoop)
        let loopBound = NIOLoopBound((self, context), eventLoop: loop)
        let isTaken = KeyOperationPool.shared.run(operations, for: client) {
            let error = box.perform(step)
            loop.execute {
                let (handler, context) = loopBound.value
                handler.isWorking = false
                handler.complete(step, error: error, context)
                handler.run(context)
                // The user gets what was handed on once a read is complete; here none was under way.
                context.fireChannelReadComplete()
            }
        }
        if !isTaken {
            isWorking = false
            complete(step, error: box.perform(.abort(.busy)), context)
        }
    }

    private func complete(_ step: SessionStep, error: (any Error)?, _ context: ChannelHandlerContext) {
        if case .command(_, let promise) = step {
            if let error {
                logger.debug("not sent", metadata: ["error": "\(error)"])
                promise?.fail(error)
            }
        }
        guard !isGone else { return failCommands() }
        proceed(context)
        if case .command(_, let promise) = step, error == nil { promise?.succeed() }
        // Nobody is left to wait for.
        if case .inputClosed = step { context.close(promise: nil) }
    }

    private func failCommands() {
        while let step = steps.popFirst() {
            if case .command(_, let promise) = step { promise?.fail(ChannelError.ioOnClosedChannel) }
        }
    }

    /// Hands on what the session has to say: key log before bytes, bytes before the close.
    private func proceed(_ context: ChannelHandlerContext) {
        var failure: SessionFailure?
        for event in box.session.takeEvents() {
            switch event {
            case .keys(let entries): log(entries)
            case .established:
                timeout?.cancel()
                checkIdle(context)
            case .closed: timeout?.cancel()
            case .failed(let reason):
                timeout?.cancel()
                failure = reason
            case .message, .filePiece, .peerEnded: break
            }
            context.fireChannelRead(wrapInboundOut(event))
        }
        let bytes = box.session.takeOutgoing()
        var written = context.eventLoop.makeSucceededVoidFuture()
        if !bytes.isEmpty {
            written = context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)))
            written.assumeIsolated().whenSuccess { self.lastProgress = .now() }
        }
        guard box.session.isOver, !isClosing else { return }
        isClosing = true
        idleCheck?.cancel()
        // Without an alert of ours there is nothing that a reset could overtake.
        let hasAlert = if case .local = failure { !bytes.isEmpty } else { false }
        written.assumeIsolated().whenComplete { _ in self.close(context, lingers: hasAlert) }
    }

    private func close(_ context: ChannelHandlerContext, lingers: Bool) {
        guard lingers else { return context.close(promise: nil) }
        // A reset would overtake the alert: hang up our half, and give the peer time to hang up its own.
        context.close(mode: .output, promise: nil)
        schedule(in: limits.linger, context) { _, context in context.close(promise: nil) }
    }

    private func log(_ entries: [KeyLogEntry]) {
        guard let keyLog, !entries.isEmpty else { return }
        do { try keyLog.write(entries) } catch { logger.error("\(error)") }
    }

    // MARK: Time

    private func schedule(
        in delay: TimeAmount, _ context: ChannelHandlerContext,
        _ action: @escaping (SessionHandler, ChannelHandlerContext) -> Void
    ) {
        timeout?.cancel()
        timeout = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { action(self, context) }
    }

    /// Ends a session in which no byte went in either direction for too long.
    private func checkIdle(_ context: ChannelHandlerContext) {
        guard let idle = limits.idle else { return }
        idleCheck = context.eventLoop.assumeIsolated().scheduleTask(deadline: lastProgress + idle) {
            if NIODeadline.now() - self.lastProgress >= idle {
                self.take(.abort(.timedOut), context)
            } else {
                self.checkIdle(context)
            }
        }
    }
}
