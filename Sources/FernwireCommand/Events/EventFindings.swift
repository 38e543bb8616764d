// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import FernwireSession
import FernwireWire

extension ConnectionFact {
    /// The events that the fact stands for, in order.
    var events: [SecurityEvent] {
        switch self {
        case .opened: [.connectionOpened]
        case .refused(let refusal): [.connectionRefused(refusal)]
        case .notSecured(let failure): [.tlsFailed(failure)]
        case .established(let peer, let duration): [.handshakeDone(peer: peer, after: duration)]
        case .failed(let failure, let wasEstablished, let sentAlert):
            [failure.finding, sentAlert.map { .alertSent($0) }, wasEstablished ? nil : .handshakeFailed(failure)]
                .compactMap { $0 }
        case .closed(let failure, let duration): [.connectionClosed(failure: failure, after: duration)]
        }
    }
}

extension SessionFailure {
    /// What the failure shows of the peer, beside that the session is over; `nil` for nothing.
    fileprivate var finding: SecurityEvent? {
        switch self {
        case .local(let error): error.finding
        case .alert(let code, let isAuthenticated): .alertReceived(code: code, isAuthenticated: isAuthenticated)
        case .truncated, .notFernwire: nil
        }
    }
}

extension SessionError {
    fileprivate var finding: SecurityEvent? {
        switch alert {
        case .wrongSequence:
            guard case .sequence(let received, let due) = detail else { return nil }
            return received < due
                ? .frameRepeated(received: received, due: due) : .framesMissing(received: received, due: due)
        case .reflected: return .frameReflected
        case .wrongSession: return .frameOfOtherSession
        case .badRecord: return .recordNotAuthenticated(self)
        case .identityRequired, .identityRefused, .identityUnknown: return .peerRefused(self)
        case .badKey:
            guard case .key(let error) = detail, case .size = error else { return nil }
            return .limitReached(.keySize(error))
        case .messageTooLarge, .timedOut, .busy:
            guard case .limit(let limit) = detail else { return nil }
            return .limitReached(.session(limit))
        case .unexpectedMessage, .malformed, .unsupportedVersion, .frameTooLarge, .noCommonSuite, .unknownKey,
            .illegalParameter, .handshakeFailed, .wrongEpoch, .goingAway, .internalError:
            return nil
        }
    }
}
