// SPDX-License-Identifier: Apache-2.0
import DissectorKit

// Remarks in Wireshark's expert information, each declared once. A note that is not listed cannot be drawn: Wireshark
// reports it as a bug of the dissector, and ExpertTests fails.

extension Note {
    static let fernwire: [Note] = [
        .malformed, .unknownType, .reservedFlags, .oversized, .skipped, .gap, .repeated, .otherSession,
        .recordMACFailed, .signatureFailed, .tokenHMACFailed, .tokenInvalid, .paddingFailed, .repeatedHeaderFailed,
        .payloadTooShort, .finishedFailed, .noPrivateKey, .unwrapFailed, .noFittingKey, .recordTruncated,
        .macUnchecked, .closed, .notAuthenticated, .plaintext, .notForwardSecret, .weakerSuite, .unauthenticatedKey,
        .toySizes, .sizesLeak, .ivRepeated, .replayed, .timestampFar, .expired, .broken, .outsideGroup,
        .toySignature, .alert, .keyFileUnreadable, .keyFileLine, .keyFileEncrypted,
    ]

    // MARK: What a frame is

    static let malformed = Note(
        "fernwire.expert.malformed", .malformed, severity: .error,
        message: "The bytes do not have the form that the specification gives them")
    static let unknownType = Note(
        "fernwire.expert.unknown_type", .undecoded, severity: .warning,
        message: "Unknown message type")
    static let reservedFlags = Note(
        "fernwire.expert.reserved_flags", .protocolUse, severity: .warning,
        message: "Reserved flags are set")
    static let oversized = Note(
        "fernwire.expert.oversized", .malformed, severity: .error,
        message: "The length is above the maximum of 65,536 bytes")
    static let skipped = Note(
        "fernwire.expert.skipped", .protocolUse, severity: .warning,
        message: "Bytes that belong to no frame were passed over")

    // MARK: Its place in the capture

    static let gap = Note(
        "fernwire.expert.gap", .sequence, severity: .note,
        message: "Frames before this one are missing in the capture")
    static let repeated = Note(
        "fernwire.expert.repeated", .sequence, severity: .warning,
        message: "This sequence number was seen before: replayed or reordered")
    static let otherSession = Note(
        "fernwire.expert.other_session", .sequence, severity: .warning,
        message: "The session id is not the one seen on this connection before")

    // MARK: Checks

    static let recordMACFailed = Note(
        "fernwire.expert.record_mac_failed", .decryption, severity: .error,
        message: "The record MAC does not match: wrong key, or header or token were changed")
    static let signatureFailed = Note(
        "fernwire.expert.signature_failed", .decryption, severity: .error,
        message: "The signature does not match: what it covers was changed, or another made it")
    static let tokenHMACFailed = Note(
        "fernwire.expert.token_hmac_failed", .decryption, severity: .error,
        message: "The token's HMAC does not match: wrong key, or the token was changed")
    static let tokenInvalid = Note(
        "fernwire.expert.token_invalid", .malformed, severity: .error,
        message: "Not a valid Fernet token")
    static let paddingFailed = Note(
        "fernwire.expert.padding_failed", .decryption, severity: .error,
        message: "The padding under the encryption is wrong: wrong key, or the ciphertext was changed")
    static let repeatedHeaderFailed = Note(
        "fernwire.expert.header_copy_failed", .decryption, severity: .error,
        message: "The header inside the token is not the frame's: the header was changed, or the token moved here")
    static let payloadTooShort = Note(
        "fernwire.expert.payload_too_short", .malformed, severity: .error,
        message: "The payload is shorter than any of its suite")
    static let finishedFailed = Note(
        "fernwire.expert.finished_failed", .decryption, severity: .error,
        message: "The verify data does not match: wrong key, or the handshake was changed")
    static let noPrivateKey = Note(
        "fernwire.expert.no_private_key", .decryption, severity: .warning,
        message: "No private key in the key file belongs to this session's public key")
    static let unwrapFailed = Note(
        "fernwire.expert.unwrap_failed", .decryption, severity: .error,
        message: "The private key does not open the wrapped keys: they were changed")
    static let noFittingKey = Note(
        "fernwire.expert.no_fitting_key", .decryption, severity: .note,
        message: "No key in the key file could belong to this session: not checked")
    static let recordTruncated = Note(
        "fernwire.expert.record_truncated", .decryption, severity: .note,
        message: "The capture does not hold all of the record: not checked")
    static let macUnchecked = Note(
        "fernwire.expert.mac_unchecked", .decryption, severity: .note,
        message: "The Fernet key opens the token, but the key for the record MAC is missing: not checked")
    static let closed = Note(
        "fernwire.expert.closed", .decryption, severity: .note,
        message: "The signature is right, as anyone can check; the receiver's private key, which opens it, is missing")
    static let notAuthenticated = Note(
        "fernwire.expert.not_authenticated", .security, severity: .warning,
        message: "Decrypted, not authenticated: the suite has no MAC, and whoever sits between may have changed this")
    static let plaintext = Note(
        "fernwire.expert.plaintext", .security, severity: .warning,
        message: "The suite protects nothing: everyone on the way reads this, and may change it")

    // MARK: What is weak

    static let notForwardSecret = Note(
        "fernwire.expert.no_forward_secrecy", .security, severity: .note,
        message: "A static key and no forward secrecy: who obtains it later reads what is recorded today")
    static let weakerSuite = Note(
        "fernwire.expert.weaker_suite", .security, severity: .warning,
        message: "The client offered a suite that authenticates data and server, and this one does not: a downgrade?")
    static let unauthenticatedKey = Note(
        "fernwire.expert.unauthenticated_key", .security, severity: .warning,
        message: "Nobody vouches for this public key: a man in the middle may have put his own in its place")
    static let toySizes = Note(
        "fernwire.expert.toy_sizes", .security, severity: .warning,
        message: "A key agreement of 16 bits in a group of 5460 elements: toy sizes")
    static let sizesLeak = Note(
        "fernwire.expert.sizes_leak", .security, severity: .chat,
        message: "Encrypted, but the length and the time of each record tell the size of what it says, and when")
    static let ivRepeated = Note(
        "fernwire.expert.iv_repeated", .security, severity: .warning,
        message: "This IV or nonce was used before under the same key")
    static let replayed = Note(
        "fernwire.expert.replayed", .security, severity: .warning,
        message: "The very same record was seen before at another place of the stream: a replay")
    static let timestampFar = Note(
        "fernwire.expert.timestamp_far", .security, severity: .note,
        message: "The token's timestamp is more than a minute away from the frame's time")
    static let expired = Note(
        "fernwire.expert.expired", .security, severity: .warning,
        message: "The token is older than the time to live of the preferences")
    static let broken = Note(
        "fernwire.expert.broken", .security, severity: .warning,
        message: "The session's key was found by trying")
    static let outsideGroup = Note(
        "fernwire.expert.outside_group", .security, severity: .warning,
        message: "A public value is outside the group of 5460 elements that 3 generates")
    static let toySignature = Note(
        "fernwire.expert.toy_signature", .security, severity: .warning,
        message: "Decrypted by trying; the signature fits, and proves nothing: its key is factored at once")

    // MARK: The session and the keys

    static let alert = Note(
        "fernwire.expert.alert", .protocolUse, severity: .warning,
        message: "A side gave up the session")
    static let keyFileUnreadable = Note(
        "fernwire.expert.key_file_unreadable", .decryption, severity: .warning,
        message: "A key file cannot be read")
    static let keyFileLine = Note(
        "fernwire.expert.key_file_line", .decryption, severity: .warning,
        message: "A key file has lines that are no keys")
    static let keyFileEncrypted = Note(
        "fernwire.expert.key_file_encrypted", .decryption, severity: .warning,
        message: "A key file holds a private key that no known passphrase opens")
}
