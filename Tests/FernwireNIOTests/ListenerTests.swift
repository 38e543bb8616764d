// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireNIO
import FernwireSession
import FernwireWire
import Foundation
import Logging
import NIOCore
import Testing

/// Over real sockets on the loopback interface; one after another, since some measure time.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ListenerTests {
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    static let credentials = Credentials(
        presharedKeys: [PresharedKey(secret: .random(count: 32))], rsaKey: RSAPrivateKey.generate())

    static func configuration(_ role: Direction, _ suites: [CipherSuite] = [.rsaFernetHMAC])
        -> SessionConfiguration
    {
        SessionConfiguration(role: role, suites: suites, credentials: credentials) { 1_700_000_000 }
    }

    /// Serves echoes while `body` runs.
    ///
    /// - Parameter noteFailure: takes the failure of each session that fails.
    static func serving(
        limits: ConnectionLimits = ConnectionLimits(), keyLog: KeyLogWriter? = nil,
        maximumRSABits: Int = RSAPublicKey.defaultMaximumBits,
        noteFailure: @Sendable @escaping (SessionFailure) -> Void = { _ in },
        _ body: @Sendable @escaping (Int) async throws -> Void
    ) async throws {
        var server = configuration(.fromServer)
        server.credentials.maximumRSABits = maximumRSABits
        let listener = try await SessionListener(
            host: "127.0.0.1", port: 0, server, keyLog: keyLog, limits: limits, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listener.run { connection in
                    for await events in connection.events {
                        for event in events {
                            switch event {
                            case .message(let message):
                                try await connection.send(
                                    .message(message.contentType, message.bytes, replyTo: message.id))
                            case .peerEnded: try await connection.send(.end)
                            case .failed(let failure): noteFailure(failure)
                            default: break
                            }
                        }
                    }
                }
            }
            try await body(listener.port)
            listener.stop()
            try await group.waitForAll()
        }
    }

    /// One client's session: sends `bytes` once it was established for `pause`, gives back what came.
    static func ask(
        _ port: Int, _ bytes: [UInt8], keyLog: KeyLogWriter? = nil, after pause: Duration = .zero
    ) async throws -> [UInt8]? {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        try await SessionConnection.connect(
            host: "127.0.0.1", port: port, configuration(.fromClient), keyLog: keyLog, logger: logger
        ) { connection in
            for await events in connection.events {
                for event in events {
                    switch event {
                    case .established:
                        try await Task.sleep(for: pause)
                        try await connection.send(.message(.binary, bytes, replyTo: 0))
                    case .message(let message):
                        continuation.yield(message.bytes)
                        try await connection.send(.end)
                    case .failed(let failure): throw failure
                    default: break
                    }
                }
            }
        }
        continuation.finish()
        return await stream.first { _ in true }
    }

    @Test("Forty clients at once each get their own echo")
    func manyClientsAtOnce() async throws {
        try await Self.serving { port in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        let bytes = Array("client \(number)".utf8)
                        return try await Self.ask(port, bytes) == bytes
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
        }
    }

    @Test("A message of 1,000,000 bytes is echoed unchanged")
    func aLargeMessageComesBack() async throws {
        try await Self.serving { port in
            let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 >> 3) }
            let answer = try await Self.ask(port, bytes)
            #expect(answer == bytes)
        }
    }

    @Test("A client that speaks HTTP is closed without an answer")
    func whoSpeaksSomethingElseIsClosedInSilence() async throws {
        try await Self.serving { port in
            let peer = try RawPeer(port: port)
            peer.send(Array("GET / HTTP/1.1\r\n\r\n".utf8))
            let answer = await peer.receiveAll()
            #expect(answer == [])
        }
    }

    @Test("The alert frame_too_large arrives though 300,000 bytes of the client's remain unread")
    func theAlertComesThroughBeforeTheClose() async throws {
        try await Self.serving { port in
            let peer = try RawPeer(port: port)
            var header = FrameHeader(.clientHello, from: .fromClient, sessionID: 0, sequence: 0, length: 0)
            header.length = .max
            // More than it will ever read: a close would reset the connection.
            peer.send(header.encoded() + [UInt8](repeating: 0, count: 300_000))
            peer.shutDownSending()
            let answer = try #require(await peer.receiveAll())
            #expect(answer.count == 34)
            #expect(answer[5] == MessageType.alert.rawValue)
            #expect(answer[33] == UInt8(AlertCode.frameTooLarge.rawValue))
        }
    }

    @Test("A client that sends nothing gets timed_out, and an established session may be silent for longer")
    func aSilentClientIsTimedOut() async throws {
        var limits = ConnectionLimits()
        limits.handshake = .seconds(3)
        limits.linger = .milliseconds(200)
        try await Self.serving(limits: limits) { port in
            let peer = try RawPeer(port: port)
            let answer = try #require(await peer.receiveAll())
            #expect(answer.last == UInt8(AlertCode.timedOut.rawValue))
            // An established session is not, however long it says nothing.
            let bytes = Array("still here".utf8)
            let echo = try await Self.ask(port, bytes, after: .seconds(4))
            #expect(echo == bytes)
        }
    }

    @Test("A session whose client hangs up after its hello is truncated, and one that ended first is not")
    func aPeerThatHangsUpIsTruncated() async throws {
        let (failures, continuation) = AsyncStream.makeStream(of: SessionFailure.self)
        @Sendable func note(_ failure: SessionFailure) { continuation.yield(failure) }
        try await Self.serving(noteFailure: note) { port in
            // A client that ends its session first, whose end of the connection is none of the session's.
            let echo = try await Self.ask(port, [1])
            #expect(echo == [1])
            let peer = try RawPeer(port: port)
            let hello = ClientHello(random: [UInt8](repeating: 1, count: 32), suites: [CipherSuite.rsaFernetHMAC.id])
                .encoded()
            peer.send(
                FrameHeader(.clientHello, from: .fromClient, sessionID: 0, sequence: 0, length: hello.count).encoded()
                    + hello)
            peer.shutDownSending()
            let answer = try #require(await peer.receiveAll())
            // It gets the server hello, and no alert: there is nobody to read one.
            let types = FrameHeader.wholeFrames(in: answer).map { $0[5] }
            #expect(types == [MessageType.serverHello.rawValue])
        }
        continuation.finish()
        let all = await failures.reduce(into: []) { $0.append($1) }
        #expect(all == [.truncated])
    }

    private func listener(port: Int = 0) async throws -> SessionListener {
        try await SessionListener(
            host: "127.0.0.1", port: port, Self.configuration(.fromServer), logger: Self.logger)
    }

    @Test("A listener on a port in use fails with EADDRINUSE")
    func aPortInUseIsNotListenedOn() async throws {
        let first = try await listener()
        let error = await #expect(throws: IOError.self) { _ = try await self.listener(port: first.port) }
        #expect(error?.errnoCode == EADDRINUSE)
        first.stop()
    }

    @Test("A listener that was stopped accepts no connection")
    func aStoppedListenerAcceptsNoConnection() async throws {
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        try await Self.serving { port in
            let echo = try await Self.ask(port, [1])
            #expect(echo == [1])
            continuation.yield(port)
        }
        let port = try #require(await ports.first { _ in true })
        await #expect(throws: (any Error).self) { _ = try await Self.ask(port, [1]) }
    }
}
