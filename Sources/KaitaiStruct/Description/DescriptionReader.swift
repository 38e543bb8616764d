// SPDX-License-Identifier: Apache-2.0
import YAML

/// Reads the YAML of one file into descriptions of types. It notes what is wrong and goes on, so that all errors of a file are
/// said at once.
struct DescriptionReader {
    let file: String
    let diagnostics: Diagnostics

    /// Reads a whole file.
    ///
    /// - Returns: `nil` if the file is not even a mapping.
    func read(_ text: String, named fileName: String) -> TypeDescription? {
        let root: YAMLNode
        do throws(YAMLError) {
            root = try YAMLNode(reading: text)
        } catch {
            fail(error.message, at: error.place)
            return nil
        }
        guard root.entries != nil else {
            fail("a description is a mapping with `meta` and `seq`, and this is \(root.kind)", at: root.place)
            return nil
        }
        return type(named: fileName, root, owner: nil)
    }

    func fail(_ message: String, at place: TextPlace) {
        diagnostics.error(message, at: place, in: file)
    }

    // MARK: Types

    private static let typeKeys: Set<String> = [
        "meta", "doc", "doc-ref", "params", "seq", "types", "instances", "enums", "to-string",
    ]

    private func type(named given: String, _ node: YAMLNode, owner: TypeDescription?) -> TypeDescription? {
        guard let entries = node.entries else {
            fail("a type is a mapping, and this is \(node.kind)", at: node.place)
            return nil
        }
        var name = given
        if owner == nil {
            guard let meta = node["meta"] else {
                fail("`meta` with an `id` is missing", at: node.place)
                return nil
            }
            guard let id = meta["id"]?.text else {
                fail(
                    meta.entries == nil
                        ? "`meta` is a mapping, and this is \(meta.kind)"
                        : "`meta` has no `id`, the name of the description",
                    at: meta.place)
                return nil
            }
            checkName(id, "the id of a description", at: meta["id"]?.place ?? meta.place)
            name = id
        }
        let type = TypeDescription(name: name, owner: owner, file: file, place: node.place)
        for entry in entries {
            switch entry.key {
            case "meta": MetaReader(reader: self, isTop: owner == nil).read(entry.value, into: &type.meta)
            case "doc": type.doc = entry.value.text
            case "params": type.parameters = members(entry.value, .parameter)
            case "seq": type.sequence = members(entry.value, .sequence)
            case "instances": type.instances = instances(entry.value)
            case "enums": readEnumerations(entry.value, into: type)
            case "types":
                for nested in named(entry.value, "types") {
                    checkName(nested.key, "the name of a type", at: nested.keyPlace)
                    if let nested = self.type(named: nested.key, nested.value, owner: type) {
                        type.types.append(nested)
                    }
                }
            case "to-string": type.text = expression(entry.value)
            case "-note": type.notes = NoteReader(reader: self).read(entry.value)
            case let key where key.hasPrefix("-"):
                warnIfMistyped(entry)
                type.extensions.append(entry)
            case let key where Self.typeKeys.contains(key): break
            default: failUnknown(entry, expected: Self.typeKeys)
            }
        }
        checkNames(of: type)
        return type
    }

    private func members(_ node: YAMLNode, _ role: AttributeDescription.Role) -> [AttributeDescription] {
        guard let elements = node.elements else {
            fail("a list of attributes should stand here, and this is \(node.kind)", at: node.place)
            return []
        }
        return elements.enumerated().compactMap { index, element in
            AttributeReader(reader: self, role: role).read(element, index: index)
        }
    }

    private func instances(_ node: YAMLNode) -> [AttributeDescription] {
        named(node, "instances").compactMap { entry in
            checkName(entry.key, "the name of an instance", at: entry.keyPlace)
            return AttributeReader(reader: self, role: .instance).read(entry)
        }
    }

    private func named(_ node: YAMLNode, _ what: String) -> [YAMLNode.Entry] {
        guard let entries = node.entries else {
            fail("`\(what)` is a mapping by name, and this is \(node.kind)", at: node.place)
            return []
        }
        return entries
    }

    private func checkNames(of type: TypeDescription) {
        var places: [String: TextPlace] = [:]
        for member in type.members where member.hasName {
            if let first = places[member.name] {
                fail("the name \(member.name) was given before, in line \(first.line)", at: member.place)
            } else {
                places[member.name] = member.place
            }
        }
    }

    // MARK: What all readers use

    /// Parses a scalar as an expression.
    func expression(_ node: YAMLNode) -> WrittenExpression? {
        guard let text = node.text else {
            fail("an expression should stand here, and this is \(node.kind)", at: node.place)
            return nil
        }
        return expression(text, at: place(inside: node))
    }

    func expression(_ text: String, at place: TextPlace) -> WrittenExpression? {
        do throws(ExpressionError) {
            return WrittenExpression(expression: try ExpressionParser.expression(text), place: place)
        } catch {
            fail("in the expression `\(text)`: \(error.message)", at: place.advanced(by: error.offset))
            return nil
        }
    }

    func typeReference(_ text: String, at place: TextPlace) -> TypeReference? {
        do throws(ExpressionError) {
            return try ExpressionParser.typeReference(text)
        } catch {
            fail("in the type `\(text)`: \(error.message)", at: place.advanced(by: error.offset))
            return nil
        }
    }

    /// Where the text of a scalar begins: after its quote, if it has one.
    func place(inside node: YAMLNode) -> TextPlace {
        guard case .scalar(_, isPlain: false) = node.content else { return node.place }
        return node.place.advanced(by: 1)
    }

    func checkName(_ name: String, _ what: String, at place: TextPlace) {
        guard !Self.isName(name) else { return }
        fail(
            "`\(name)` cannot be \(what): it must begin with a small letter, and may have small letters, digits and _",
            at: place)
    }

    static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (0x61...0x7A).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
        }
    }

    /// Warns of a key that begins with `-`, has no meaning, and is like one that has: a check that is not made would go unnoticed.
    func warnIfMistyped(_ entry: YAMLNode.Entry) {
        guard let meant = ExtensionNames.meant(by: entry.key) else { return }
        diagnostics.warning("`\(entry.key)` has no meaning; is `\(meant)` meant?", at: entry.keyPlace, in: file)
    }

    func failUnknown(_ entry: YAMLNode.Entry, expected: Set<String>) {
        fail("unknown key `\(entry.key)`; there are \(expected.sorted().joined(separator: ", "))", at: entry.keyPlace)
    }
}

extension TextPlace {
    /// The place `bytes` further in the same line.
    func advanced(by bytes: Int) -> TextPlace { TextPlace(line: line, column: column + bytes) }
}
