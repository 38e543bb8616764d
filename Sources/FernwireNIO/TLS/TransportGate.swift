// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import NIOCore
import NIOSSL
import NIOTLS

/// Lets nothing of a session out before TLS is done and both sides have said that they speak Fernwire inside.
final class TransportGate: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private typealias Write = (data: NIOAny, promise: EventLoopPromise<Void>?)

    private enum State {
        /// The writes wait.
        case closed([Write])
        case open
        case failed(TransportFailure)
    }

    private var state = State.closed([])
    private let promise: EventLoopPromise<Void>
    /// The name that the peer's certificate must be for, beside what the library checks; `nil` for none.
    private let expected: ServerName?

    init(_ promise: EventLoopPromise<Void>, expecting expected: ServerName?) {
        self.promise = promise
        self.expected = expected
    }

    /// Whether the gate was opened.
    var outcome: EventLoopFuture<Void> { promise.futureResult }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch state {
        case .closed(let writes): state = .closed(writes + [(data, promise)])
        case .open: context.write(data, promise: promise)
        case .failed(let failure): promise?.fail(failure)
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // The library, which awaits the peer's close_notify after its own, passes over it where halves may be closed.
        if mode == .all { try? context.channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false) }
        context.close(mode: mode, promise: promise)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted(let name) = event {
            guard name == "\(Wire.applicationProtocol)" else { return fail(.otherProtocol(name), context) }
            if let expected {
                let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate()
                guard let certificate, expected.isNamed(by: certificate) else { return fail(.otherName, context) }
            }
            open(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .open = state { return context.fireErrorCaught(error) }
        fail(TransportFailure(error) ?? .handshake("\(error)"), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.ended, context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        // A connection that did not come about was never active, and has a failure of its own.
        guard case .closed = state else { return }
        state = .failed(.ended)
        promise.fail(TransportFailure.ended)
    }

    private func open(_ context: ChannelHandlerContext) {
        guard case .closed(let writes) = state else { return }
        state = .open
        for write in writes { context.write(write.data, promise: write.promise) }
        context.flush()
        promise.succeed()
    }

    /// Ends the connection, unless the gate is open or has failed before.
    private func fail(_ failure: TransportFailure, _ context: ChannelHandlerContext) {
        guard case .closed(let writes) = state else { return }
        state = .failed(failure)
        for write in writes { write.promise?.fail(failure) }
        promise.fail(failure)
        context.fireErrorCaught(failure)
        context.close(promise: nil)
    }
}
