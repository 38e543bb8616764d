// SPDX-License-Identifier: Apache-2.0

/// What happened, as `event.action` says it. The table of docs/events.md has a row for each.
enum EventAction: String, CaseIterable, Sendable {
    case connectionOpened = "connection-opened"
    case connectionRefused = "connection-refused"
    case connectionClosed = "connection-closed"
    case tlsFailed = "tls-failed"
    case handshakeDone = "handshake-done"
    case handshakeFailed = "handshake-failed"
    case peerRefused = "peer-refused"
    case recordNotAuthenticated = "record-not-authenticated"
    case frameRepeated = "frame-repeated"
    case framesMissing = "frames-missing"
    case frameReflected = "frame-reflected"
    case frameOfOtherSession = "frame-of-other-session"
    case alertSent = "alert-sent"
    case alertReceived = "alert-received"
    case limitReached = "limit-reached"
    case fileSaved = "file-saved"
    case fileRefused = "file-refused"
    case eventsLeftOut = "events-left-out"
    case eventsLost = "events-lost"
}

/// How the Elastic Common Schema classifies an event.
struct EventClass: Equatable, Sendable {
    /// Whether an event is a sign of an attack.
    enum Kind: String, CaseIterable, Sendable {
        case event
        case alert
    }

    let kind: Kind
    let categories: [String]
    let types: [String]
}

extension EventAction {
    /// The values of `event.kind`, `event.category` and `event.type`.
    var eventClass: EventClass {
        switch self {
        case .connectionOpened: EventClass(.event, in: "network", "connection", "start")
        case .connectionRefused, .tlsFailed: EventClass(.event, in: "network", "connection", "denied")
        case .connectionClosed: EventClass(.event, in: "network", "connection", "end")
        case .handshakeDone, .handshakeFailed: EventClass(.event, in: "authentication", "start")
        case .peerRefused: EventClass(.alert, in: "authentication", "start")
        case .recordNotAuthenticated, .frameRepeated, .framesMissing, .frameReflected, .frameOfOtherSession:
            EventClass(.alert, in: "intrusion_detection", "denied")
        case .alertSent, .alertReceived: EventClass(.event, in: "network", "protocol")
        case .limitReached: EventClass(.event, in: "network", "denied")
        case .fileSaved: EventClass(.event, in: "file", "creation")
        case .fileRefused: EventClass(.event, in: "file", "info")
        case .eventsLeftOut, .eventsLost: EventClass(.event, in: "network", "info")
        }
    }

    /// The action in words for people.
    var words: String {
        String(decoding: rawValue.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }
}

extension EventClass {
    fileprivate init(_ kind: Kind, in category: String, _ types: String...) {
        self.init(kind: kind, categories: [category], types: types)
    }
}
