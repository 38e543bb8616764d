// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// Remarks in Wireshark's expert information.
enum Note: Int, CaseIterable {
    case malformed, unknownType, reservedFlags, oversized, skipped
    case gap, repeated, otherSession
    case recordMACFailed, signatureFailed, tokenHMACFailed, tokenInvalid, paddingFailed, repeatedHeaderFailed
    case payloadTooShort
    case finishedFailed, noPrivateKey, unwrapFailed, noFittingKey
    case recordTruncated, macUnchecked, closed, notAuthenticated, plaintext
    case notForwardSecret, weakerSuite, unauthenticatedKey, toySizes, sizesLeak
    case ivRepeated, replayed, timestampFar, expired
    case broken, outsideGroup, toySignature
    case alert
    case keyFileUnreadable, keyFileLine, keyFileEncrypted

    var declaration: ExpertDeclaration {
        switch self {
        case .malformed:
            .init(
                "fernwire.expert.malformed", .malformed, .error,
                "The bytes do not have the form that the specification gives them")
        case .unknownType:
            .init(
                "fernwire.expert.unknown_type", .undecoded, .warning,
                "Unknown message type")
        case .reservedFlags:
            .init(
                "fernwire.expert.reserved_flags", .protocolUse, .warning,
                "Reserved flags are set")
        case .oversized:
            .init(
                "fernwire.expert.oversized", .malformed, .error,
                "The length is above the maximum of 65,536 bytes")
        case .skipped:
            .init(
                "fernwire.expert.skipped", .protocolUse, .warning,
                "Bytes that belong to no frame were passed over")
        case .gap:
            .init(
                "fernwire.expert.gap", .sequence, .note,
                "Frames before this one are missing in the capture")
        case .repeated:
            .init(
                "fernwire.expert.repeated", .sequence, .warning,
                "This sequence number was seen before: replayed or reordered")
        case .otherSession:
            .init(
                "fernwire.expert.other_session", .sequence, .warning,
                "The session id is not the one seen on this connection before")
        default: checkDeclaration
        }
    }

    private var checkDeclaration: ExpertDeclaration {
        switch self {
        case .recordMACFailed:
            .init(
                "fernwire.expert.record_mac_failed", .decryption, .error,
                "The record MAC does not match: wrong key, or header or token were changed")
        case .signatureFailed:
            .init(
                "fernwire.expert.signature_failed", .decryption, .error,
                "The signature does not match: what it covers was changed, or another made it")
        case .tokenHMACFailed:
            .init(
                "fernwire.expert.token_hmac_failed", .decryption, .error,
                "The token's HMAC does not match: wrong key, or the token was changed")
        case .tokenInvalid:
            .init(
                "fernwire.expert.token_invalid", .malformed, .error,
                "Not a valid Fernet token")
        case .paddingFailed:
            .init(
                "fernwire.expert.padding_failed", .decryption, .error,
                "The padding under the encryption is wrong: wrong key, or the ciphertext was changed")
        case .repeatedHeaderFailed:
            .init(
                "fernwire.expert.header_copy_failed", .decryption, .error,
                "The header inside the token is not the frame's: the header was changed, or the token moved here")
        case .payloadTooShort:
            .init(
                "fernwire.expert.payload_too_short", .malformed, .error,
                "The payload is shorter than any of its suite")
        case .finishedFailed:
            .init(
                "fernwire.expert.finished_failed", .decryption, .error,
                "The verify data does not match: wrong key, or the handshake was changed")
        case .noPrivateKey:
            .init(
                "fernwire.expert.no_private_key", .decryption, .warning,
                "No private key in the key file belongs to this session's public key")
        case .noFittingKey:
            .init(
                "fernwire.expert.no_fitting_key", .decryption, .note,
                "No key in the key file could belong to this session: not checked")
        case .unwrapFailed:
            .init(
                "fernwire.expert.unwrap_failed", .decryption, .error,
                "The private key does not open the wrapped keys: they were changed")
        default: remarkDeclaration
        }
    }

    private var remarkDeclaration: ExpertDeclaration {
        switch self {
        case .recordTruncated:
            .init(
                "fernwire.expert.record_truncated", .decryption, .note,
                "The capture does not hold all of the record: not checked")
        case .notAuthenticated:
            .init(
                "fernwire.expert.not_authenticated", .security, .warning,
                "Decrypted, not authenticated: the suite has no MAC, and whoever sits between may have changed this")
        case .plaintext:
            .init(
                "fernwire.expert.plaintext", .security, .warning,
                "The suite protects nothing: everyone on the way reads this, and may change it")
        case .macUnchecked:
            .init(
                "fernwire.expert.mac_unchecked", .decryption, .note,
                "The Fernet key opens the token, but the key for the record MAC is missing: not checked")
        case .closed:
            .init(
                "fernwire.expert.closed", .decryption, .note,
                "The signature is right, as anyone can check; the receiver's private key, which opens it, is missing")
        case .alert:
            .init(
                "fernwire.expert.alert", .protocolUse, .warning,
                "A side gave up the session")
        case .keyFileUnreadable:
            .init(
                "fernwire.expert.key_file_unreadable", .decryption, .warning,
                "A key file cannot be read")
        case .keyFileEncrypted:
            .init(
                "fernwire.expert.key_file_encrypted", .decryption, .warning,
                "A key file holds a private key that is encrypted with a passphrase: decrypt it first")
        case .keyFileLine:
            .init(
                "fernwire.expert.key_file_line", .decryption, .warning,
                "A key file has lines that are no keys")
        default: weaknessDeclaration
        }
    }
}

extension ExpertDeclaration {
    init(_ name: StaticString, _ group: Group, _ severity: Severity, _ message: StaticString) {
        self.init(filter: name, group: group, severity: severity, message: message)
    }
}
