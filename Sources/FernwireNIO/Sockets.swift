// SPDX-License-Identifier: Apache-2.0
import Glibc
import NIOCore

/// The calls of the C library for sockets.
enum Sockets {
    enum Accepted {
        case connection(Acceptor.Connection)
        /// No connection waits.
        case none
        /// There is no file handle for the connection.
        case noHandle
        case failed(Int32)
    }

    /// The keepalive of connections: seconds without a sign of life after which the kernel asks a peer for one, seconds
    /// between its questions, and the number of questions without an answer that ends the connection.
    private static let keepalive = (idle: 60 as Int32, interval: 10 as Int32, count: 6 as Int32)

    static func listen(_ address: SocketAddress, backlog: Int32) throws -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let socket = Glibc.socket(Int32(address.protocol.rawValue), kind, 0)
        guard socket >= 0 else { throw IOError(errnoCode: errno, reason: "socket") }
        set(SO_REUSEADDR, of: socket, level: SOL_SOCKET, to: 1)
        let isBound = address.withSockAddr { bind(socket, $0, socklen_t($1)) } == 0
        guard isBound, Glibc.listen(socket, backlog) == 0 else {
            let error = errno
            close(socket)
            throw IOError(errnoCode: error, reason: isBound ? "listen" : "bind")
        }
        return socket
    }

    static func localAddress(_ socket: Int32) throws -> SocketAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        let peer = result == 0 ? numeric(storage, length) : nil
        guard let peer else { throw IOError(errnoCode: errno, reason: "getsockname") }
        return try SocketAddress(ipAddress: peer.host, port: peer.port)
    }

    /// Accepts a connection, with the socket options of a session.
    static func accept(_ listener: Int32) -> Accepted {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let socket = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.accept(listener, $0, &length) }
        }
        guard socket >= 0 else {
            switch errno {
            case EAGAIN: return .none
            case EMFILE, ENFILE: return .noHandle
            // The connection was over before it was accepted; the next may wait.
            case EINTR, ECONNABORTED, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, ENETUNREACH:
                return accept(listener)
            default: return .failed(errno)
            }
        }
        prepare(socket)
        let peer = numeric(storage, length) ?? NetworkAddress(host: "unknown", port: 0)
        return .connection(.init(socket: socket, peer: peer))
    }

    /// Returns a handle that is kept to be given up.
    static func spareHandle() -> Int32 {
        open("/dev/null", O_RDONLY | O_CLOEXEC)
    }

    private static func prepare(_ socket: Int32) {
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        set(SO_KEEPALIVE, of: socket, level: SOL_SOCKET, to: 1)
        set(TCP_KEEPIDLE, of: socket, level: Int32(IPPROTO_TCP), to: keepalive.idle)
        set(TCP_KEEPINTVL, of: socket, level: Int32(IPPROTO_TCP), to: keepalive.interval)
        set(TCP_KEEPCNT, of: socket, level: Int32(IPPROTO_TCP), to: keepalive.count)
        set(TCP_NODELAY, of: socket, level: Int32(IPPROTO_TCP), to: 1)
    }

    private static func set(_ option: Int32, of socket: Int32, level: Int32, to value: Int32) {
        var value = value
        // An option that cannot be set is not vital.
        _ = setsockopt(socket, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func numeric(_ storage: sockaddr_storage, _ length: socklen_t) -> NetworkAddress? {
        var storage = storage
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
        let result = withUnsafePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getnameinfo(
                    $0, length, &host, socklen_t(host.count), &port, socklen_t(port.count),
                    NI_NUMERICHOST | NI_NUMERICSERV)
            }
        }
        guard result == 0, let number = Int(text(port)) else { return nil }
        return NetworkAddress(host: text(host), port: number)
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
