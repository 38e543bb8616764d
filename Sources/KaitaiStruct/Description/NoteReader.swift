// SPDX-License-Identifier: Apache-2.0
import YAML

/// Reads `-note`: a text, a mapping with `text`, `if` and `severity`, or a list of these.
struct NoteReader {
    let reader: DescriptionReader

    private static let keys: Set<String> = ["text", "if", "severity"]

    func read(_ node: YAMLNode) -> [NoteDescription] {
        if let elements = node.elements { return elements.compactMap { note($0) } }
        return [note(node)].compactMap { $0 }
    }

    private func note(_ node: YAMLNode) -> NoteDescription? {
        if let text = node.text { return NoteDescription(text: text, condition: nil, severity: .warning) }
        guard let entries = node.entries, let text = node["text"]?.text else {
            reader.fail("a note is a text, or a mapping with `text`, `if` and `severity`", at: node.place)
            return nil
        }
        var severity = Note.Severity.warning
        for entry in entries {
            switch entry.key {
            case "severity":
                guard let found = entry.value.text.flatMap({ Note.Severity(rawValue: $0) }) else {
                    let all = Note.Severity.allCases.map(\.rawValue).joined(separator: ", ")
                    reader.fail("a severity is one of \(all)", at: entry.value.place)
                    continue
                }
                severity = found
            case let key where !Self.keys.contains(key): reader.failUnknown(entry, expected: Self.keys)
            default: break
            }
        }
        return NoteDescription(text: text, condition: node["if"].flatMap { reader.expression($0) }, severity: severity)
    }
}
