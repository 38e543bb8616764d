// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire
import WireSchema

// The registrations of the dissector beside its fields and notes, each declared once.

extension DissectorDeclaration {
    /// - Parameter descriptions: what the preferences page says of the descriptions of other protocols.
    static func fernwire(descriptions: String) -> DissectorDeclaration {
        let text = Preference.text(
            "described", title: PermanentText(keeping: descriptions), summary: "Descriptions of other protocols")
        let preferences = FernwirePreferences.all + (descriptions.isEmpty ? [] : [text])
        return DissectorDeclaration(
            name: "Fernwire Protocol", shortName: "Fernwire", filter: "fernwire",
            places: [
                .tcp(ports: [FernwireDissector.defaultPort]),
                .text("tls.alpn", PermanentText(keeping: "\(Wire.applicationProtocol)"), over: .stream),
            ],
            heuristics: [.stream], fields: Field.fernwire,
            valueNames: [.offeredSuite: Field.suiteNames, .suite: Field.suiteNames], notes: Note.fernwire,
            preferences: preferences, tables: [.contentType, .mediaType], streamField: .stream,
            sessionKeys: SessionKeysDeclaration(
                title: "Session keys, as a key log",
                none: "# No session's keys are known, but for pre-shared ones.\n",
                injection: """
                    Wireshark's own Inject TLS Secrets has no place for the keys
                    of other protocols. This command copies a capture and puts
                    your keys into the copy, which then opens without a key file:

                        fernwire secrets add CAPTURE --keys KEYS --output COPY

                    CAPTURE is the file that is open, in pcapng. KEYS is your key
                    file. To give away these sessions and no other, save what
                    Tools > Fernwire > Session Keys shows, and name that file.
                    Anyone who gets the copy reads what its keys open; fernwire
                    secrets strip takes the keys out again.

                    """),
            hasSourcesAlone: true, hasObjects: true, statistics: Statistic.fernwire, responseTimes: .fernwire,
            secretsType: KeyFile.secretsType)
    }
}

enum FernwirePreferences {
    static let all: [any AnyPreference] = [
        keyFile, keyTable, passphraseFile, showPlaintext, breakToys, timeToLive, descriptions,
    ]

    static let keyFile = Preference.file(
        "key_file", title: "Key file",
        summary: """
            Fernet keys, other pre-shared keys in hexadecimal or base64, RSA private keys in PEM and key-log \
            lines, any number of each in one file; or a PKCS#12 file. They open bare Fernet tokens, too. \
            It is read again when it changes.
            """)
    static let passphraseFile = Preference.file(
        "passphrase_file", title: "Passphrase file",
        summary: """
            Passphrases, one on a line, that are tried for encrypted private keys in the key file and in the files of \
            the table, up to 16. It is read again when it changes.
            """)
    static let keyTable = Preference.keyTable(
        "keys", title: "Keys",
        summary: """
            Keys, or the paths of files with keys, any number of each and each with a comment, beside the key file. \
            They are kept in the profile, in the clear.
            """,
        valueSummary: "A Fernet key, or 16 or 32 bytes in hexadecimal or base64; or a path")
    static let showPlaintext = Preference.switch(
        "show_plaintext_in_info", title: "Show plaintext in the Info column",
        summary: "Whether the Info column shows decrypted text, which a screenshot then shows too.", initially: true)
    static let breakToys = Preference.switch(
        "break_toys", title: "Break what is breakable",
        summary: "Whether the keys of toy-dh16 are found by trying, which takes less than a millisecond a session.",
        initially: true)
    static let timeToLive = Preference.number(
        "time_to_live", title: "Fernet time to live (seconds)",
        summary: "Age at which a Fernet token is marked as expired, against the frame's time; 0 for never.",
        initially: 3600)
    static let descriptions = Preference.folder(
        FernwireDissector.descriptionsPreference, title: "Folder of descriptions",
        summary: """
            A folder with descriptions of other protocols, files that end in .ksy, beside those of the folder fernwire in \
            your configuration. It is read when Wireshark starts.
            """)
}

extension SubdissectorTable {
    static let contentType = SubdissectorTable.numbers(
        "fernwire.content_type", title: "Fernwire content type", [(UInt32(ContentType.json.rawValue), "json")])
    static let mediaType = SubdissectorTable.existing(byText: "media_type")
}

extension Statistic {
    static let fernwire: [Statistic] = [.sessions, .records, .bytes, .failures]

    static let sessions = Statistic("Sessions by suite")
    static let records = Statistic("Records by content and direction")
    static let bytes = Statistic("Bytes")
    static let failures = Statistic("Failures by expert note")
}

extension ResponseTimeDeclaration {
    /// The kinds are the content types of replies.
    static var fernwire: ResponseTimeDeclaration {
        let last = ContentType.allCases.filter { !$0.isControl }.map(\.rawValue).max() ?? 0
        return ResponseTimeDeclaration(
            title: "Content type", field: .contentType,
            kinds: (0...last).map { ContentType(rawValue: $0).map { PermanentText($0.name) } ?? "" })
    }
}
