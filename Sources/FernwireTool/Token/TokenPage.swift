// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto

/// The lines about a token, for people: a label, then what there is to say.
struct TokenPage {
    private(set) var lines: [String] = []

    private static let labelWidth = 12

    init(_ finding: TokenFinding) {
        if let version = finding.version { add("version", "0x" + ValueText.hexadecimal([version])) }
        if let timestamp = finding.timestamp {
            add("timestamp", UTC.text(timestamp))
            add("age", Self.age(timestamp, now: finding.now))
        }
        addLengths(finding)
        for note in finding.notes { add("note", note) }
        if let key = finding.key { add("key", key.description) }
        if let refusal = finding.refusal {
            add(finding.plaintext == nil ? "closed" : "refused", refusal.description)
        }
        guard let plaintext = finding.plaintext else { return }
        let content = PlaintextContent(plaintext)
        let count = "\(plaintext.count) byte\(plaintext.count == 1 ? "" : "s")"
        add("plaintext", plaintext.isEmpty ? "empty" : "\(count), \(content.name)")
        lines += content.lines.map { "    " + $0 }
    }

    private mutating func add(_ label: String, _ text: String) {
        lines.append(label + String(repeating: " ", count: Self.labelWidth - label.count) + text)
    }

    private static func age(_ timestamp: UInt64, now: UInt64) -> String {
        guard timestamp > now else { return "\(UTC.words(now - timestamp)) (\(now - timestamp) s)" }
        return "\(UTC.words(timestamp - now)) in the future (\(timestamp - now) s)"
    }

    private mutating func addLengths(_ finding: TokenFinding) {
        let text = finding.text
        var lengths: [String] = []
        if text.characters > 0 { lengths.append(TokenRefusal.Unit.characters.counted(text.characters)) }
        if finding.version != nil { lengths.append(TokenRefusal.Unit.bytes.counted(text.bytes.count)) }
        if let ciphertext = finding.ciphertextLength { lengths.append("\(ciphertext) of them ciphertext") }
        if !lengths.isEmpty { add("length", lengths.joined(separator: ", ")) }
        guard let range = finding.plaintextLengths else { return }
        if finding.plaintext == nil { add("plaintext", "closed; \(range.lowerBound) to \(range.upperBound) bytes") }
        add(
            "base64url",
            text.isCanonical
                ? "canonical" : text.characters > 0 ? "not canonical: see the notes" : "none: given as bytes")
    }
}
