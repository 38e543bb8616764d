// SPDX-License-Identifier: Apache-2.0
import Foundation
import NIOCore
import Testing

@testable import FernwireNIO

/// The file handles of sockets. Each test has a process of its own, in which nobody else opens or closes any once `timersRun`.
@Suite(.timeLimit(.minutes(1))) struct HandleTests {
    /// Waits for a timer. The time limit of a test is a timer, too, for which Dispatch opens a handle on a thread of its own, at a moment
    /// of which nothing else tells.
    private static func timersRun() async throws {
        try await Task.sleep(for: .milliseconds(10))
    }

    /// The number of handles of what a spare one is open on.
    private static func spareHandles() throws -> Int {
        let folder = "/proc/self/fd"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        let targets = names.map { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") }
        return targets.count { $0 == "/dev/null" }
    }

    /// Lets this process open no number from `count` on; `nil` for as many as the process may ask for.
    private static func limitHandles(to count: UInt?) throws {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        let read = getrlimit(resource, &limit)
        limit.rlim_cur = count ?? limit.rlim_max
        let written = setrlimit(resource, &limit)
        try #require(read == 0 && written == 0)
    }

    @Test("An acceptor that is stopped gives back its spare handle") func spareHandle() async {
        await #expect(processExitsWith: .success) {
            let before = try HandleTests.spareHandles()
            let acceptor = try Acceptor(SocketAddress(ipAddress: "127.0.0.1", port: 0), limit: 1) { _, _ in }
            let meanwhile = try HandleTests.spareHandles()
            acceptor.stop()
            let after = try HandleTests.spareHandles()
            #expect(meanwhile == before + 1 && after == before)
        }
    }

    @Test("A listener and a connection get the number of the standard input where that is closed, and serve")
    func numberZero() async {
        await #expect(processExitsWith: .success) {
            try await HandleTests.timersRun()
            close(STDIN_FILENO)
            let listener = try Sockets.listen(SocketAddress(ipAddress: "127.0.0.1", port: 0), backlog: 1)
            let address = try Sockets.localAddress(listener)
            let port = try #require(address.port)
            let peer = try RawPeer(port: port)
            // The listener makes room for the connection.
            let moved = dup(listener)
            close(listener)
            var waiting = pollfd(fd: moved, events: Int16(POLLIN), revents: 0)
            _ = poll(&waiting, 1, 10_000)
            let accepted = Sockets.accept(moved)
            let connection: Int32? = if case .connection(let taken) = accepted { taken.socket } else { nil }
            #expect(listener == 0 && connection == 0)
            withExtendedLifetime(peer) {}
        }
    }

    @Test("Where no handle is left for a listener, the error is that of the call that needs one")
    func noHandle() async {
        await #expect(processExitsWith: .success) {
            try await HandleTests.timersRun()
            let address = try SocketAddress(ipAddress: "127.0.0.1", port: 0)
            try HandleTests.limitHandles(to: 0)
            var failure: IOError?
            do { _ = try Sockets.listen(address, backlog: 1) } catch { failure = error as? IOError }
            try HandleTests.limitHandles(to: nil)
            #expect(failure?.errnoCode == EMFILE)
        }
    }
}
