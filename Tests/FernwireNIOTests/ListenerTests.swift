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
    static func serving(
        limits: ConnectionLimits = ConnectionLimits(), keyLog: KeyLogWriter? = nil,
        maximumRSABits: Int = RSAPublicKey.defaultMaximumBits,
        _ body: @Sendable @escaping (Int) async throws -> Void
    ) async throws {
        var server = configuration(.fromServer)
        server.credentials.maximumRSABits = maximumRSABits
        let listener = try await SessionListener(
            host: "127.0.0.1", port: 0, server, keyLog: keyLog, limits: limits, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listener.run { connection in
                    for try await event in connection.events {
                        switch event {
                        case .message(let message):
                            try await connection.send(
                                .message(message.contentType, message.bytes, replyTo: message.id))
                        case .peerEnded: try await connection.send(.end)
                        default: break
                        }
                    }
                }
            }
            try await body(listener.port)
            listener.stop()
            try await group.waitForAll()
        }
    }

    /// One client's session: sends `bytes`, gives back what came.
    static func ask(_ port: Int, _ bytes: [UInt8], keyLog: KeyLogWriter? = nil) async throws -> [UInt8]? {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        try await SessionConnection.connect(
            host: "127.0.0.1", port: port, configuration(.fromClient), keyLog: keyLog, logger: logger
        ) { connection in
            for try await event in connection.events {
                switch event {
                case .established: try await connection.send(.message(.binary, bytes, replyTo: 0))
                case .message(let message):
                    continuation.yield(message.bytes)
                    try await connection.send(.end)
                case .failed(let failure): throw failure
                default: break
                }
            }
        }
        continuation.finish()
        return await stream.first { _ in true }
    }

    @Test func manyClientsAtOnce() async throws {
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

    @Test func aLargeMessageComesBack() async throws {
        try await Self.serving { port in
            let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 >> 3) }
            let answer = try await Self.ask(port, bytes)
            #expect(answer == bytes)
        }
    }

    @Test func whoSpeaksSomethingElseIsClosedInSilence() async throws {
        try await Self.serving { port in
            let peer = try RawPeer(port: port)
            peer.send(Array("GET / HTTP/1.1\r\n\r\n".utf8))
            #expect(peer.receiveAll() == [])
        }
    }

    @Test func theAlertComesThroughBeforeTheClose() async throws {
        try await Self.serving { port in
            let peer = try RawPeer(port: port)
            var header = FrameHeader(.clientHello, from: .fromClient, sessionID: 0, sequence: 0, length: 0)
            header.length = .max
            // More than it will ever read: a close would reset the connection.
            peer.send(header.encoded() + [UInt8](repeating: 0, count: 300_000))
            peer.shutDownSending()
            let answer = try #require(peer.receiveAll())
            #expect(answer.count == 34)
            #expect(answer[5] == MessageType.alert.rawValue)
            #expect(answer[33] == UInt8(AlertCode.frameTooLarge.rawValue))
        }
    }

    @Test func aSilentClientIsTimedOut() async throws {
        var limits = ConnectionLimits()
        limits.handshake = .seconds(3)
        limits.linger = .milliseconds(200)
        try await Self.serving(limits: limits) { port in
            let peer = try RawPeer(port: port)
            let answer = try #require(peer.receiveAll())
            #expect(answer.last == UInt8(AlertCode.timedOut.rawValue))
            // Established sessions are not.
            let bytes = Array("still here".utf8)
            let echo = try await Self.ask(port, bytes)
            #expect(echo == bytes)
        }
    }

    @Test func aPeerThatHangsUpIsTruncated() async throws {
        try await Self.serving { port in
            let peer = try RawPeer(port: port)
            let hello = ClientHello(random: [UInt8](repeating: 1, count: 32), suites: [CipherSuite.rsaFernetHMAC.id])
                .encoded()
            peer.send(
                FrameHeader(.clientHello, from: .fromClient, sessionID: 0, sequence: 0, length: hello.count).encoded()
                    + hello)
            peer.shutDownSending()
            let answer = try #require(peer.receiveAll())
            #expect(answer.count > 5 && answer[5] == MessageType.serverHello.rawValue)
        }
    }

    @Test func nobodyListening() async throws {
        let listener = try await SessionListener(
            host: "127.0.0.1", port: 0, Self.configuration(.fromServer), logger: Self.logger)
        await #expect(throws: (any Error).self) {
            _ = try await SessionListener(
                host: "127.0.0.1", port: listener.port, Self.configuration(.fromServer), logger: Self.logger)
        }
        listener.stop()
        try await listener.run { _ in }
        await #expect(throws: (any Error).self) { _ = try await Self.ask(listener.port, [1]) }
    }
}
