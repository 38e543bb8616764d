// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto
import FernwireNIO
import FernwireSession
import FernwireWire
import Glibc

/// Writes events as the Elastic Common Schema has them, a line of JSON each. docs/events.md has the fields.
struct EventLine {
    /// The direction that this side sends.
    let role: Direction

    /// The version of the schema.
    private static let schema: StaticString = "8.17.0"
    /// The most bytes of a name that a peer chose, and of a reason.
    private static let (nameLimit, reasonLimit) = (255, 400)

    /// Returns the line of an event.
    ///
    /// - Parameters:
    ///   - connection: the connection that the event is about; `nil` for none.
    ///   - time: the time as RFC 3339 has it.
    func line(_ event: SecurityEvent, about connection: ConnectionSubject?, at time: String) -> [UInt8] {
        let reason = event.reason
        var line = JSONWriter()
        line.put("@timestamp", time)
        line.put(
            "message", reason.map { "\(event.action.words): \($0.text)" } ?? event.action.words,
            limit: Self.reasonLimit)
        line.object("ecs") { $0.put("version", word: Self.schema) }
        line.object("event") { Self.put(event, reason, into: &$0) }
        line.object("service") {
            $0.put("type", word: "fernwire")
            $0.put("name", word: role == .fromServer ? "fernwire-server" : "fernwire-client")
        }
        if let connection { Self.put(connection, into: &line) }
        Self.putFile(of: event, into: &line)
        line.object("fernwire") {
            if let id = connection?.sessionID { $0.object("session") { $0.put("id", Self.hexadecimal(id)) } }
            if let suite = connection?.suite { $0.put("suite", suite) }
            Self.putDetails(of: event, into: &$0)
        }
        return line.line()
    }

    private static func put(_ event: SecurityEvent, _ reason: EventReason?, into line: inout JSONWriter) {
        let eventClass = event.action.eventClass
        line.put("kind", eventClass.kind.rawValue)
        line.put("category", eventClass.categories)
        line.put("type", eventClass.types)
        line.put("action", event.action.rawValue)
        if let isSuccess = event.isSuccess { line.put("outcome", isSuccess ? "success" : "failure") }
        if let reason {
            line.put("code", reason.code)
            line.put("reason", reason.text, limit: reasonLimit)
        }
        if let duration = event.duration { line.put("duration", Int64(duration / .nanoseconds(1))) }
    }

    // MARK: The connection

    /// Writes both ends, by their parts in the session, and by who connected to whom, as the schema asks for.
    private static func put(_ connection: ConnectionSubject, into line: inout JSONWriter) {
        let (client, server) =
            connection.role == .fromServer
            ? (connection.peer, connection.local) : (connection.local, connection.peer)
        line.object("network") {
            $0.put("transport", word: "tcp")
            $0.put("protocol", word: "fernwire")
        }
        for (name, end) in [("client", client), ("server", server), ("source", client), ("destination", server)]
            as [(StaticString, NetworkAddress?)]
        {
            guard let end else { continue }
            line.object(name) {
                $0.put("address", end.host)
                if isNumeric(end.host) { $0.put("ip", end.host) }
                // What is about an address, whatever the port, has none.
                if end.port > 0 { $0.put("port", end.port) }
            }
        }
    }

    /// Whether the schema takes `host` for an IP address, which has no zone.
    private static func isNumeric(_ host: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
    }

    private static func hexadecimal(_ id: UInt64) -> String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    // MARK: What an event has of its own

    private static func putFile(of event: SecurityEvent, into line: inout JSONWriter) {
        switch event {
        case .fileSaved(let name, let size), .fileRefused(_, let name, let size):
            line.object("file") {
                $0.put("name", text: name, limit: nameLimit)
                $0.put("size", size)
            }
        case .connectionOpened, .connectionRefused, .connectionClosed, .tlsFailed, .handshakeDone, .handshakeFailed,
            .peerRefused,
            .recordNotAuthenticated, .frameRepeated, .framesMissing, .frameReflected, .frameOfOtherSession, .alertSent,
            .alertReceived, .limitReached, .eventsLeftOut, .eventsLost:
            break
        }
    }

    private static func putDetails(of event: SecurityEvent, into line: inout JSONWriter) {
        switch event {
        case .handshakeDone(let peer, _):
            guard let peer else { break }
            line.object("peer") {
                $0.put("key_kind", peer.kindName)
                $0.put("fingerprint", peer.fingerprint)
            }
        case .peerRefused(let error):
            guard let fingerprint = error.peerFingerprint else { break }
            line.object("peer") { $0.put("fingerprint", fingerprint) }
        case .frameRepeated(let received, let due), .framesMissing(let received, let due):
            line.object("sequence") {
                $0.put("received", received)
                $0.put("due", due)
            }
        case .alertSent(let alert): put(alert: alert.rawValue, isAuthenticated: nil, into: &line)
        case .alertReceived(let code, let isAuthenticated):
            put(alert: code, isAuthenticated: isAuthenticated, into: &line)
        case .eventsLeftOut(let count, let kind):
            line.object("left_out") {
                $0.put("count", count)
                $0.put("kind", kind.rawValue)
            }
        case .eventsLost(let count): line.object("lost") { $0.put("count", count) }
        case .connectionOpened, .connectionRefused, .connectionClosed, .tlsFailed, .handshakeFailed,
            .recordNotAuthenticated,
            .frameReflected, .frameOfOtherSession, .limitReached, .fileSaved, .fileRefused:
            break
        }
    }

    private static func put(alert code: UInt16, isAuthenticated: Bool?, into line: inout JSONWriter) {
        line.object("alert") {
            $0.put("code", code)
            if let alert = AlertCode(rawValue: code) { $0.put("name", "\(alert.name)") }
            if let isAuthenticated { $0.put("authenticated", isAuthenticated) }
        }
    }
}

extension SessionError {
    /// The fingerprint of the identity that was refused; `nil` for none.
    fileprivate var peerFingerprint: String? {
        switch detail {
        case .identity(let fingerprint, _): fingerprint
        case .unknownIdentity(let key): key.fingerprint
        case .wire, .key, .sequence, .record, .proof, .limit, nil: nil
        }
    }
}
