// SPDX-License-Identifier: Apache-2.0

// `sizeof` and `_sizeof`: what is known of sizes before anything is read.
extension Compiler {
    func size(of name: TypeName, inBits: Bool, in scope: Scope) throws(CheckError) -> Typed {
        if name.path.count == 1, !name.isAbsolute, let known = BuiltInType(name.path[0]) {
            guard let bits = bits(of: known) else {
                throw CheckError("the size of \(name.text) depends on what is read")
            }
            return constant(bits: bits, inBits: inBits)
        }
        guard let found = names.type(name, from: scope.type) else {
            throw CheckError("there is no type \(name.text) that \(scope.type.path) can name")
        }
        return try size(of: found, inBits: inBits)
    }

    func size(of type: TypeDescription, inBits: Bool) throws(CheckError) -> Typed {
        guard let bits = bits(of: type) else { throw CheckError("the size of \(type.path) depends on what is read") }
        return constant(bits: bits, inBits: inBits)
    }

    /// `value._sizeof`, of a member of a type.
    func size(ofValue value: Expression, in scope: Scope) throws(CheckError) -> Typed {
        let owner: TypeDescription
        let name: String
        if case .cast(_, let type) = value.form { return try size(of: type, inBits: false, in: scope) }
        if case .name(let member) = value.form {
            (owner, name) = (scope.type, member)
        } else if case .attribute(let container, let member) = value.form,
            case .structure(let number) = try compile(container, in: scope).type
        {
            (owner, name) = (types[number], member)
        } else {
            throw CheckError("_sizeof is of a member or of a type")
        }
        if name == "_root" { return try size(of: owner.top, inBits: false) }
        guard let slot = slot(name, of: owner) else { throw CheckError("\(owner.path) has no member \(name)") }
        guard let bits = bits(of: owner.members[slot], of: owner) else {
            throw CheckError("the size of \(name) depends on what is read")
        }
        return constant(bits: bits, inBits: false)
    }

    private func constant(bits: Int, inBits: Bool) -> Typed {
        (add(.integer(Int64(inBits ? bits : (bits + 7) / 8))), .integer)
    }

    private func bits(of type: BuiltInType) -> Int? {
        switch type {
        case .integer(let width, _, _), .float(let width, _): 8 * width
        case .bits(let count, _): count
        case .string, .terminatedString, .other: nil
        }
    }

    /// The bits of a value of `type`; `nil` if they depend on what is read.
    private func bits(of type: TypeDescription) -> Int? {
        guard sized.count < Self.deepest, sized.insert(type.number).inserted else { return nil }
        defer { sized.remove(type.number) }
        var bits = 0
        for member in type.sequence {
            guard let more = self.bits(of: member, of: type) else { return nil }
            if !isBitField(member) { bits = (bits + 7) / 8 * 8 }
            bits += more
        }
        return bits
    }

    private func isBitField(_ member: AttributeDescription) -> Bool {
        guard case .named(let reference, _) = member.form, reference.name.path.count == 1,
            case .bits = BuiltInType(reference.name.path[0])
        else { return false }
        return true
    }

    private func bits(of member: AttributeDescription, of type: TypeDescription) -> Int? {
        guard member.condition == nil, member.value == nil else { return nil }
        guard let once = bitsOnce(of: member, of: type) else { return nil }
        switch member.repetition {
        case .once: return once
        case .count(let count): return constant(count, in: type).map { $0 * once }
        case .endOfStream, .until: return nil
        }
    }

    private func bitsOnce(of member: AttributeDescription, of type: TypeDescription) -> Int? {
        if let size = member.size { return constant(size, in: type).map { 8 * $0 } }
        if let contents = member.contents { return 8 * contents.count }
        guard case .named(let reference, _) = member.form, !member.takesRest, member.terminator == nil else {
            return nil
        }
        if reference.name.path.count == 1, let known = BuiltInType(reference.name.path[0]) { return bits(of: known) }
        return names.type(reference.name, from: type).flatMap { bits(of: $0) }
    }

    private func constant(_ written: WrittenExpression, in type: TypeDescription) -> Int? {
        guard let (node, _) = try? compile(written.expression, in: Scope(type: type)),
            case .integer(let value) = program.node(node), value >= 0, value < 1 << 32
        else { return nil }
        return Int(value)
    }
}
