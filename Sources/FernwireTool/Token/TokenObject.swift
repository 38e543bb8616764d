// SPDX-License-Identifier: Apache-2.0
import FernwireConsole

/// What there is to say of a token, as an object of JSON on one line. What is not known is left out.
struct TokenObject {
    private var members: [String] = []

    /// - Parameter line: the number of the line at which the token begins.
    init(_ finding: TokenFinding, line: Int) {
        add("line", "\(line)")
        if let version = finding.version { add("version", "\(version)") }
        if let timestamp = finding.timestamp {
            add("timestamp", "\(timestamp)")
            if let time = UTC.iso8601(timestamp) { add("time", quoted: time) }
            add("age", "\(Int128(finding.now) - Int128(timestamp))")
        }
        if finding.text.characters > 0 { add("characters", "\(finding.text.characters)") }
        if finding.version != nil { add("bytes", "\(finding.text.bytes.count)") }
        if let length = finding.ciphertextLength {
            add("ciphertext_bytes", "\(length)")
            add("canonical", "\(finding.text.isCanonical)")
        }
        if let range = finding.plaintextLengths, finding.plaintext == nil {
            add("plaintext_bytes_least", "\(range.lowerBound)")
            add("plaintext_bytes_most", "\(range.upperBound)")
        }
        if !finding.notes.isEmpty {
            add("notes", "[" + finding.notes.map(JSON.quoted).joined(separator: ",") + "]")
        }
        add("status", quoted: finding.refusal == nil ? "opened" : finding.plaintext == nil ? "closed" : "refused")
        if let refusal = finding.refusal {
            add("reason", quoted: refusal.code)
            add("explanation", quoted: refusal.description)
        }
        if let key = finding.key { add("key", TokenObject(key).text) }
        guard let plaintext = finding.plaintext else { return }
        let content = PlaintextContent(plaintext)
        add("plaintext_bytes", "\(plaintext.count)")
        add("plaintext_form", quoted: content.name)
        add("plaintext", content.json)
    }

    private init(_ key: TokenKeys.Key) {
        add("path", quoted: key.path)
        if let line = key.line { add("line", "\(line)") }
        if let number = key.number { add("number", "\(number)") }
        if let name = key.name { add("name", quoted: name) }
        if let role = key.role { add("role", quoted: role.rawValue) }
    }

    private mutating func add(_ name: String, _ json: String) { members.append("\"\(name)\":\(json)") }

    private mutating func add(_ name: String, quoted text: String) { add(name, JSON.quoted(text)) }

    /// The object, in which no character steers a terminal: outside of its strings there is none, and within they may be
    /// escaped.
    var text: String {
        var text = ""
        for scalar in ("{" + members.joined(separator: ",") + "}").unicodeScalars {
            guard steersTerminal(scalar) else {
                text.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return text
    }
}
