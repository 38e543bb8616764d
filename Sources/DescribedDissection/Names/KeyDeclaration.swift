// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct
import WireSchema
import YAML

/// A key that a description names: an entry of `-keys`.
struct KeyDeclaration {
    let name: String
    let kind: KeyKind
    /// Keys that stand in the description itself.
    let constants: [Candidate]

    /// Where these stand.
    static let place = "the description"
}

/// Reads `-keys`: names with a kind each, or with a mapping of `kind`, `hex` and `text`.
struct KeyReader {
    let file: String
    let diagnostics: Diagnostics

    private static let keys = ["kind", "hex", "text"]
    /// Names of keys that a description may have.
    private static let limit = 64

    func read(_ node: YAMLNode) -> [KeyDeclaration] {
        guard let entries = node.entries else {
            fail("`-keys` is a mapping of names to kinds, and this is \(node.kind)", node.place)
            return []
        }
        guard entries.count <= Self.limit else {
            fail("a description has at most \(Self.limit) keys, and these are \(entries.count)", node.place)
            return []
        }
        return entries.compactMap { declaration($0) }
    }

    private func declaration(_ entry: YAMLNode.Entry) -> KeyDeclaration? {
        let isName = entry.key.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
        let letters = entry.key.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
        }
        guard isName, letters else {
            fail(
                "`\(entry.key)` cannot be the name of a key: it must begin with a small letter, and may have small letters, digits and _",
                entry.keyPlace)
            return nil
        }
        guard entry.value.entries != nil else {
            return kind(entry.value).map { KeyDeclaration(name: entry.key, kind: $0, constants: []) }
        }
        for inner in entry.value.entries ?? [] where !Self.keys.contains(inner.key) {
            fail("unknown key `\(inner.key)`; there are \(Self.keys.joined(separator: ", "))", inner.keyPlace)
        }
        guard let node = entry.value["kind"] else {
            fail("`kind` is missing", entry.value.place)
            return nil
        }
        guard let kind = kind(node) else { return nil }
        var constants: [Candidate] = []
        for key in ["hex", "text"] {
            guard let node = entry.value[key] else { continue }
            let text = Array((node.text ?? "").utf8)
            guard let bytes = key == "hex" ? Coding.hexadecimal(text[...]) : text, !bytes.isEmpty else {
                fail("hexadecimal digits should stand here, two for each byte", node.place)
                continue
            }
            let secret = SecretBytes(copying: bytes.rawSpan)
            let isText = kind == .password
            let candidate = Candidate(material: isText ? .text(secret) : .bytes(secret), place: KeyDeclaration.place)
            guard candidate.fits(kind) else {
                fail("\(kind.rawValue) is \(kind.summary), and this has \(bytes.count) bytes", node.place)
                continue
            }
            constants.append(candidate)
        }
        return KeyDeclaration(name: entry.key, kind: kind, constants: constants)
    }

    private func kind(_ node: YAMLNode) -> KeyKind? {
        guard let kind = node.text.flatMap({ KeyKind(rawValue: $0) }) else {
            let all = KeyKind.allCases.map(\.rawValue).joined(separator: ", ")
            fail("the kind of a key is one of \(all)", node.place)
            return nil
        }
        return kind
    }

    private func fail(_ message: String, _ place: TextPlace) {
        diagnostics.error(message, at: place, in: file)
    }
}
