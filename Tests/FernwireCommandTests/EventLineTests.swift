// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireNIO
import FernwireSession
import FernwireWire
import Foundation
import Testing

@testable import FernwireCommand

/// What the lines of an event log are, whatever a peer sends.
struct EventLineTests {
    @Test("Every event is one line of JSON with the fields that all have") func commonFields() throws {
        #expect(Set(EventSamples.all.map(\.action)) == Set(EventAction.allCases))
        for event in EventSamples.all {
            let document = try EventSamples.document(event)
            #expect(document.value("@timestamp") as? String == "2026-11-24T22:47:21.123Z")
            #expect(document.value("ecs.version") as? String == "8.17.0")
            #expect(document.value("event.action") as? String == event.action.rawValue)
            #expect((document.value("message") as? String)?.isEmpty == false)
            #expect(document.value("service.name") as? String == "fernwire-server")
            #expect(document.value("network.protocol") as? String == "fernwire")
            for end in ["client", "source"] {
                #expect(document.value("\(end).ip") as? String == "192.0.2.1")
                #expect(document.value("\(end).port") as? Int == 50920)
            }
            for end in ["server", "destination"] {
                #expect(document.value("\(end).address") as? String == "2001:db8::1")
            }
            #expect(document.value("fernwire.session.id") as? String == "00000000000000ab")
            #expect(document.value("fernwire.suite") as? String == "fernet-psk")
        }
    }

    /// The types that the Elastic Common Schema 8 allows for a category.
    private static let allowed: [String: Set<String>] = [
        "authentication": ["start", "end", "info"],
        "file": ["access", "change", "creation", "deletion", "info"],
        "intrusion_detection": ["allowed", "denied", "info"],
        "network": ["access", "allowed", "connection", "denied", "end", "info", "protocol", "start"],
    ]

    @Test("Categories, types and outcomes are those that the schema knows") func classes() throws {
        for event in EventSamples.all {
            let document = try EventSamples.document(event)
            let categories = try #require(document.value("event.category") as? [String])
            let types = try #require(document.value("event.type") as? [String])
            for category in categories { #expect(Self.allowed[category]?.isSuperset(of: types) == true, "\(event)") }
            #expect(["event", "alert"].contains(document.value("event.kind") as? String))
            #expect(["success", "failure", nil].contains(document.value("event.outcome") as? String))
        }
    }

    @Test(
        "A hostile file name breaks no line, and says what it said",
        arguments: [
            "a\"b\\c", "line\nbreak\r\n", "\u{0}\u{1}\u{7F}\u{9B}2J", "\u{2028}\u{2029}\u{85}", "\u{202E}txt.exe",
            "\u{1F600}\u{E0001}", #"","event":{"action":"forged"}"#, "</script>",
            String(repeating: "\u{1}", count: 255),
        ]) func hostileNames(_ name: String) throws
    {
        for event in [
            SecurityEvent.fileSaved(name: Array(name.utf8), size: 1),
            .fileRefused(.hash(name: Array(name.utf8)), name: Array(name.utf8), size: 1),
        ] {
            let document = try EventSamples.document(event)
            #expect(document.value("file.name") as? String == name)
            #expect(document.value("event.action") as? String == event.action.rawValue)
        }
    }

    @Test("A name that is no UTF-8 or too long is mended and cut, never inside a character") func mendedNames() throws {
        let broken = try EventSamples.document(.fileSaved(name: [0x61, 0xFF, 0xC3, 0x28, 0xED, 0xA0, 0x80], size: 1))
        #expect((broken.value("file.name") as? String)?.hasPrefix("a\u{FFFD}\u{FFFD}(") == true)
        let long = try EventSamples.document(.fileSaved(name: Array(String(repeating: "ü", count: 500).utf8), size: 1))
        #expect(long.value("file.name") as? String == String(repeating: "ü", count: 127) + "…")
    }

    @Test("Nothing that steers a terminal is in a line as it is") func terminals() {
        let name = Array("\u{1B}[2J\u{9B}\u{202E}\u{200B}\u{FEFF}\u{E0001}".utf8)
        let line = EventLine(role: .fromServer).line(.fileSaved(name: name, size: 1), about: nil, at: "")
        #expect(!String(decoding: line.dropLast(), as: UTF8.self).unicodeScalars.contains(where: steersTerminal))
    }

    @Test("A host that is no IP address is an address alone, and a client's own end is the source") func ends() throws {
        let zone = ConnectionSubject(role: .fromServer, peer: NetworkAddress(host: "fe80::1%eth0", port: 1))
        let document = try EventSamples.document(.connectionOpened, about: zone)
        #expect(document.value("source.address") as? String == "fe80::1%eth0" && document.value("source.ip") == nil)
        #expect(document.value("server") == nil && document.value("fernwire.session") == nil)
        let client = ConnectionSubject(
            role: .fromClient, peer: NetworkAddress(host: "192.0.2.9", port: 9090),
            local: NetworkAddress(host: "192.0.2.1", port: 40000))
        let own = try EventSamples.document(.connectionOpened, about: client)
        #expect(own.value("source.ip") as? String == "192.0.2.1" && own.value("server.port") as? Int == 9090)
    }

    @Test("Events say what they have of their own") func details() throws {
        func value(_ event: SecurityEvent, _ path: String) throws -> String? {
            try EventSamples.document(event).value(path).map { "\($0)" }
        }
        #expect(try value(.frameRepeated(received: 1, due: 2), "fernwire.sequence.received") == "1")
        #expect(try value(.connectionClosed(failure: nil, after: .milliseconds(3)), "event.duration") == "3000000")
        #expect(try value(.connectionClosed(failure: nil, after: .zero), "event.outcome") == "success")
        #expect(try value(.connectionClosed(failure: .truncated, after: .zero), "event.code") == "truncated")
        #expect(try value(.alertReceived(code: 17, isAuthenticated: false), "fernwire.alert.name") == "going_away")
        #expect(try value(.alertReceived(code: 17, isAuthenticated: false), "event.code") == "peer_going_away")
        #expect(try value(.alertReceived(code: 999, isAuthenticated: false), "fernwire.alert.name") == nil)
        let fingerprint = EventSamples.identity.fingerprint
        #expect(
            try value(.handshakeDone(peer: EventSamples.identity, after: .zero), "fernwire.peer.key_kind") == "ed25519")
        let unknown = SessionError(.identityUnknown, .unknownIdentity(EventSamples.identity))
        #expect(try value(.peerRefused(unknown), "fernwire.peer.fingerprint") == fingerprint)
        #expect(try value(.eventsLeftOut(count: 7, kind: .alert), "fernwire.left_out.count") == "7")
    }

    @Test("A failure gives what it shows of the peer, the alert, and the handshake that failed, in order")
    func findings() {
        func actions(_ failure: SessionFailure, wasEstablished: Bool = true, sent: AlertCode? = nil) -> [EventAction] {
            ConnectionFact.failed(failure, wasEstablished: wasEstablished, sentAlert: sent).events.map(\.action)
        }
        func local(_ alert: AlertCode, _ detail: SessionError.Detail? = nil) -> [EventAction] {
            actions(.local(SessionError(alert, detail)), sent: alert)
        }
        #expect(local(.wrongSequence, .sequence(received: 1, due: 2)) == [.frameRepeated, .alertSent])
        #expect(local(.wrongSequence, .sequence(received: 3, due: 2)) == [.framesMissing, .alertSent])
        #expect(local(.badRecord, .record(.padding)) == [.recordNotAuthenticated, .alertSent])
        #expect(local(.reflected) == [.frameReflected, .alertSent])
        #expect(local(.wrongSession) == [.frameOfOtherSession, .alertSent])
        #expect(local(.timedOut, .limit(.idleTime)) == [.limitReached, .alertSent])
        #expect(local(.badKey, .key(.size(bits: 1, maximum: 2))) == [.limitReached, .alertSent])
        #expect(local(.badKey, .key(.point)) == [.alertSent] && local(.goingAway) == [.alertSent])
        #expect(local(.identityRequired) == [.peerRefused, .alertSent])
        #expect(actions(.alert(code: 1, isAuthenticated: true)) == [.alertReceived])
        #expect(actions(.truncated, wasEstablished: false) == [.handshakeFailed])
        #expect(
            actions(.local(SessionError(.badRecord)), wasEstablished: false, sent: .badRecord)
                == [.recordNotAuthenticated, .alertSent, .handshakeFailed])
    }
}
