// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire
import WireSchema

// The registrations of the dissector of bare Fernet tokens, each declared once.

extension DissectorDeclaration {
    static var fernet: DissectorDeclaration {
        DissectorDeclaration(
            name: "Fernet token", shortName: "Fernet", filter: "fernet", places: [.tcp(""), .udp("")],
            heuristics: [.stream, .datagram], fields: FernetFields.all, notes: FernetNotes.all,
            preferences: FernetPreferences.all, tables: [.fernetPayload],
            search: SearchDeclaration(isOn: FernetPreferences.search, fields: FernetPreferences.searchedFields))
    }
}

enum FernetFields {
    static let all =
        [
            token, version, timestamp, age, iv, ciphertext, hmac, status, keyName, closedBecause, decrypted, plaintext,
            plaintextBytes,
            invalid,
        ] + KeystoneFields.all

    static let token = Field("fernet.token", "Token", kind: .text, summary: "base64url text of the token")
    static let version = Field("fernet.version", "Version", kind: .u8.hexadecimal, summary: "0x80")
    static let timestamp = Field(
        "fernet.timestamp", "Timestamp", kind: .secondsSince1970, summary: "The maker's clock, in the clear")
    static let age = Field(
        "fernet.age", "Age", kind: .duration, summary: "From the timestamp to the frame's time")
    static let iv = Field("fernet.iv", "IV", kind: .bytes, summary: "Initialisation vector of AES-128-CBC")
    static let ciphertext = Field(
        "fernet.ciphertext", "Ciphertext", kind: .bytes, summary: "AES-128-CBC with PKCS#7")
    static let hmac = Field("fernet.hmac", "HMAC", kind: .bytes, summary: "HMAC-SHA256 of the bytes before it")
    static let status = Field(
        "fernet.hmac_status", "HMAC status", kind: .text, summary: "verified, failed or unchecked")
    static let keyName = Field(
        "fernet.key", "Key", kind: .text, summary: "Where the key that opened it stands")
    static let closedBecause = Field(
        "fernet.closed_because", "Closed because", kind: .text,
        summary: "Why the token was not opened with the keys at hand")
    static let decrypted = Field(
        "fernet.decrypted", "Decrypted", kind: .heading, summary: "What the token protects")
    static let plaintext = Field(
        "fernet.plaintext", "Plaintext", kind: .text, summary: "What the token protects, as text")
    static let plaintextBytes = Field(
        "fernet.plaintext_bytes", "Plaintext", kind: .bytes, summary: "What the token protects, if it is no text")
    static let invalid = Field("fernet.data", "Data", kind: .bytes, summary: "Bytes that are no token")

    /// The form of a token, made of these fields.
    static let layout = Token.layout(
        version: version, timestamp: timestamp, iv: iv, ciphertext: ciphertext, hmac: hmac)
}

enum FernetNotes {
    static let all = [failed, invalid, padding, expired, future, noKeys]

    static let failed = Note(
        "fernet.expert.hmac_failed", .decryption, severity: .error,
        message: "No key at hand makes this HMAC: another key, or the token was changed")
    static let invalid = Note(
        "fernet.expert.invalid", .malformed, severity: .error, message: "Not a valid Fernet token")
    static let padding = Note(
        "fernet.expert.padding_failed", .decryption, severity: .error,
        message: "The HMAC is right, and the padding is wrong")
    static let expired = Note(
        "fernet.expert.expired", .security, severity: .warning, message: "The token is older than the time to live")
    static let future = Note(
        "fernet.expert.from_the_future", .security, severity: .warning, message: "The token is from the future")
    static let noKeys = Note(
        "fernet.expert.keys_unreadable", .decryption, severity: .warning,
        message: "A file or folder of keys cannot be read, or has lines that are no keys")
}

enum FernetPreferences {
    static let all: [any AnyPreference] = [keys, timeToLive, showPlaintext, search, searchedFields]

    static let keys = Preference.file(
        "keys", title: "Named keys: file or folder",
        summary: """
            Fernet keys beside those of Fernwire's preferences: a file with one a line, each with a name before it if \
            you like, or a folder of such files, as OpenStack Keystone keeps.
            """)
    static let timeToLive = Preference.number(
        "time_to_live", title: "Time to live (seconds)",
        summary: "Age at which a token is marked as expired, against the frame's time; 0 for never.", initially: 0)
    static let showPlaintext = Preference.switch(
        "show_plaintext_in_info", title: "Show plaintext in the Info column",
        summary: "Whether the Info column shows decrypted text, which a screenshot then shows too.", initially: true)
    static let search = Preference.switch(
        "search", title: "Search packets for tokens",
        summary: """
            Whether tokens are found in what other protocols carry: in all bytes of a packet, and in what Wireshark \
            reassembles, decompresses and decrypts.
            """, initially: true)
    static let searchedFields = Preference.line(
        "search_fields", title: "Fields to search as well",
        summary: """
            Fields of any protocol, text or bytes, whose value differs from the bytes that carry it: display filters \
            with blanks between them. Wireshark then makes these fields for each packet, which takes time.
            """)
}

extension SubdissectorTable {
    /// Keystone packs its tokens as MessagePack.
    static let fernetPayload = SubdissectorTable.choice(
        "fernet.payload", title: "Fernet payload", of: ["msgpack", "json", "cbor", "xml", "protobuf"])
}
