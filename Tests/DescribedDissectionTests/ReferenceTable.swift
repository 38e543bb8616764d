// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto

@testable import DescribedDissection

/// A table of docs/descriptions.md as the code would write it, after its marker in the page.
struct ReferenceTable {
    let name: String
    let columns: [String]
    let rows: [[String]]

    var marker: String { "<!-- table of \(name) -->" }
    var lines: [String] {
        [line(columns), "|" + String(repeating: "---|", count: columns.count)] + rows.map(line)
    }

    private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    static let all = [processes, functions, checks, words, keys, notes]

    private static let processes = ReferenceTable(
        name: "processes", columns: ["Process", "Takes", "Checked by itself"],
        rows: OperationRegistry.allProcesses.map { process in
            let isChecked = process.isAuthenticated ? "yes" : process.verb == .decrypted ? "no" : ""
            return [call(process.name, process.signature), process.summary, isChecked]
        })

    private static let functions = ReferenceTable(
        name: "functions", columns: ["Function", "Gives", "Which is"],
        rows: OperationRegistry.allFunctions.map { function in
            let result =
                switch function.body {
                case .bytes: "bytes"
                case .number: "an integer"
                case .truth: "a Boolean"
                case .key: "a key"
                }
            return [call(function.name, function.signature), result, function.summary]
        })

    private static let checks = ReferenceTable(
        name: "checks", columns: ["Check", "The value is", "Needs a key to make"],
        rows: OperationRegistry.allChecks.map { check in
            [call(check.name, check.signature), check.summary, check.isForgeable ? "no" : "yes"]
        })

    /// Arguments that are one of some words, in the order in which operations first take them.
    private static let words: ReferenceTable = {
        let signatures =
            OperationRegistry.allProcesses.map(\.signature) + OperationRegistry.allFunctions.map(\.signature)
            + OperationRegistry.allChecks.map(\.signature)
        var rows: [[String]] = []
        for parameter in signatures.flatMap(\.parameters) {
            let words = parameter.kind == .digest ? Digest.all.map(\.name) : parameter.words
            let row = ["`\(parameter.name)`", words.map { "`\"\($0)\"`" }.joined(separator: ", ")]
            if !words.isEmpty, !rows.contains(row) { rows.append(row) }
        }
        return ReferenceTable(name: "words", columns: ["Argument", "One of"], rows: rows)
    }()

    private static let keys = ReferenceTable(
        name: "kinds of keys", columns: ["Kind", "Is"],
        rows: KeyKind.allCases.map { ["`\($0.rawValue)`", $0.summary] })

    private static let notes = ReferenceTable(
        name: "notes", columns: ["Filter", "Severity", "Group", "Text"],
        rows: DescribedNote.allCases.map { note in
            ["`ID.expert.\(note.rawValue)`", severity(note.severity), group(note.group), "\(note.message)"]
        })

    private static func severity(_ severity: NoteSeverity) -> String {
        switch severity {
        case .chat: "chat"
        case .note: "note"
        case .warning: "warning"
        case .error: "error"
        }
    }

    /// The groups that notes about described protocols have.
    private static func group(_ group: NoteGroup) -> String {
        switch group {
        case .security: "security"
        case .decryption: "decryption"
        case .malformed: "malformed"
        case .sequence, .protocolUse, .undecoded, .requestCode, .responseCode, .checksum, .comment: "another group"
        }
    }

    private static func call(_ name: String, _ signature: Signature) -> String { "`\(name)\(signature.text)`" }
}
