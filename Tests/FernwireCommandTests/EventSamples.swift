// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireFiles
import FernwireNIO
import FernwireSession
import FernwireWire
import Foundation
import Testing

@testable import FernwireCommand

/// An event of each kind, and of each code that an event can have for a reason of its own.
enum EventSamples {
    static let identity = IdentityKey.ed25519(Ed25519PrivateKey.generate().publicKey)
    static let error = SystemError(code: ENOSPC)

    static let limits: [SessionLimit] = [
        .memory, .messageSize, .handshakeTime, .idleTime, .keyOperationsOfAddress, .keyOperations, .unreadMessages,
    ]
    static let savingFailures: [SavingFailure] = [
        .filesOfClient(limit: 3), .filesOfFolder(path: "/f", limit: 3), .sizeOfFolder(path: "/f", size: 1, limit: 2),
        .hash(name: [65]), .incomplete, .cannotOpenFolder(path: "/f", error), .cannotMake(path: "/f", error),
        .cannotWrite(name: [65], error), .cannotName([65], error),
    ]

    static let all: [SecurityEvent] =
        [
            .connectionOpened, .connectionRefused(.connections(limit: 3)), .connectionRefused(.fileHandles),
            .connectionClosed(failure: nil, after: .milliseconds(3)),
            .connectionClosed(failure: .truncated, after: .seconds(3)),
            .tlsFailed(.untrusted), .tlsFailed(.refused), .tlsFailed(.otherName), .tlsFailed(.noTLS),
            .tlsFailed(.oldVersion),
            .tlsFailed(.otherProtocol("http/1.1")), .tlsFailed(.ended), .tlsFailed(.handshake("BAD_RECORD")),
            .handshakeDone(peer: nil, after: .seconds(3)), .handshakeDone(peer: identity, after: .seconds(3)),
            .handshakeFailed(.local(SessionError(.handshakeFailed, .proof(.finished)))), .handshakeFailed(.notFernwire),
            .handshakeFailed(.truncated), .handshakeFailed(.alert(code: 9, isAuthenticated: false)),
            .handshakeFailed(.alert(code: 999, isAuthenticated: false)),
            .peerRefused(SessionError(.identityRequired)),
            .peerRefused(SessionError(.identityUnknown, .unknownIdentity(identity))),
            .peerRefused(SessionError(.identityRefused, .identity("SHA256:a", known: ["SHA256:b"]))),
            .recordNotAuthenticated(SessionError(.badRecord, .record(.recordMAC))),
            .frameRepeated(received: 1, due: 2), .framesMissing(received: 3, due: 2), .frameReflected,
            .frameOfOtherSession, .alertSent(.busy), .alertReceived(code: 17, isAuthenticated: true),
            .limitReached(.keySize(.size(bits: 8192, maximum: 4096))),
            .fileSaved(name: Array("a.txt".utf8), size: 3), .eventsLeftOut(count: 7, kind: .alert),
            .eventsLost(count: 9),
        ] + limits.map { .limitReached(.session($0)) }
        + savingFailures.map { .fileRefused($0, name: Array("a.txt".utf8), size: 3) }

    static var connection: ConnectionSubject {
        var connection = ConnectionSubject(
            role: .fromServer, peer: NetworkAddress(host: "192.0.2.1", port: 50920),
            local: NetworkAddress(host: "2001:db8::1", port: 9090))
        connection.sessionID = 0xAB
        connection.suite = "fernet-psk"
        return connection
    }

    /// The line of an event as a document of JSON, which it must be.
    static func document(
        _ event: SecurityEvent, about connection: ConnectionSubject? = connection
    ) throws -> [String: Any] {
        let line = EventLine(role: .fromServer).line(event, about: connection, at: "2026-11-24T22:47:21.123Z")
        #expect(line.count <= 4096)
        #expect(line.count { $0 == 0x0A } == 1 && line.last == 0x0A)
        #expect(String(validating: line, as: UTF8.self)?.contains { $0 == "\u{2028}" || $0 == "\r" } == false)
        return try #require(JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    }
}

extension [String: Any] {
    /// The value at a path of names, such as `event.action`.
    func value(_ path: String) -> Any? {
        var value: Any? = self
        for name in path.split(separator: ".") { value = (value as? [String: Any])?[String(name)] }
        return value
    }
}
