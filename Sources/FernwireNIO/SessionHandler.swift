// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import Logging
import NIOCore

/// Puts a session on a channel: bytes in, events out; commands in, bytes out. It is used on its event loop alone.
///
/// What happens to a session is a queue of steps. Those that take long operations with keys run in
/// ``KeyOperationPool``; meanwhile the others wait, and no more bytes are read. What the steps taken together give is
/// handed on together: one array of events, one write.
final class SessionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let box: SessionBox
    /// The address of the peer. Bounds on operations with keys apply to its host.
    private let peer: NetworkAddress
    private let keyLog: KeyLogWriter?
    let limits: ConnectionLimits
    private let logger: Logger
    /// Tells an observer what becomes of the connection; `nil` where there is none.
    let report: ConnectionReport?
    private var context: ChannelHandlerContext?
    private var steps = CircularBuffer<SessionStep>(initialCapacity: 1)
    /// Whether a step runs beside the event loop, which then leaves the session alone.
    private var isWorking = false
    private var isReadWanted = false
    let timer: SessionTimer
    private var isClosing = false
    /// Whether the peer sends nothing more.
    private var isPeerGone = false
    /// The events for the connection's user, and the commands that wait for their turn.
    let (inbox, gate) = (EventInbox(), CommandGate())

    init(_ setup: ConnectionSetup, peer: NetworkAddress) {
        box = SessionBox(setup.configuration)
        (self.peer, keyLog, limits, logger) = (peer, setup.keyLog, setup.limits, setup.logger)
        timer = SessionTimer(idleLimit: setup.limits.idle)
        report = setup.observer.map { ConnectionReport($0, role: setup.configuration.role, peer: peer) }
    }

    /// The channel that the handler is on; `nil` before and after.
    var channel: (any Channel)? { context?.channel }

    // MARK: What happens

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        report?.opened(context.channel)
        timer.schedule(in: limits.handshake, on: context.eventLoop) { self.take(.handshakeDeadline) }
        proceed()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        timer.noteProgress()
        take(.bytes(unwrapInboundIn(data)))
    }

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { isReadWanted = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        openGate()
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event else { return context.fireUserInboundEventTriggered(event) }
        take(.inputClosed)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isWorking {
            box.session.connectionEnded()
            proceed()
        }
        // What the session did at its end may have set a deadline, for which a closed connection would stay in memory.
        timer.cancelDeadline()
        timer.cancelSilence()
        report?.closed()
        self.context = nil
        steps.removeAll()
        inbox.finish()
        gate.close()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let failure = error as? TransportFailure {
            logger.warning("\(failure)", metadata: ["peer": "\(peer)"])
            report?.notSecured(failure)
        } else {
            logger.debug("connection failed", metadata: ["error": "\(error)", "peer": "\(peer)"])
        }
        take(.inputClosed)
    }

    // MARK: What the user wants

    /// Whether the next commands can be taken without a growing queue.
    var isReady: Bool {
        guard let context else { return true }
        return context.channel.isWritable && !isWorking && steps.isEmpty
    }

    /// Carries out commands in their order; `whenNumbered` takes the ids of messages before their bytes are written.
    ///
    /// - Throws: when the connection is closed.
    func perform(_ commands: [SessionCommand], whenNumbered: (@Sendable (UInt64) -> Void)?) throws(ChannelError) {
        guard context != nil else { throw .ioOnClosedChannel }
        for command in commands { steps.append(.command(command, whenNumbered: whenNumbered)) }
        run()
    }

    /// Hands the next events to `consumer`, as soon as there are some.
    func giveEvents(to consumer: EventInbox.Consumer) {
        inbox.give(to: consumer)
        resumeReading()
    }

    /// Brings the connection to its end: in order if it can, with an alert if not.
    func shutDown() {
        guard let context else { return }
        timer.schedule(in: limits.shutdown, on: context.eventLoop) { context.close(promise: nil) }
        take(.shutDown)
    }

    // MARK: Steps

    /// Adds a step, and takes all that can be taken now.
    func take(_ step: SessionStep) {
        steps.append(step)
        run()
    }

    private func run() {
        var isTaken = false
        while !isWorking, context != nil, let step = nextStep() {
            perform(step)
            isTaken = true
        }
        guard !isWorking, context != nil else { return }
        if isTaken { proceed() }
        openGate()
        resumeReading()
    }

    /// Whether more bytes can be taken. Those that come after the end are passed over: TLS waits for its own.
    private var mayRead: Bool { isClosing || !isWorking && !inbox.isFull }

    /// Reads on, if that was wanted and can be.
    private func resumeReading() {
        guard isReadWanted, mayRead, let context else { return }
        isReadWanted = false
        context.read()
    }

    private func openGate() {
        if gate.isAwaited, isReady { gate.open() }
    }

    /// Returns the next step. Frames that arrived are taken before the steps that came after them.
    private func nextStep() -> SessionStep? {
        guard box.session.hasFrame else { return steps.popFirst() }
        return box.session.nextOperations < .long ? .bytes(ByteBuffer()) : .frame
    }

    private func perform(_ step: SessionStep) {
        guard step.mayUseKeys, box.session.nextOperations == .long, let context else {
            return complete(step, error: box.perform(step))
        }
        // While the session is used elsewhere nothing can be taken from it.
        proceed()
        isWorking = true
        let (box, loop) = (box, context.eventLoop)
        let loopBound = NIOLoopBound(self, eventLoop: loop)
        let limit = KeyOperationPool.shared.run(for: peer.host) {
            let error = box.perform(step)
            loop.execute {
                let handler = loopBound.value
                handler.isWorking = false
                handler.complete(step, error: error)
                guard handler.context != nil else { return }
                handler.proceed()
                handler.run()
            }
        }
        if let limit {
            isWorking = false
            complete(step, error: box.perform(.abort(.busy, limit)))
        }
    }

    private func complete(_ step: SessionStep, error: (any Error)?) {
        if let error { logger.debug("not sent", metadata: ["error": "\(error)", "peer": "\(peer)"]) }
        if case .inputClosed = step { isPeerGone = true }
    }

    /// Hands on the output of the session: key log before bytes, bytes before the close.
    private func proceed() {
        guard let context else { return }
        var failure: SessionFailure?
        let events = box.session.takeEvents()
        report?.take(events, of: box.session)
        for event in events {
            switch event {
            case .keys(let entries): do { try keyLog?.write(entries) } catch { logger.error("\(error)") }
            case .established:
                timer.cancelDeadline()
                timer.watchSilence(on: context.eventLoop) { self.take(.abort(.timedOut, .idleTime)) }
            case .closed: timer.cancelDeadline()
            case .failed(let reason):
                timer.cancelDeadline()
                failure = reason
            case .message, .filePiece, .peerEnded: break
            }
        }
        if !events.isEmpty { inbox.add(events) }
        let bytes = box.session.takeOutgoing()
        if !bytes.isEmpty { write(bytes, context) }
        // Nobody is left to wait for.
        if isPeerGone { context.close(promise: nil) }
        guard box.session.isOver, !isClosing else { return }
        isClosing = true
        resumeReading()
        timer.cancelSilence()
        // A peer that does not read keeps no session that failed.
        if failure != nil { timer.schedule(in: limits.linger, on: context.eventLoop) { context.close(promise: nil) } }
        // A reset can overtake nothing where this side sent no alert.
        let hasAlert = if case .local = failure { !bytes.isEmpty } else { false }
        // The close comes after all that was written.
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in self.close(context, lingers: hasAlert) }
    }
}
