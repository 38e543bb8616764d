// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A plain blocking socket, to send what no session would. Every read gives up after twenty seconds, and waits on a thread of its
/// own, since Swift's tasks share as many threads as there are processors.
final class RawPeer: Sendable {
    private let socket: Int32

    /// - Parameter source: last part of the loopback address from which it connects.
    init(port: Int, from source: UInt8 = 1) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var timeout = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        let socket = socket
        let isBound = Self.withAddress(host: source, port: 0) { bind(socket, $0, $1) } == 0
        guard isBound, Self.withAddress(host: 1, port: port, { connect(socket, $0, $1) }) == 0 else {
            throw Failure.connect(errno)
        }
    }

    private static func withAddress(
        host: UInt8, port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = (0x7F00_0000 | UInt32(host)).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    enum Failure: Error {
        case connect(Int32)
    }

    deinit {
        close(socket)
    }

    func send(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Exactly `count` bytes; `nil` when they did not come in time.
    func receive(_ count: Int) async -> [UInt8]? {
        await Self.wait { [self] in
            var bytes = [UInt8](repeating: 0, count: count)
            let received = bytes.withUnsafeMutableBytes {
                recv(socket, $0.baseAddress, $0.count, Int32(MSG_WAITALL))
            }
            return received == count ? bytes : nil
        }
    }

    private static func wait(for read: @Sendable @escaping () -> [UInt8]?) async -> [UInt8]? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: read()) }
        }
    }

    func shutDownSending() {
        shutdown(socket, Int32(SHUT_WR))
    }

    /// What comes until the other side closes; `nil` when it did not within the time.
    func receiveAll() async -> [UInt8]? {
        await Self.wait { [self] in
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = chunk.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
                if count == 0 { return bytes }
                guard count > 0 else { return nil }
                bytes += chunk[..<count]
            }
        }
    }
}
