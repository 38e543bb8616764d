// SPDX-License-Identifier: Apache-2.0

// What `_parent` is: the type whose members read a type, if there is just one.
extension Compiler {
    func findParents() {
        for top in names.tops { markChildren(of: top) }
        // A type that nothing reads but that is nested may be named in a cast; its own members have it for their parent.
        for type in types where parents[type.number] == nil { markChildren(of: type) }
    }

    private func markChildren(of type: TypeDescription) {
        for member in type.sequence + type.instances {
            switch member.form {
            case .none, .broken: break
            case .named(let reference, _): mark(reference, of: member, of: type)
            case .switched(_, let cases):
                for one in cases { mark(one.reference, of: member, of: type) }
            }
        }
    }

    private func mark(_ reference: TypeReference, of member: AttributeDescription, of type: TypeDescription) {
        if reference.name.path.count == 1, !reference.name.isAbsolute, BuiltInType(reference.name.path[0]) != nil {
            return
        }
        // A value of another file's type has no parent.
        guard let child = names.type(reference.name, from: type), child.top === type.top else { return }
        let parent: DataType
        switch member.parent {
        case .none: return
        case .owner: parent = .structure(type.number)
        case .expression(let written):
            // What is wrong with it is said when the member is compiled.
            guard let (_, found) = try? compile(written.expression, in: Scope(type: type)) else { return }
            parent = found
        }
        switch parents[child.number] {
        case nil:
            parents[child.number] = parent
            markChildren(of: child)
        case parent: break
        case .some: parents[child.number] = .anyStructure
        }
    }
}
