// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Glibc
import NIOCore
import Synchronization

/// A listening socket, and the connections that come to it.
///
/// NIO's own server socket would do but for two things: it asks for the peer's address after it accepted the
/// connection, when a hasty peer is gone; and at the limit of file handles connections wait in the kernel until their
/// clients give up.
///
/// ### Invariants
/// - A connection that cannot be taken is closed at once; it does not wait, and costs no further time.
/// - One file handle is kept spare, so that a connection can be accepted, and closed, when there is no other.
final class Acceptor: Sendable {
    /// A connection, whose socket belongs to whoever takes it.
    struct Connection: Sendable {
        let socket: Int32
        let peer: NetworkAddress
    }

    /// The connections in the order in which they came, until ``stop()``.
    let connections: AsyncStream<Connection>
    let localAddress: SocketAddress

    private let continuation: AsyncStream<Connection>.Continuation
    // A dispatch source may be used by any thread; its type does not say so.
    private nonisolated(unsafe) let source: any DispatchSourceRead
    private let socket: Int32
    private let limit: Int
    private let onRefusal: @Sendable (Refusal, SocketAddress) -> Void
    private let state = Mutex(State())

    /// What keeps connections from being taken.
    enum Refusal: Sendable {
        /// A connection of `peer`, which is `nil` where the connection was gone before it could be closed.
        case connection(ConnectionRefusal, peer: NetworkAddress?)
        /// The error of accept(2).
        case error(Int32)
    }

    private struct State {
        var taken = 0
        var spare: Int32 = -1
        var isStopped = false
    }

    private static let backlog: Int32 = 256

    /// Listens at once.
    ///
    /// - Parameter limit: the number of connections that may be open at a time.
    /// - Parameter onRefusal: a closure that is called for each connection that was not taken, with the address that is
    ///   listened on.
    init(
        _ address: SocketAddress, limit: Int, onRefusal: @escaping @Sendable (Refusal, SocketAddress) -> Void
    ) throws {
        socket = try Sockets.listen(address, backlog: Self.backlog)
        localAddress = try Sockets.localAddress(socket)
        self.limit = limit
        self.onRefusal = onRefusal
        (connections, continuation) = AsyncStream.makeStream()
        source = DispatchSource.makeReadSource(
            fileDescriptor: socket, queue: DispatchQueue(label: "fernwire accept"))
        state.withLock { $0.spare = Sockets.spareHandle() }
        let socket = socket
        source.setCancelHandler { close(socket) }
        source.setEventHandler { [weak self] in self?.acceptAll() }
        source.activate()
    }

    deinit {
        stop()
    }

    /// Accepts no more connections.
    func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopped = true }
            if !state.isStopped { close(state.spare) }
            return !state.isStopped
        }
        guard isFirst else { return }
        source.cancel()
        continuation.finish()
    }

    /// Takes note that a connection that was taken is closed.
    func release() {
        state.withLock { $0.taken -= 1 }
    }

    /// Takes the connections that wait, a few at a time, so that ``stop()`` is heard.
    private func acceptAll() {
        for _ in 0..<Self.backlog {
            switch Sockets.accept(socket) {
            case .connection(let connection): take(connection)
            case .none: return
            case .noHandle:
                switch closeWithSpareHandle() {
                case .closed(let peer): onRefusal(.connection(.fileHandles, peer: peer), localAddress)
                case .noHandle: return pause()
                }
            case .failed(let error):
                onRefusal(.error(error), localAddress)
                return pause()
            }
        }
    }

    private func take(_ connection: Connection) {
        let (fits, isStopped) = state.withLock { state in
            let fits = !state.isStopped && state.taken < limit
            if fits { state.taken += 1 }
            return (fits, state.isStopped)
        }
        guard fits else {
            close(connection.socket)
            // One that came while this stops meets no limit.
            if !isStopped { onRefusal(.connection(.connections(limit: limit), peer: connection.peer), localAddress) }
            return
        }
        if case .enqueued = continuation.yield(connection) { return }
        release()
        close(connection.socket)
    }

    private enum Closing {
        /// The connection of `peer` is closed; `nil` for one that was gone.
        case closed(NetworkAddress?)
        /// There is not even a handle to close a connection with.
        case noHandle
    }

    /// Gives up the spare handle for the time that it takes to accept a connection and close it.
    private func closeWithSpareHandle() -> Closing {
        state.withLock { state in
            guard !state.isStopped, state.spare >= 0 else {
                state.spare = Sockets.spareHandle()
                return .noHandle
            }
            close(state.spare)
            let accepted = Sockets.accept(socket)
            if case .connection(let connection) = accepted { close(connection.socket) }
            state.spare = Sockets.spareHandle()
            return switch accepted {
            case .connection(let connection): .closed(connection.peer)
            case .none, .failed: .closed(nil)
            case .noHandle: .noHandle
            }
        }
    }

    /// Leaves waiting connections alone for a moment, in which handles may come free.
    private func pause() {
        source.suspend()
        nonisolated(unsafe) let source = source
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(100)) { source.resume() }
    }
}
