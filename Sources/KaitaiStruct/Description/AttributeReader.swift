// SPDX-License-Identifier: Apache-2.0
import YAML

/// Reads one member of a type.
struct AttributeReader {
    let reader: DescriptionReader
    let role: AttributeDescription.Role

    private static let sequenceKeys: Set<String> = [
        "id", "doc", "doc-ref", "type", "size", "size-eos", "terminator", "include", "consume", "eos-error",
        "pad-right",
        "encoding", "contents", "repeat", "repeat-expr", "repeat-until", "if", "process", "enum", "valid", "parent",
    ]
    private static let parsedInstanceKeys = sequenceKeys.subtracting(["id"]).union(["pos", "io"])
    private static let valueInstanceKeys: Set<String> = ["doc", "doc-ref", "enum", "if", "value", "valid"]
    private static let parameterKeys: Set<String> = ["id", "type", "doc", "doc-ref", "enum"]

    /// Reads a parameter or an attribute of the sequence, the one with `index`.
    func read(_ node: YAMLNode, index: Int) -> AttributeDescription? {
        guard let entries = node.entries else {
            reader.fail("an attribute is a mapping, and this is \(node.kind)", at: node.place)
            return nil
        }
        let id = entries.first { $0.key == "id" }
        let name = id?.value.text ?? "_unnamed\(index)"
        if let id {
            reader.checkName(
                id.value.text ?? "", role == .parameter ? "the name of a parameter" : "the name of an attribute",
                at: id.value.place)
        } else if role == .parameter {
            reader.fail("a parameter needs an `id`", at: node.place)
        }
        let attribute = AttributeDescription(
            role: role, name: name, hasName: id != nil, place: id?.value.place ?? node.place)
        read(entries, into: attribute, keys: role == .parameter ? Self.parameterKeys : Self.sequenceKeys)
        return attribute
    }

    /// Reads an instance.
    func read(_ entry: YAMLNode.Entry) -> AttributeDescription? {
        guard let entries = entry.value.entries else {
            reader.fail("an instance is a mapping, and this is \(entry.value.kind)", at: entry.value.place)
            return nil
        }
        let attribute = AttributeDescription(role: .instance, name: entry.key, place: entry.keyPlace)
        let isComputed = entries.contains { $0.key == "value" }
        read(entries, into: attribute, keys: isComputed ? Self.valueInstanceKeys : Self.parsedInstanceKeys)
        return attribute
    }

    private func read(_ entries: [YAMLNode.Entry], into attribute: AttributeDescription, keys: Set<String>) {
        for entry in entries {
            if entry.key.hasPrefix("-") {
                readExtension(entry, into: attribute)
            } else if keys.contains(entry.key) {
                read(entry, into: attribute, entries)
            } else {
                reader.failUnknown(entry, expected: keys)
            }
        }
        completeText(entries, of: attribute)
        RepetitionReader(reader: reader).read(entries, into: attribute)
    }

    private func read(_ entry: YAMLNode.Entry, into attribute: AttributeDescription, _ entries: [YAMLNode.Entry]) {
        let node = entry.value
        switch entry.key {
        case "doc": attribute.doc = node.text
        case "type": attribute.form = form(node)
        case "size":
            attribute.size = reader.expression(node)
            if attribute.size == nil { attribute.isIncomplete = true }
        case "size-eos": attribute.takesRest = boolean(node)
        case "terminator":
            attribute.terminator = byte(node).map { [$0] }
            if attribute.terminator == nil { attribute.isIncomplete = true }
        case "include": attribute.includesTerminator = boolean(node)
        case "consume": attribute.consumesTerminator = boolean(node)
        case "eos-error": attribute.needsTerminator = boolean(node)
        case "pad-right": attribute.padding = byte(node)
        case "encoding":
            attribute.encoding = node.text.map { ($0, node.place) }
            Encoding.check(attribute.encoding, for: reader)
        case "contents": attribute.contents = contents(node)
        case "if": attribute.condition = reader.expression(node)
        case "process": attribute.process = process(node, "a process")
        case "enum": attribute.enumeration = enumeration(node)
        case "valid":
            ConditionReader(reader: reader, hasEnumeration: entries.contains { $0.key == "enum" }).read(
                node, into: attribute)
        case "parent": attribute.parent = parent(node)
        case "value":
            attribute.value = reader.expression(node)
            if attribute.value == nil { attribute.isIncomplete = true }
        case "pos": attribute.position = reader.expression(node)
        case "io": attribute.stream = reader.expression(node)
        default: break
        }
    }

    private func readExtension(_ entry: YAMLNode.Entry, into attribute: AttributeDescription) {
        switch entry.key {
        case "-orig-id": attribute.originalName = entry.value.text
        case "-check": attribute.check = process(entry.value, "a check")
        case "-keep":
            let name = entry.value.text ?? ""
            reader.checkName(name, "the name of a kept value", at: entry.value.place)
            if SideName(rawValue: name) != nil {
                reader.fail("`\(name)` names a side, and cannot name a kept value", at: entry.value.place)
            }
            attribute.kept = (name, entry.value.place)
        case "-note": attribute.notes = NoteReader(reader: reader).read(entry.value)
        default:
            reader.warnIfMistyped(entry)
            attribute.extensions.append(entry)
        }
    }

    /// `strz` ends with a zero unless it says how it ends; the text of a terminator in UTF-16 or UTF-32 is as wide as a unit.
    private func completeText(_ entries: [YAMLNode.Entry], of attribute: AttributeDescription) {
        guard case .named(let reference, _) = attribute.form, reference.name.path == ["strz"] else { return }
        if attribute.terminator == nil { attribute.terminator = [0] }
    }

    // MARK: Types

    private static let switchKeys: Set<String> = ["switch-on", "cases"]

    private func form(_ node: YAMLNode) -> AttributeDescription.Form {
        if let text = node.text {
            let place = reader.place(inside: node)
            return reader.typeReference(text, at: place).map { .named($0, place) } ?? .broken
        }
        guard let entries = node.entries else {
            reader.fail(
                "a type is a name, or a mapping with `switch-on` and `cases`, and this is \(node.kind)", at: node.place)
            return .broken
        }
        for entry in entries where !Self.switchKeys.contains(entry.key) && !entry.key.hasPrefix("-") {
            reader.failUnknown(entry, expected: Self.switchKeys)
        }
        guard let on = node["switch-on"] else {
            reader.fail("`switch-on` is missing beside `cases`", at: node.place)
            return .broken
        }
        guard let cases = node["cases"] else {
            reader.fail("`cases` is missing beside `switch-on`", at: node.place)
            return .broken
        }
        guard let entries = cases.entries else {
            reader.fail("`cases` is a mapping of values to types, and this is \(cases.kind)", at: cases.place)
            return .broken
        }
        let value = reader.expression(on)
        let read = entries.compactMap { switchCase($0) }
        return value.map { .switched(on: $0, cases: read) } ?? .broken
    }

    private func switchCase(_ entry: YAMLNode.Entry) -> AttributeDescription.Case? {
        let value = entry.key == "_" ? nil : reader.expression(entry.key, at: entry.keyPlace)
        guard let text = entry.value.text else {
            reader.fail("the name of a type should stand here, and this is \(entry.value.kind)", at: entry.value.place)
            return nil
        }
        guard value != nil || entry.key == "_",
            let reference = reader.typeReference(text, at: reader.place(inside: entry.value))
        else { return nil }
        return AttributeDescription.Case(
            value: value, reference: reference, place: reader.place(inside: entry.value))
    }

    private func enumeration(_ node: YAMLNode) -> (name: TypeName, place: TextPlace)? {
        guard let text = node.text, let reference = reader.typeReference(text, at: reader.place(inside: node)) else {
            if node.text == nil { reader.fail("the name of an enumeration should stand here", at: node.place) }
            return nil
        }
        return (reference.name, node.place)
    }

    private func parent(_ node: YAMLNode) -> AttributeDescription.Parent {
        if node.boolean == false { return .none }
        return reader.expression(node).map { .expression($0) } ?? .owner
    }

    private func process(_ node: YAMLNode, _ what: String) -> AttributeDescription.Process? {
        guard let text = node.text else {
            reader.fail("\(what) is written name or name(arguments), and this is \(node.kind)", at: node.place)
            return nil
        }
        let place = reader.place(inside: node)
        let name = text.prefix { $0 != "(" }
        let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        var arguments: [WrittenExpression] = []
        if name.endIndex < text.endIndex {
            guard text.hasSuffix(")") else {
                reader.fail("a closing parenthesis ) should end \(what)", at: place)
                return nil
            }
            let inside = text[text.index(after: name.endIndex)...].dropLast()
            let start = place.advanced(by: name.utf8.count + 1)
            do throws(ExpressionError) {
                arguments = try ExpressionParser.expressions(String(inside)).map {
                    WrittenExpression(expression: $0, place: start)
                }
            } catch {
                reader.fail("in the arguments `\(inside)`: \(error.message)", at: start.advanced(by: error.offset))
                return nil
            }
        }
        return AttributeDescription.Process(path: path, arguments: arguments, place: place)
    }

    // MARK: Scalars

    private func boolean(_ node: YAMLNode) -> Bool {
        if let value = node.boolean { return value }
        reader.fail("true or false should stand here, and this is \(node.kind)", at: node.place)
        return false
    }

    private func byte(_ node: YAMLNode) -> UInt8? {
        if let value = node.integer.flatMap({ UInt8(exactly: $0) }) { return value }
        reader.fail("a number from 0 to 255 should stand here", at: node.place)
        return nil
    }

    private func contents(_ node: YAMLNode) -> [UInt8]? {
        if let text = node.text { return Array(text.utf8) }
        guard let elements = node.elements else {
            reader.fail("text or a list of bytes and texts should stand here, and this is \(node.kind)", at: node.place)
            return nil
        }
        var bytes: [UInt8] = []
        for element in elements {
            if let value = element.integer {
                guard let byte = UInt8(exactly: value) else {
                    reader.fail("a byte is a number from 0 to 255", at: element.place)
                    continue
                }
                bytes.append(byte)
            } else if let text = element.text {
                bytes += Array(text.utf8)
            } else {
                reader.fail("a byte or text should stand here, and this is \(element.kind)", at: element.place)
            }
        }
        return bytes
    }
}
