// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireNIO
import FernwireSession
import FernwireWire

/// An event of which the log takes note, with what is known of it.
enum SecurityEvent: Sendable {
    case connectionOpened
    case connectionRefused(ConnectionRefusal)
    /// - Parameter failure: why the session failed; `nil` for one that ended in order.
    case connectionClosed(failure: SessionFailure?, after: Duration)
    case tlsFailed(TransportFailure)
    /// - Parameter peer: the identity that the peer proved; `nil` for none.
    case handshakeDone(peer: IdentityKey?, after: Duration)
    case handshakeFailed(SessionFailure)
    case peerRefused(SessionError)
    case recordNotAuthenticated(SessionError)
    case frameRepeated(received: UInt64, due: UInt64)
    case framesMissing(received: UInt64, due: UInt64)
    case frameReflected
    case frameOfOtherSession
    case alertSent(AlertCode)
    case alertReceived(code: UInt16, isAuthenticated: Bool)
    case limitReached(ReachedLimit)
    case fileSaved(name: [UInt8], size: UInt64)
    case fileRefused(SavingFailure, name: [UInt8], size: UInt64)
    /// - Parameter kind: the kind of the events that were left out.
    case eventsLeftOut(count: Int, kind: EventClass.Kind)
    case eventsLost(count: Int)
}

/// A limit of this side that ended a session.
enum ReachedLimit: Sendable {
    case session(SessionLimit)
    /// The size of a peer's RSA key.
    case keySize(KeyError)
}

extension SecurityEvent {
    var action: EventAction {
        switch self {
        case .connectionOpened: .connectionOpened
        case .connectionRefused: .connectionRefused
        case .connectionClosed: .connectionClosed
        case .tlsFailed: .tlsFailed
        case .handshakeDone: .handshakeDone
        case .handshakeFailed: .handshakeFailed
        case .peerRefused: .peerRefused
        case .recordNotAuthenticated: .recordNotAuthenticated
        case .frameRepeated: .frameRepeated
        case .framesMissing: .framesMissing
        case .frameReflected: .frameReflected
        case .frameOfOtherSession: .frameOfOtherSession
        case .alertSent: .alertSent
        case .alertReceived: .alertReceived
        case .limitReached: .limitReached
        case .fileSaved: .fileSaved
        case .fileRefused: .fileRefused
        case .eventsLeftOut: .eventsLeftOut
        case .eventsLost: .eventsLost
        }
    }

    /// Whether what was begun went well; `nil` where nothing was.
    var isSuccess: Bool? {
        switch self {
        case .connectionOpened, .handshakeDone, .fileSaved: true
        case .connectionClosed(let failure, _): failure == nil
        case .connectionRefused, .tlsFailed, .handshakeFailed, .peerRefused, .recordNotAuthenticated, .frameRepeated,
            .framesMissing, .frameReflected, .frameOfOtherSession, .alertSent, .alertReceived, .limitReached,
            .fileRefused:
            false
        case .eventsLeftOut, .eventsLost: nil
        }
    }

    /// The time that `event.duration` says; `nil` for an event without one.
    var duration: Duration? {
        switch self {
        case .connectionClosed(_, let duration), .handshakeDone(_, let duration): duration
        case .connectionOpened, .connectionRefused, .tlsFailed, .handshakeFailed, .peerRefused, .recordNotAuthenticated,
            .frameRepeated, .framesMissing, .frameReflected, .frameOfOtherSession, .alertSent, .alertReceived,
            .limitReached, .fileSaved, .fileRefused, .eventsLeftOut, .eventsLost:
            nil
        }
    }
}
