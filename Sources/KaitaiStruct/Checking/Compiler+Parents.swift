// SPDX-License-Identifier: Apache-2.0

// What `_parent` is: the type whose members read a type, if there is just one.
extension Compiler {
    /// A parent that is written as an expression may follow from other parents, so that they are looked for until none changes.
    func findParents() {
        for _ in 0..<Self.roundLimit {
            let known = parents
            var found = [DataType?](repeating: nil, count: types.count)
            for type in types {
                for member in type.sequence + type.instances {
                    for reference in references(of: member) { mark(reference, of: member, of: type, in: &found) }
                }
            }
            if found == known { return }
            parents = found
            forgetTypes()
        }
        // What still changes is told when it is read.
    }

    /// The most times that parents may follow from one another.
    private static let roundLimit = 64

    private func references(of member: AttributeDescription) -> [TypeReference] {
        switch member.form {
        case .none, .broken: []
        case .named(let reference, _): [reference]
        case .switched(_, let cases): cases.map(\.reference)
        }
    }

    /// Notes that `member` of `type` reads a type.
    private func mark(
        _ reference: TypeReference, of member: AttributeDescription, of type: TypeDescription,
        in found: inout [DataType?]
    ) {
        let name = reference.name
        if name.path.count == 1, !name.isAbsolute, BuiltInType(name.path[0]) != nil { return }
        // A value of another file's type has no parent.
        guard let child = names.type(name, from: type), child.top === type.top else { return }
        let parent: DataType
        switch member.parent {
        case .none: return
        case .owner: parent = .structure(type.number)
        case .expression(let written):
            // What is wrong with it is said when the member is compiled.
            guard let (_, type) = try? compile(written.expression, in: Scope(type: type)) else { return }
            parent = type
        }
        found[child.number] = found[child.number].map { $0 == parent ? parent : .anyStructure } ?? parent
    }
}
