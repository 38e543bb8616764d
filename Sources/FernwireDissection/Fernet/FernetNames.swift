// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// Fields of a bare Fernet token.
enum FernetField: Int, CaseIterable {
    case token, version, timestamp, age, iv, ciphertext, hmac, status, keyName, decrypted, plaintext, plaintextBytes,
        invalid

    var declaration: FieldDeclaration {
        switch self {
        case .token: .init(filter: "fernet.token", name: "Token", summary: "base64url text of the token", kind: .text)
        case .version:
            .init(
                filter: "fernet.version", name: "Version", summary: "0x80", kind: .unsigned(bits: 8, base: .hexadecimal)
            )
        case .timestamp:
            .init(
                filter: "fernet.timestamp", name: "Timestamp", summary: "The maker's clock, in the clear",
                kind: .secondsSince1970)
        case .age:
            .init(
                filter: "fernet.age", name: "Age", summary: "From the timestamp to the frame's time", kind: .duration)
        case .iv:
            .init(filter: "fernet.iv", name: "IV", summary: "Initialisation vector of AES-128-CBC", kind: .bytes)
        case .ciphertext:
            .init(filter: "fernet.ciphertext", name: "Ciphertext", summary: "AES-128-CBC with PKCS#7", kind: .bytes)
        case .hmac:
            .init(filter: "fernet.hmac", name: "HMAC", summary: "HMAC-SHA256 of the bytes before it", kind: .bytes)
        case .status:
            .init(
                filter: "fernet.hmac_status", name: "HMAC status", summary: "verified, failed or unchecked",
                kind: .text)
        case .keyName:
            .init(
                filter: "fernet.key", name: "Key", summary: "Where the key that opened it stands", kind: .text)
        case .decrypted:
            .init(filter: "fernet.decrypted", name: "Decrypted", summary: "What the token protects", kind: .none)
        case .plaintext:
            .init(
                filter: "fernet.plaintext", name: "Plaintext", summary: "What the token protects, as text", kind: .text)
        case .plaintextBytes:
            .init(
                filter: "fernet.plaintext_bytes", name: "Plaintext",
                summary: "What the token protects, if it is no text",
                kind: .bytes)
        case .invalid:
            .init(filter: "fernet.data", name: "Data", summary: "Bytes that are no token", kind: .bytes)
        }
    }
}

/// Remarks on a bare Fernet token.
enum FernetNote: Int, CaseIterable {
    case failed, invalid, padding, expired, future, noKeys

    var declaration: ExpertDeclaration {
        switch self {
        case .failed:
            .init(
                "fernet.expert.hmac_failed", .decryption, .error,
                "No key at hand makes this HMAC: another key, or the token was changed")
        case .invalid: .init("fernet.expert.invalid", .malformed, .error, "Not a valid Fernet token")
        case .padding:
            .init("fernet.expert.padding_failed", .decryption, .error, "The HMAC is right, and the padding is wrong")
        case .expired: .init("fernet.expert.expired", .security, .warning, "The token is older than the time to live")
        case .future: .init("fernet.expert.from_the_future", .security, .warning, "The token is from the future")
        case .noKeys:
            .init(
                "fernet.expert.keys_unreadable", .decryption, .warning,
                "A file or folder of keys cannot be read, or has lines that are no keys")
        }
    }
}

enum FernetPreference: Int, CaseIterable {
    case keys, timeToLive, showPlaintext

    var declaration: PreferenceDeclaration {
        switch self {
        case .keys:
            .init(
                name: "keys", title: "Named keys: file or folder",
                summary: """
                    Fernet keys beside those of Fernwire's preferences: a file with one a line, each with a name before it if \
                    you like, or a folder of such files, as OpenStack Keystone keeps.
                    """,
                kind: .file)
        case .timeToLive:
            .init(
                name: "time_to_live", title: "Time to live (seconds)",
                summary: "Age at which a token is marked as expired, against the frame's time; 0 for never.",
                kind: .number(initially: 0))
        case .showPlaintext:
            .init(
                name: "show_plaintext_in_info", title: "Show plaintext in the Info column",
                summary: "Whether the Info column shows decrypted text, which a screenshot then shows too.",
                kind: .switched(initially: true))
        }
    }
}

/// Tables of sub-dissectors.
enum FernetTable: Int, CaseIterable {
    case payload

    var declaration: TableDeclaration {
        // Keystone packs its tokens as MessagePack.
        .init(
            name: "fernet.payload",
            kind: .choice(title: "Fernet payload", ["msgpack", "json", "cbor", "xml", "protobuf"]))
    }
}

enum FernetTab: Int, CaseIterable {
    case token, decrypted

    var name: StaticString {
        switch self {
        case .token: "Fernet token"
        case .decrypted: "Decrypted"
        }
    }
}
