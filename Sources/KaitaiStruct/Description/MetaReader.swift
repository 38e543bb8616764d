// SPDX-License-Identifier: Apache-2.0
import YAML

/// Reads `meta`.
struct MetaReader {
    let reader: DescriptionReader
    /// Whether it is that of a whole file.
    let isTop: Bool

    private static let keys: Set<String> = [
        "id", "title", "application", "file-extension", "xref", "license", "tags", "ks-version", "ks-debug",
        "ks-opaque-types",
        "ks-zero-copy-substream", "imports", "encoding", "endian", "bit-endian",
    ]

    /// The version of the language that is read here.
    private static let version = [0, 11]

    func read(_ node: YAMLNode, into meta: inout MetaDescription) {
        guard let entries = node.entries else {
            reader.fail("`meta` is a mapping, and this is \(node.kind)", at: node.place)
            return
        }
        for entry in entries {
            switch entry.key {
            case "endian": meta.endianness = endianness(entry.value)
            case "bit-endian":
                switch entry.value.text {
                case "le": meta.bitsAreLittleEndian = true
                case "be": meta.bitsAreLittleEndian = false
                default: reader.fail("the order of bits is `le` or `be`", at: entry.value.place)
                }
            case "encoding":
                meta.encoding = entry.value.text.map { ($0, entry.value.place) }
                Encoding.check(meta.encoding, for: reader)
            case "title": meta.title = entry.value.text
            case "imports": meta.imports = imports(entry.value)
            case "ks-opaque-types": meta.allowsOpaqueTypes = entry.value.boolean ?? false
            case "ks-version": checkVersion(entry.value)
            case let key where key.hasPrefix("-") || Self.keys.contains(key): break
            default: reader.failUnknown(entry, expected: Self.keys)
            }
        }
    }

    private func endianness(_ node: YAMLNode) -> MetaDescription.Endianness? {
        switch node.text {
        case "be": return .big
        case "le": return .little
        default: break
        }
        guard let on = node["switch-on"].flatMap({ reader.expression($0) }), let cases = node["cases"]?.entries else {
            reader.fail("the byte order is `le`, `be`, or a mapping with `switch-on` and `cases`", at: node.place)
            return nil
        }
        var read: [(WrittenExpression?, Bool)] = []
        for entry in cases {
            guard let order = entry.value.text, order == "le" || order == "be" else {
                reader.fail("the byte order is `le` or `be` here", at: entry.value.place)
                continue
            }
            let value = entry.key == "_" ? nil : reader.expression(entry.key, at: entry.keyPlace)
            guard value != nil || entry.key == "_" else { continue }
            read.append((value, order == "le"))
        }
        return .switched(on: on, cases: read)
    }

    private func imports(_ node: YAMLNode) -> [(name: String, place: TextPlace)] {
        guard let elements = node.elements else {
            reader.fail("`imports` is a list of names of files without .ksy, and this is \(node.kind)", at: node.place)
            return []
        }
        return elements.compactMap { element in
            guard let name = element.text else {
                reader.fail(
                    "the name of a file without .ksy should stand here, and this is \(element.kind)", at: element.place)
                return nil
            }
            return (name, element.place)
        }
    }

    private func checkVersion(_ node: YAMLNode) {
        let parts = (node.text ?? "").split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let numbers = parts.compactMap { part in part == "0" || !part.hasPrefix("0") ? Int(part) : nil }
        guard numbers.count == parts.count, (2...3).contains(parts.count), numbers.allSatisfy({ $0 >= 0 }) else {
            reader.fail("a version is written 0.10 or 0.10.1", at: node.place)
            return
        }
        if numbers.lexicographicallyPrecedes([0, 6]) {
            reader.fail("the lowest version is 0.6", at: node.place)
        }
        if case .scalar(_, isPlain: true) = node.content, parts.count == 2, parts[1].count > 1, parts[1].hasSuffix("0")
        {
            reader.fail(
                "write '\(parts.joined(separator: "."))' in quotes, since YAML takes it for a number without its last 0",
                at: node.place)
        }
        if Self.version.lexicographicallyPrecedes(Array(numbers.prefix(2))) {
            reader.fail(
                "the description needs version \(parts.joined(separator: ".")) of the language; this is 0.11",
                at: node.place)
        }
    }
}
