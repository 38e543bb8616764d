// SPDX-License-Identifier: Apache-2.0
import Glibc
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import FernwireNIO

/// What the gate before a session inside TLS passes on.
@Suite(.timeLimit(.minutes(1))) struct TransportGateTests {
    /// Whether halves of the connection could be closed, each time that a close came to the library of TLS.
    private final class Closes: Sendable {
        let allowHalves = Mutex<[Bool]>([])
    }

    /// Stands in the place of the library of TLS.
    private final class Library: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer

        private let closes: Closes

        init(_ closes: Closes) {
            self.closes = closes
        }

        func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
            // A connection that is closed already has no options.
            let allowsHalves = try? context.channel.syncOptions?.getOption(.allowRemoteHalfClosure)
            if let allowsHalves { closes.allowHalves.withLock { $0.append(allowsHalves) } }
            context.close(mode: mode, promise: promise)
        }
    }

    @Test("Halves may be closed until the whole connection is, whose end the library of TLS then sees")
    func halves() async throws {
        let listener = try Sockets.listen(SocketAddress(ipAddress: "127.0.0.1", port: 0), backlog: 1)
        defer { Glibc.close(listener) }
        let closes = Closes()
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(Library(closes))
                    try pipeline.addHandler(TransportGate(channel.eventLoop.makePromise(), expecting: nil))
                }
            }
            .connect(to: Sockets.localAddress(listener)).get()
        try await channel.close(mode: .output)
        try await channel.close()
        #expect(closes.allowHalves.withLock { $0 } == [true, false])
    }
}
