// SPDX-License-Identifier: Apache-2.0
import YAML

extension DescriptionReader {
    func readEnumerations(_ node: YAMLNode, into type: TypeDescription) {
        guard let entries = node.entries else {
            fail("`enums` is a mapping by name, and this is \(node.kind)", at: node.place)
            return
        }
        for entry in entries {
            checkName(entry.key, "the name of an enumeration", at: entry.keyPlace)
            let enumeration = EnumerationDescription(name: entry.key, owner: type, place: entry.keyPlace)
            readMembers(entry.value, into: enumeration)
            type.enumerations.append(enumeration)
        }
    }

    private func readMembers(_ node: YAMLNode, into enumeration: EnumerationDescription) {
        guard let entries = node.entries else {
            fail("an enumeration is a mapping of numbers to names, and this is \(node.kind)", at: node.place)
            return
        }
        var places: [String: TextPlace] = [:]
        for entry in entries {
            guard let value = YAMLNode.integer(entry.key) else {
                fail("the number of a member should stand here, not `\(entry.key)`", at: entry.keyPlace)
                continue
            }
            let name: String
            if let text = entry.value.text {
                name = text
            } else if let id = entry.value["id"]?.text {
                name = id
            } else {
                fail("the name of a member should stand here, and this is \(entry.value.kind)", at: entry.value.place)
                continue
            }
            checkName(name, "the name of a member", at: entry.value.place)
            if let first = places[name] {
                fail("the name \(name) was given before, in line \(first.line)", at: entry.value.place)
            }
            places[name] = entry.value.place
            enumeration.members.append(.init(value: value, name: name, doc: entry.value["doc"]?.text))
        }
    }
}
