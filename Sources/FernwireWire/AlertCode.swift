// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// Why a session failed. PROTOCOL.md §10.
public enum AlertCode: UInt16, NamedValue, Sendable {
    case unexpectedMessage = 1
    case malformed = 2
    case unsupportedVersion = 3
    case frameTooLarge = 4
    case noCommonSuite = 5
    case unknownKey = 6
    case illegalParameter = 7
    case badKey = 8
    case handshakeFailed = 9
    case reflected = 10
    case wrongSession = 11
    case wrongSequence = 12
    case wrongEpoch = 13
    case badRecord = 14
    case messageTooLarge = 15
    case timedOut = 16
    case goingAway = 17
    case internalError = 18
    case identityRequired = 19
    case identityRefused = 20
    case identityUnknown = 21
    case busy = 22

    public var name: StaticString {
        switch self {
        case .unexpectedMessage: "unexpected_message"
        case .malformed: "malformed"
        case .unsupportedVersion: "unsupported_version"
        case .frameTooLarge: "frame_too_large"
        case .noCommonSuite: "no_common_suite"
        case .unknownKey: "unknown_key"
        case .illegalParameter: "illegal_parameter"
        case .badKey: "bad_key"
        case .handshakeFailed: "handshake_failed"
        case .reflected: "reflected"
        case .wrongSession: "wrong_session"
        case .wrongSequence: "wrong_sequence"
        case .wrongEpoch: "wrong_epoch"
        case .badRecord: "bad_record"
        case .messageTooLarge: "message_too_large"
        case .timedOut: "timed_out"
        case .goingAway: "going_away"
        case .internalError: "internal_error"
        case .identityRequired: "identity_required"
        case .identityRefused: "identity_refused"
        case .identityUnknown: "identity_unknown"
        case .busy: "busy"
        }
    }
}
