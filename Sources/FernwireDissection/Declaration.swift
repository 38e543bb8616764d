// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

extension DissectorDeclaration {
    /// Fernwire, from the fields of the specification and the dissector's own.
    static var fernwire: DissectorDeclaration {
        var declaration = DissectorDeclaration(
            name: "Fernwire Protocol", shortName: "Fernwire", filter: "fernwire", tcpPorts: "9090",
            fields: Field.allCases.map(FieldDeclaration.init) + Extra.allCases.map(\.declaration),
            experts: Note.allCases.map(\.declaration), sources: Tab.allCases.map(\.name),
            preferences: Preference.allCases.map(\.declaration), tables: Table.allCases.map(\.declaration),
            streamFilter: Extra.stream.declaration.filter, hasObjects: true,
            statistics: Statistic.allCases.map(\.title), responseTimes: .fernwire, secretsType: KeyFile.secretsType)
        declaration.hasSessionKeys = true
        return declaration
    }
}

extension Preference {
    var declaration: PreferenceDeclaration {
        switch self {
        case .keyFile:
            .init(
                name: "key_file", title: "Key file",
                summary: """
                    Fernet keys, other pre-shared keys in hexadecimal or base64, RSA private keys in PEM and key-log \
                    lines, any number of each in one file. They open bare Fernet tokens, too. \
                    It is read again when it changes.
                    """,
                kind: .file)
        case .keyTable:
            .init(
                name: "keys", title: "Keys",
                summary: """
                    Keys, or the paths of files with keys, any number of each and each with a comment, beside the key file. \
                    They are kept in the profile, in the clear.
                    """,
                kind: .keyTable)
        case .showPlaintext:
            .init(
                name: "show_plaintext_in_info", title: "Show plaintext in the Info column",
                summary: "Whether the Info column shows decrypted text, which a screenshot then shows too.",
                kind: .switched(initially: true))
        case .breakToys:
            .init(
                name: "break_toys", title: "Break what is breakable",
                summary: """
                    Whether the keys of toy-dh16 are found by trying, which takes less than a millisecond a session.
                    """,
                kind: .switched(initially: true))
        case .timeToLive:
            .init(
                name: "time_to_live", title: "Fernet time to live (seconds)",
                summary: "Age at which a Fernet token is marked as expired, against the frame's time; 0 for never.",
                kind: .number(initially: 3600))
        }
    }
}

extension Extra {
    var declaration: FieldDeclaration {
        switch self {
        case .protectedFlag:
            .init(
                filter: "fernwire.flags.protected", name: "Protected",
                summary: "The payload is protected by the suite", kind: .flag(bits: 8, mask: 0x01))
        case .reservedFlags:
            .init(
                filter: "fernwire.flags.reserved", name: "Reserved", summary: "Sent as 0",
                kind: .flag(bits: 8, mask: 0xFE))
        case .clientHello: heading("fernwire.client_hello", "Client Hello", "What the client offers")
        case .serverHello: heading("fernwire.server_hello", "Server Hello", "What the server chose")
        case .publicKey: heading("fernwire.public_key", "Public Key", "A side's public key")
        case .keyWrap: heading("fernwire.key_wrap", "Key Wrap", "Secrets, encrypted to the session's public key")
        case .keyShare: heading("fernwire.key_share", "Key Share", "A side's public value of the key agreement")
        case .signature: heading("fernwire.handshake_signature", "Signature", "Over the handshake so far")
        case .identity: heading("fernwire.identity", "Identity", "Who a side is, and the proof of it")
        case .finished: heading("fernwire.finished", "Finished", "Proves knowledge of secret and transcript")
        case .record: heading("fernwire.record", "Record", "A protected record")
        case .alert: heading("fernwire.alert", "Alert", "The last word of a side that gives up")
        default: conclusion
        }
    }

    private var conclusion: FieldDeclaration {
        switch self {
        case .payload:
            .init(
                filter: "fernwire.payload", name: "Payload", summary: "A payload whose form is not known", kind: .bytes)
        case .skipped:
            .init(
                filter: "fernwire.skipped", name: "Skipped bytes", summary: "Bytes that belong to no frame",
                kind: .bytes)
        case .inTheClear:
            heading("fernwire.record.in_the_clear", "Record plaintext", "What the record says, in the clear")
        case .decrypted: heading("fernwire.record.decrypted", "Decrypted", "What the record protects")
        case .macStatus:
            .init(
                filter: "fernwire.record.mac_status", name: "MAC status",
                summary: "verified, failed, unchecked or truncated", kind: .text)
        case .finishedStatus:
            .init(
                filter: "fernwire.finished.status", name: "Verify data status",
                summary: "verified, failed or unchecked", kind: .text)
        case .signatureStatus:
            .init(
                filter: "fernwire.signature_status", name: "Signature status", summary: "verified or failed",
                kind: .text)
        case .broken: heading("fernwire.broken", "Broken", "What whoever listens finds out by trying")
        case .brokenExponent:
            .init(
                filter: "fernwire.broken.exponent", name: "Private exponent", summary: "Found by trying",
                kind: .unsigned(bits: 16, base: .decimal))
        case .brokenSecret:
            .init(
                filter: "fernwire.broken.key", name: "Agreed key", summary: "What both sides agreed on",
                kind: .unsigned(bits: 16, base: .hexadecimal))
        case .brokenFactor:
            .init(
                filter: "fernwire.broken.factor", name: "Factor of N", summary: "Of a side's signature key",
                kind: .unsigned(bits: 32, base: .decimal))
        case .plaintext:
            .init(
                filter: "fernwire.record.plaintext", name: "Plaintext", summary: "The message's bytes as text",
                kind: .text)
        default: linkDeclaration
        }
    }

    func heading(_ filter: StaticString, _ name: StaticString, _ summary: StaticString) -> FieldDeclaration {
        .init(filter: filter, name: name, summary: summary, kind: .none)
    }
}
