// SPDX-License-Identifier: Apache-2.0
import NIOCore

extension SessionHandler {
    /// Writes bytes of the session.
    func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        let buffer = wrapOutboundOut(ByteBuffer(bytes: bytes))
        guard timer.measuresProgress else { return context.writeAndFlush(buffer, promise: nil) }
        context.writeAndFlush(buffer).assumeIsolated().whenSuccess { self.timer.noteProgress() }
    }

    /// Closes the connection, once everything is written.
    ///
    /// - Parameter lingers: whether the peer gets time to read an alert.
    func close(_ context: ChannelHandlerContext, lingers: Bool) {
        guard lingers else { return context.close(promise: nil) }
        // A reset would overtake the alert: hang up our half, and give the peer time to hang up its own.
        context.close(mode: .output, promise: nil)
        timer.schedule(in: limits.linger, on: context.eventLoop) { context.close(promise: nil) }
    }
}
