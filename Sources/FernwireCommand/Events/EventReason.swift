// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import FernwireSession
import FernwireWire

/// Why something happened: a word for programs, which `event.code` has, and a clause for people, which `event.reason`
/// has.
struct EventReason {
    let code: String
    let text: String
}

extension SecurityEvent {
    /// Why it happened; `nil` where the action says all.
    var reason: EventReason? {
        switch self {
        case .connectionOpened, .handshakeDone, .fileSaved, .eventsLeftOut: nil
        case .connectionRefused(let refusal): refusal.reason
        case .connectionClosed(let failure, _): failure?.reason
        case .tlsFailed(let failure): EventReason(code: failure.word, text: "\(failure)")
        case .handshakeFailed(let failure): failure.reason
        case .peerRefused(let error), .recordNotAuthenticated(let error): error.reason
        case .frameRepeated(let received, let due):
            AlertCode.wrongSequence.reason("frame \(received) was there before; \(due) is due")
        case .framesMissing(let received, let due):
            AlertCode.wrongSequence.reason("frame \(received) came, and \(due) is due")
        case .frameReflected: AlertCode.reflected.reason("the frame says that this side has sent it")
        case .frameOfOtherSession: AlertCode.wrongSession.reason("the frame has the id of another session")
        case .alertSent(let alert): alert.reason("\(alert.name)")
        case .alertReceived(let code, let isAuthenticated):
            SessionFailure.alert(code: code, isAuthenticated: isAuthenticated).reason
        case .limitReached(.session(let limit)): EventReason(code: limit.word, text: "\(limit)")
        case .limitReached(.keySize(let error)): EventReason(code: "key_size", text: "\(error)")
        case .fileRefused(let failure, _, _): EventReason(code: failure.word, text: "\(failure)")
        case .eventsLost: EventReason(code: "file", text: "the event log could not be written")
        }
    }
}

extension AlertCode {
    fileprivate func reason(_ text: String) -> EventReason { EventReason(code: name.description, text: text) }
}

extension SessionError {
    fileprivate var reason: EventReason { alert.reason("\(self)") }
}

extension SessionFailure {
    fileprivate var reason: EventReason {
        switch self {
        case .local(let error): error.reason
        case .alert(let code, _):
            EventReason(
                code: "peer_" + (AlertCode(rawValue: code)?.name.description ?? "alert_\(code)"), text: "\(self)")
        case .truncated: EventReason(code: "truncated", text: "the connection ended before the session did")
        case .notFernwire: EventReason(code: "not_fernwire", text: "\(self)")
        }
    }
}

extension ConnectionRefusal {
    fileprivate var reason: EventReason {
        switch self {
        case .connections(let limit):
            EventReason(code: "connections", text: "\(limit) clients are connected, the limit")
        case .fileHandles: EventReason(code: "file_handles", text: "no file handles are left")
        }
    }
}

extension TransportFailure {
    fileprivate var word: String {
        switch self {
        case .unreadable, .keyLog, .mismatch, .addressForName: "tls_settings"
        case .untrusted: "tls_untrusted"
        case .refused: "tls_refused"
        case .otherName: "tls_other_name"
        case .noTLS: "no_tls"
        case .oldVersion: "tls_version"
        case .otherProtocol: "tls_other_protocol"
        case .ended: "tls_ended"
        case .handshake: "tls_handshake"
        }
    }
}

extension SessionLimit {
    fileprivate var word: String {
        switch self {
        case .memory: "memory"
        case .messageSize: "message_size"
        case .handshakeTime: "handshake_time"
        case .idleTime: "idle_time"
        case .keyOperationsOfAddress: "key_operations_of_address"
        case .keyOperations: "key_operations"
        case .unreadMessages: "unread_messages"
        }
    }
}

extension SavingFailure {
    fileprivate var word: String {
        switch self {
        case .filesOfClient: "files_of_client"
        case .filesOfFolder: "files_of_folder"
        case .sizeOfFolder: "size_of_folder"
        case .hash: "hash"
        case .incomplete: "incomplete"
        case .cannotOpenFolder, .cannotMake, .cannotWrite, .cannotName: "file_system"
        }
    }
}
