// SPDX-License-Identifier: Apache-2.0
import Glibc
import NIOCore
import Synchronization
import Testing

@testable import FernwireNIO

@Suite(.timeLimit(.minutes(2))) struct AcceptorTests {
    /// What an acceptor refused.
    private final class Refusals: Sendable {
        let limits = Mutex<[ConnectionRefusal]>([])

        func note(_ refusal: Acceptor.Refusal) {
            if case .connection(let reason, _) = refusal { limits.withLock { $0.append(reason) } }
        }
    }

    private func acceptor(limit: Int, _ refusals: Refusals) throws -> Acceptor {
        try Acceptor(SocketAddress(ipAddress: "127.0.0.1", port: 0), limit: limit) { refusal, _ in
            refusals.note(refusal)
        }
    }

    /// Connects so many times; returns the sockets.
    private static func connect(_ count: Int, to port: Int) -> [Int32] {
        (0..<count).map { _ in
            let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            _ = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Glibc.connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            return handle
        }
    }

    /// Closes what an acceptor takes, until it stops.
    private static func close(_ acceptor: Acceptor) -> Task<Void, Never> {
        Task.detached { for await connection in acceptor.connections { Glibc.close(connection.socket) } }
    }

    @Test("A connection beyond the limit is refused, and is told with the limit") func limit() async throws {
        let refusals = Refusals()
        let acceptor = try acceptor(limit: 3, refusals)
        let handles = Self.connect(5, to: try #require(acceptor.localAddress.port))
        for _ in 0..<500 where refusals.limits.withLock({ $0.count < 2 }) {
            try await Task.sleep(for: .milliseconds(10))
        }
        acceptor.stop()
        await Self.close(acceptor).value
        for handle in handles { Glibc.close(handle) }
        #expect(refusals.limits.withLock { $0 } == [.connections(limit: 3), .connections(limit: 3)])
    }

    @Test("A connection that comes while the acceptor stops meets no limit") func whileStopping() async throws {
        let refusals = Refusals()
        for round in 0..<40 {
            let acceptor = try acceptor(limit: 1000, refusals)
            let port = try #require(acceptor.localAddress.port)
            let served = Self.close(acceptor)
            let clients = Task.detached { Self.connect(100, to: port) }
            try await Task.sleep(for: .microseconds(200 * round))
            acceptor.stop()
            for handle in await clients.value { Glibc.close(handle) }
            await served.value
        }
        #expect(refusals.limits.withLock { $0 } == [])
    }
}
