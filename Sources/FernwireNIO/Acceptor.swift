// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Glibc
import NIOCore
import Synchronization

/// A listening socket, and the connections that come to it.
///
/// NIO's own would do but for two things: the peer's address is asked for after the connection was accepted, when a hasty
/// peer is gone; and at the limit of file handles connections wait in the kernel until their clients give up.
///
/// ### Invariants
/// - A connection that cannot be taken is closed at once; it does not wait, and costs no further time.
/// - One file handle is kept spare, so that a connection can be accepted, and closed, when there is no other.
final class Acceptor: Sendable {
    /// A connection, whose socket belongs to whoever takes it.
    struct Connection: Sendable {
        let socket: Int32
        let peer: PeerAddress
    }

    /// Connections in the order in which they came, until ``stop()``.
    let connections: AsyncStream<Connection>
    let localAddress: SocketAddress

    private let continuation: AsyncStream<Connection>.Continuation
    // A dispatch source may be used by any thread; its type does not say so.
    private nonisolated(unsafe) let source: any DispatchSourceRead
    private let socket: Int32
    private let limit: Int
    private let onRefusal: @Sendable (Refusal) -> Void
    private let state = Mutex(State())

    /// Why a connection was not taken.
    enum Refusal: Sendable {
        case sessions(limit: Int)
        case fileHandles
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
    /// - Parameter limit: connections that may be open at a time.
    /// - Parameter onRefusal: called for each connection that was not taken.
    init(
        _ address: SocketAddress, limit: Int, onRefusal: @escaping @Sendable (Refusal) -> Void
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

    /// Takes the connections that wait. A few at a time, so that ``stop()`` is heard.
    private func acceptAll() {
        for _ in 0..<Self.backlog {
            switch Sockets.accept(socket) {
            case .connection(let connection): take(connection)
            case .none: return
            case .noHandle:
                guard closeWithSpareHandle() else { return pause() }
                onRefusal(.fileHandles)
            case .failed(let error):
                onRefusal(.error(error))
                return pause()
            }
        }
    }

    private func take(_ connection: Connection) {
        let fits = state.withLock { state in
            guard !state.isStopped, state.taken < limit else { return false }
            state.taken += 1
            return true
        }
        guard fits else {
            close(connection.socket)
            return onRefusal(.sessions(limit: limit))
        }
        if case .enqueued = continuation.yield(connection) { return }
        release()
        close(connection.socket)
    }

    /// Gives up the spare handle for the time that it takes to accept a connection and close it.
    private func closeWithSpareHandle() -> Bool {
        state.withLock { state in
            guard !state.isStopped, state.spare >= 0 else {
                state.spare = Sockets.spareHandle()
                return false
            }
            close(state.spare)
            let accepted = Sockets.accept(socket)
            if case .connection(let connection) = accepted { close(connection.socket) }
            state.spare = Sockets.spareHandle()
            if case .noHandle = accepted { return false }
            return true
        }
    }

    /// Leaves waiting connections alone for a moment, in which handles may come free.
    private func pause() {
        source.suspend()
        nonisolated(unsafe) let source = source
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(100)) { source.resume() }
    }
}
