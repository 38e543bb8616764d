// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireSession
import FernwireWire

/// `fernwire suites`.
struct SuitesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suites", abstract: "Show what each cipher suite gives, and what not, in Markdown.")

    func run() {
        StandardOutput.write(line: Self.document)
    }

    private static let suites = SuiteRegistry.standard.suites.sorted { $0.id.rawValue < $1.id.rawValue }

    /// docs/SUITES.md but for its last newline.
    static var document: String {
        """
        <!-- SPDX-License-Identifier: Apache-2.0 -->
        # Cipher suites

        What each suite declares of itself, as `fernwire suites` prints it. What the words mean, and how each suite works,
        is in [PROTOCOL.md](PROTOCOL.md).

        | Suite | Confidential | Records authenticated | The peer is | Forward secret | Replay-proof | Rekeys |
        |---|---|---|---|---|---|---|
        \(suites.map { properties($0) }.joined(separator: "\n"))

        ## Which keys a suite takes, and what it does not withstand

        | Suite | Keys | `fernwire keygen` | Does not withstand | Spoken |
        |---|---|---|---|---|
        \(suites.map { keys($0) }.joined(separator: "\n"))

        ## What becomes of a flipped bit in a record frame

        By the suite's own protection; endpoints besides refuse every header but the one that they expect.

        | Field | \(suites.map { $0.name.description }.joined(separator: " | ")) |
        |---|\(suites.map { _ in "---|" }.joined())
        | any of the header | \(suites.map { word($0.verdict(.sequence)) }.joined(separator: " | ")) |
        \(payloadFields.map { row($0) }.joined(separator: "\n"))
        """
    }

    private static func properties(_ suite: CipherSuite) -> String {
        func word(_ value: Bool) -> String { value ? "yes" : "**no**" }
        let properties = suite.properties
        let peer =
            switch properties.peer {
            case .anyone: "**anyone**"
            case .keyHolder: "whoever holds the key"
            case .identity: "proved by its own key"
            }
        return
            "| \(suite.name) | \(word(properties.isConfidential)) | \(word(properties.authenticatesRecords)) | \(peer)"
            + " | \(word(properties.isForwardSecret)) | \(word(properties.isReplayProof)) | \(rekeys(suite)) |"
    }

    private static func keys(_ suite: CipherSuite) -> String {
        let kind = suite.keygenName.description
        return "| \(suite.name) | \(suite.description.keys) | \(kind.isEmpty ? "–" : "`\(kind)`")"
            + " | \(suite.description.limits) | \(suite.isSecure ? "where its keys are given" : "with `--insecure` only") |"
    }

    private static func rekeys(_ suite: CipherSuite) -> String {
        guard suite.canRekey else { return "no" }
        return suite.properties.isForwardSecret ? "yes" : "yes, without forward secrecy"
    }

    /// The fields of all payloads, each once.
    private static var payloadFields: [Field] {
        var fields: [Field] = []
        for field in suites.flatMap({ $0.payloadLayout.parts.map(\.field) }) where !fields.contains(field) {
            fields.append(field)
        }
        return fields
    }

    private static func row(_ field: Field) -> String {
        let words = suites.map { suite in
            suite.payloadLayout.parts.contains { $0.field == field } ? word(suite.verdict(field)) : "–"
        }
        return "| \(field.title) | \(words.joined(separator: " | ")) |"
    }

    private static func word(_ verdict: Verdict) -> String {
        switch verdict {
        case .detected(let check): "detected by the \(check.rawValue)"
        case .undetected(let reason): "**undetected**: \(reason)"
        }
    }
}
