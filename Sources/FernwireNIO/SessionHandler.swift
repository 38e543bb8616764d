// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import Logging
import NIOCore

/// Puts a session on a channel: bytes in, events out; commands in, bytes out.
///
/// What happens to a session is a queue of steps. Those that take long operations with keys run in
/// ``KeyOperationPool``; meanwhile the others wait, and no more bytes are read. What the steps taken together give is
/// handed on together: one array of events, one write.
final class SessionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = [SessionEvent]
    typealias OutboundIn = SessionRequest
    typealias OutboundOut = ByteBuffer

    private let box: SessionBox
    /// The address of the peer, to which the bounds on operations with keys apply.
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
    /// Whether the peer sends nothing more.
    private var isPeerGone = false
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
        if limits.idle != nil { lastProgress = .now() }
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
        let request = unwrapOutboundIn(data)
        guard !request.commands.isEmpty else { return promise?.succeed() ?? () }
        for (number, command) in request.commands.enumerated() {
            let isLast = number == request.commands.count - 1
            steps.append(.command(command, whenNumbered: request.whenNumbered, isLast ? promise : nil))
        }
        run(context)
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
        var isTaken = false
        while !isWorking, !isGone, let step = nextStep() {
            perform(step, context)
            isTaken = true
        }
        guard !isWorking, !isGone else { return }
        if isTaken { proceed(context) }
        guard isReadWanted else { return }
        isReadWanted = false
        context.read()
    }

    /// Returns the next step. Frames that arrived are taken before the steps that came after them.
    private func nextStep() -> SessionStep? {
        guard box.session.hasFrame else { return steps.popFirst() }
        return box.session.nextOperations < .long ? .bytes(ByteBuffer()) : .frame
    }

    private func perform(_ step: SessionStep, _ context: ChannelHandlerContext) {
        guard step.mayUseKeys, box.session.nextOperations == .long else {
            return complete(step, error: box.perform(step))
        }
        // While the session is used elsewhere nothing can be taken from it.
        proceed(context)
        isWorking = true
        let (box, loop) = (box, context.eventLoop)
        let loopBound = NIOLoopBound((self, context), eventLoop: loop)
        let isTaken = KeyOperationPool.shared.run(for: client) {
            let error = box.perform(step)
            loop.execute {
                let (handler, context) = loopBound.value
                handler.isWorking = false
                handler.complete(step, error: error)
                guard !handler.isGone else { return handler.failCommands() }
                handler.proceed(context)
                handler.run(context)
                // The user gets what was handed on once a read is complete; here no read was under way.
                context.fireChannelReadComplete()
            }
        }
        if !isTaken {
            isWorking = false
            complete(step, error: box.perform(.abort(.busy)))
        }
    }

    private func complete(_ step: SessionStep, error: (any Error)?) {
        switch step {
        case .command(_, _, let promise):
            if let error {
                logger.debug("not sent", metadata: ["error": "\(error)"])
                promise?.fail(error)
            } else {
                promise?.succeed()
            }
        case .inputClosed: isPeerGone = true
        case .bytes, .frame, .shutDown, .handshakeDeadline, .abort: break
        }
    }

    private func failCommands() {
        while let step = steps.popFirst() {
            if case .command(_, _, let promise) = step { promise?.fail(ChannelError.ioOnClosedChannel) }
        }
    }

    /// Hands on the output of the session: key log before bytes, bytes before the close.
    private func proceed(_ context: ChannelHandlerContext) {
        var failure: SessionFailure?
        let events = box.session.takeEvents()
        for event in events {
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
        }
        if !events.isEmpty { context.fireChannelRead(wrapInboundOut(events)) }
        let bytes = box.session.takeOutgoing()
        var written = context.eventLoop.makeSucceededVoidFuture()
        if !bytes.isEmpty {
            written = context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)))
            if limits.idle != nil { written.assumeIsolated().whenSuccess { self.lastProgress = .now() } }
        }
        // Nobody is left to wait for.
        if isPeerGone { context.close(promise: nil) }
        guard box.session.isOver, !isClosing else { return }
        isClosing = true
        idleCheck?.cancel()
        // A reset can overtake nothing where this side sent no alert.
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
