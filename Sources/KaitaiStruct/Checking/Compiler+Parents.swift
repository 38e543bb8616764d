// SPDX-License-Identifier: Apache-2.0

// What `_parent` is: the type whose members read a type, if there is just one.
extension Compiler {
    func findParents() {
        // Each type's children are marked once: those of types that are read first, since a `parent` may name what follows.
        var waiting = names.tops
        var isMarked = Array(repeating: false, count: types.count)
        var others = types[...]
        while let type = waiting.popLast() ?? others.popFirst() {
            guard !isMarked[type.number] else { continue }
            isMarked[type.number] = true
            for member in type.sequence + type.instances {
                for reference in references(of: member) {
                    if let child = mark(reference, of: member, of: type) { waiting.append(child) }
                }
            }
        }
    }

    private func references(of member: AttributeDescription) -> [TypeReference] {
        switch member.form {
        case .none, .broken: []
        case .named(let reference, _): [reference]
        case .switched(_, let cases): cases.map(\.reference)
        }
    }

    /// Notes that `member` of `type` reads a type.
    ///
    /// - Returns: the type, when this was the first that reads it.
    private func mark(
        _ reference: TypeReference, of member: AttributeDescription, of type: TypeDescription
    ) -> TypeDescription? {
        let name = reference.name
        if name.path.count == 1, !name.isAbsolute, BuiltInType(name.path[0]) != nil { return nil }
        // A value of another file's type has no parent.
        guard let child = names.type(name, from: type), child.top === type.top else { return nil }
        let parent: DataType
        switch member.parent {
        case .none: return nil
        case .owner: parent = .structure(type.number)
        case .expression(let written):
            // What is wrong with it is said when the member is compiled.
            guard let (_, found) = try? compile(written.expression, in: Scope(type: type)) else { return nil }
            parent = found
        }
        guard let known = parents[child.number] else {
            parents[child.number] = parent
            return child
        }
        if known != parent { parents[child.number] = .anyStructure }
        return nil
    }
}
