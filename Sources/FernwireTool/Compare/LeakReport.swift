// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire

/// The report of what still leaks from a session, in words and in its own numbers.
struct LeakReport {
    private let name: String
    let leaks: SessionLeaks
    private let terminal: Terminal

    private static let labelWidth = 13

    init(name: String, _ leaks: SessionLeaks, _ terminal: Terminal) {
        self.name = name
        self.leaks = leaks
        self.terminal = terminal
    }

    var lines: [String] {
        if let suite = leaks.suite, !suite.properties.isConfidential {
            let reason = suite.warning?.description ?? "hides nothing"
            let text = "\(name) (\(suite.name)) \(reason). There is no need to look for leaks."
            return Columns.wrap(text, terminal.width).map { terminal.bold($0) }
        }
        let lengths = LengthTable(leaks.sides)
        let sections: [(String, String?)] = [
            ("Suite", suite), ("Offer", offer), ("Keys", keys), ("Messages", messages),
            ("Lengths", lengths.summary),
        ]
        let later: [(String, String?)] = [("Timing", timing), ("Timestamps", timestamps), ("Repetition", repetition)]
        let indent = String(repeating: " ", count: Self.labelWidth)
        var lines = [terminal.bold("What still leaks from \(name), without any key")]
        for (label, text) in sections { lines += section(label, text) }
        lines += lengths.lines.map { Columns.fit(indent + $0, terminal.width) }
        for (label, text) in later { lines += section(label, text) }
        return lines
    }

    private func section(_ label: String, _ text: String?) -> [String] {
        guard let text else { return [] }
        return Columns.wrap(text, max(terminal.width - Self.labelWidth, 20)).enumerated().map { index, line in
            Columns.pad(index == 0 ? "  \(label)" : "", Self.labelWidth) + line
        }
    }

    // MARK: In the clear

    private var suite: String? {
        guard let suite = leaks.suite else { return "not to be seen: the capture has no server hello" }
        return suite.properties.isForwardSecret
            ? "\(suite.name), and it is forward secret: what is recorded today stays closed."
            : "\(suite.name), and it is not forward secret: whoever obtains a long-lived key later reads what is recorded"
                + " today."
    }

    private var offer: String? {
        guard leaks.offered.count > 1 else { return nil }
        return leaks.offered.map(SnifferText.context.name).joined(separator: ", ") + ": what software the client is."
    }

    private var keys: String? {
        var texts: [String] = []
        if !leaks.keyIDs.isEmpty {
            let names = SnifferText.context.quoted(leaks.keyIDs)
            let taken = leaks.takenKeyID.isEmpty ? "none" : SnifferText.context.quoted([leaks.takenKeyID])
            texts.append("The client names its key \(names), the server takes \(taken): who has keys in common.")
        }
        for (side, fingerprint) in leaks.fingerprints.enumerated() {
            guard let fingerprint else { continue }
            texts.append("The \(Self.names[side]) shows the public key \(fingerprint), by which it is known again.")
        }
        return texts.isEmpty ? nil : texts.joined(separator: " ")
    }

    static let names = ["client", "server"]

    // MARK: What of records

    private var messages: String {
        let sides = zip(["→", "←"], leaks.sides).map { arrow, side in
            "\(arrow) \(Self.count(side.records, "record")) of \(side.bytes) bytes in all"
        }
        let rekeys = zip(["→", "←"], leaks.sides).compactMap { arrow, side -> String? in
            guard let epochs = side.epochs, epochs.count > 1 else { return nil }
            return "\(arrow) epochs \(epochs.lowerBound) to \(epochs.upperBound)"
        }
        let changes = rekeys.isEmpty ? "" : " The headers say when keys change: \(rekeys.joined(separator: ", "))."
        return "\(sides.joined(separator: ", ")): who speaks when, how often and how much.\(changes)"
    }

    static func count(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }
}
