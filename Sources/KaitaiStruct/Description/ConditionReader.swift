// SPDX-License-Identifier: Apache-2.0
import YAML

/// Reads `valid`.
struct ConditionReader {
    let reader: DescriptionReader
    let hasEnumeration: Bool

    private static let keys: Set<String> = ["eq", "min", "max", "any-of", "in-enum", "expr"]

    func read(_ node: YAMLNode, into attribute: AttributeDescription) {
        guard let entries = node.entries else {
            if let value = reader.expression(node) { attribute.conditions.append((.equal(value), node.place)) }
            return
        }
        var least: WrittenExpression?
        var most: WrittenExpression?
        for entry in entries {
            switch entry.key {
            case "eq": add(reader.expression(entry.value).map { .equal($0) }, entry, to: attribute)
            case "min": least = reader.expression(entry.value)
            case "max": most = reader.expression(entry.value)
            case "any-of":
                guard let elements = entry.value.elements else {
                    reader.fail(
                        "a list of values should stand here, and this is \(entry.value.kind)", at: entry.value.place)
                    continue
                }
                add(.anyOf(elements.compactMap { reader.expression($0) }), entry, to: attribute)
            case "in-enum":
                guard entry.value.boolean == true else {
                    reader.fail("`in-enum` takes true only; leave it out for no check", at: entry.value.place)
                    continue
                }
                guard hasEnumeration else {
                    reader.fail("`in-enum` needs the key `enum` beside `valid`", at: entry.keyPlace)
                    continue
                }
                add(.inEnumeration, entry, to: attribute)
            case "expr": add(reader.expression(entry.value).map { .expression($0) }, entry, to: attribute)
            default: reader.failUnknown(entry, expected: Self.keys)
            }
        }
        if least != nil || most != nil { attribute.conditions.append((.range(least: least, most: most), node.place)) }
    }

    private func add(
        _ condition: AttributeDescription.Condition?, _ entry: YAMLNode.Entry, to attribute: AttributeDescription
    ) {
        if let condition { attribute.conditions.append((condition, entry.value.place)) }
    }
}

/// Reads `repeat` and what belongs to it.
struct RepetitionReader {
    let reader: DescriptionReader

    func read(_ entries: [YAMLNode.Entry], into attribute: AttributeDescription) {
        func entry(_ key: String) -> YAMLNode.Entry? { entries.first { $0.key == key } }
        let (count, until) = (entry("repeat-expr"), entry("repeat-until"))
        guard let kind = entry("repeat") else {
            if let stray = count ?? until {
                reader.fail("`\(stray.key)` needs `repeat: \(stray.key.dropFirst(7))`", at: stray.keyPlace)
            }
            return
        }
        switch kind.value.text {
        case "eos": attribute.repetition = .endOfStream
        case "expr":
            if let value = needed(count, by: kind) { attribute.repetition = .count(value) }
        case "until":
            if let value = needed(until, by: kind) { attribute.repetition = .until(value) }
        default: reader.fail("`repeat` is eos, expr or until", at: kind.value.place)
        }
        for stray in [count, until] {
            guard let stray, stray.key != "repeat-" + (kind.value.text ?? "") else { continue }
            reader.fail("`\(stray.key)` does not go with `repeat: \(kind.value.text ?? "")`", at: stray.keyPlace)
        }
    }

    private func needed(_ entry: YAMLNode.Entry?, by kind: YAMLNode.Entry) -> WrittenExpression? {
        guard let entry else {
            reader.fail(
                "`repeat: \(kind.value.text ?? "")` needs `repeat-\(kind.value.text ?? "")`", at: kind.value.place)
            return nil
        }
        return reader.expression(entry.value)
    }
}
