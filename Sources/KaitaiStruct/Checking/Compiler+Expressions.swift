// SPDX-License-Identifier: Apache-2.0

extension Compiler {
    typealias Typed = (node: NodeID, type: DataType)

    /// Compiles an expression and finds the type of its value.
    func compile(_ expression: Expression, in scope: Scope) throws(CheckError) -> Typed {
        do throws(CheckError) {
            return try compileForm(expression, in: scope)
        } catch {
            var error = error
            if error.offset == 0 { error.offset = expression.offset }
            throw error
        }
    }

    private func compileForm(_ expression: Expression, in scope: Scope) throws(CheckError) -> Typed {
        switch expression.form {
        case .integer(let value): return try integer(value)
        case .float(let value): return (add(.float(value)), .float)
        case .boolean(let value): return (add(.boolean(value)), .boolean)
        case .string(let text): return (add(string: text), .string)
        case .interpolated(let parts): return try interpolated(parts, in: scope)
        case .name(let name): return try named(name, in: scope)
        case .enumMember(let owner, let name, let member):
            return try enumerationMember(member, of: name, owner: owner, in: scope)
        case .sizeOf(let name, let inBits): return try size(of: name, inBits: inBits, in: scope)
        case .list(let elements): return try list(elements, in: scope)
        case .negated(let operand): return try negated(operand, in: scope)
        case .inverted(let operand):
            let (node, type) = try compile(operand, in: scope)
            guard type.isInteger else { throw CheckError("~ takes an integer, and this is \(describe(type))") }
            return (add(.inverted(node)), .integer)
        case .not(let operand):
            let (node, type) = try compile(operand, in: scope)
            guard type == .boolean else { throw CheckError("`not` takes a Boolean, and this is \(describe(type))") }
            return (add(.not(node)), .boolean)
        case .arithmetic(let operation, let left, let right):
            return try arithmetic(
                operation, left: try compile(left, in: scope), right: try compile(right, in: scope))
        case .comparison(let comparison, let left, let right):
            let (one, two) = (try compile(left, in: scope), try compile(right, in: scope))
            try checkComparison(comparison, of: one.type, with: two.type, isQuestion: scope.isQuestion)
            // In a question, a number of 32 bits is equal to the decimal number that stands for it.
            if scope.isQuestion, one.type == .float || two.type == .float {
                let isNearly = add(.isNearly(one.node, two.node))
                if comparison == .equal { return (isNearly, .boolean) }
                if comparison == .notEqual { return (add(.not(isNearly)), .boolean) }
            }
            return (add(.comparison(comparison, one.node, two.node)), .boolean)
        case .all(let parts): return try joined(parts, in: scope) { .both($0, $1) }
        case .any(let parts): return try joined(parts, in: scope) { .either($0, $1) }
        case .conditional(let condition, let then, let otherwise):
            return try conditional(condition, then: then, otherwise: otherwise, in: scope)
        case .element(let container, let index): return try element(of: container, at: index, in: scope)
        case .attribute(let value, let name): return try attribute(name, of: value, in: scope)
        case .call(let function, let arguments): return try call(function, arguments, in: scope)
        case .cast(let value, let name): return try cast(value, to: name, in: scope)
        }
    }

    // MARK: Literals

    func integer(_ value: Int128) throws(CheckError) -> Typed {
        let type: DataType = (0...255).contains(value) ? .byte : .integer
        if let small = Int64(exactly: value) { return (add(.integer(small)), type) }
        if let large = UInt64(exactly: value) { return (add(.large(large)), type) }
        throw CheckError("integers have at most 64 bits")
    }

    private func interpolated(_ parts: [Expression], in scope: Scope) throws(CheckError) -> Typed {
        var nodes: [NodeID] = []
        for part in parts {
            let (node, type) = try compile(part, in: scope)
            guard type == .string || type.isInteger else {
                throw CheckError("text or an integer can stand in an f-string, and this is \(describe(type))")
            }
            nodes.append(node)
        }
        return (add(.interpolation(add(operands: nodes))), .string)
    }

    private func list(_ elements: [Expression], in scope: Scope) throws(CheckError) -> Typed {
        var nodes: [NodeID] = []
        var elementType: DataType?
        for element in elements {
            let (node, type) = try compile(element, in: scope)
            nodes.append(node)
            guard let known = elementType else {
                elementType = type
                continue
            }
            let combined = known.combined(with: type)
            if combined == .any, known != .any, type != .any {
                throw CheckError(
                    "the elements of a list are of one type; these are \(describe(known)) and \(describe(type))")
            }
            elementType = combined
        }
        // The type of an empty list cannot be told from anything but where it is used: as bytes.
        guard let elementType else { return (add(bytes: []), .bytes) }
        guard elementType == .byte else { return (add(.list(add(operands: nodes))), .array(elementType)) }
        let constants = nodes.compactMap { node -> UInt8? in
            guard case .integer(let value) = program.node(node) else { return nil }
            return UInt8(exactly: value)
        }
        if constants.count == nodes.count { return (add(bytes: constants), .bytes) }
        return (add(.byteList(add(operands: nodes))), .bytes)
    }

    private func enumerationMember(
        _ member: String, of name: String, owner: TypeName?, in scope: Scope
    ) throws(CheckError) -> Typed {
        let full = TypeName(isAbsolute: owner?.isAbsolute ?? false, path: (owner?.path ?? []) + [name])
        guard let found = names.enumeration(full, from: scope.type) else {
            throw CheckError("there is no enumeration \(full.text) that \(scope.type.path) can name")
        }
        guard let value = found.members.first(where: { $0.name == member })?.value else {
            throw CheckError("the enumeration \(found.path) has no member \(member)")
        }
        if let small = Int64(exactly: value) {
            return (add(.enumeration(Int32(found.number), small)), .enumeration(found.number))
        }
        guard let large = UInt64(exactly: value) else {
            throw CheckError("the value of \(full.text)::\(member) has more than 64 bits")
        }
        return (add(.largeEnumeration(Int32(found.number), large)), .enumeration(found.number))
    }

    // MARK: Names

    private func named(_ name: String, in scope: Scope) throws(CheckError) -> Typed {
        switch name {
        case "_root": return (add(.root), .structure(scope.type.top.number))
        case "_parent": return (add(.parent), parents[scope.type.number] ?? .anyStructure)
        case "_io": return (add(.stream), .stream)
        case "_index": return (add(.index), .integer)
        case "_":
            guard let type = scope.element else { throw CheckError("_ has a value in `repeat-until` and `valid` only") }
            return (add(.element), type)
        case "_on":
            guard let type = scope.switchedOn else { throw CheckError("_on has a value in `cases` only") }
            return (add(.switchedOn), type)
        case "_is_le": return (add(.isLittleEndian), .boolean)
        case "_sizeof": return try size(of: scope.type, inBits: false)
        case "null" where scope.isQuestion: return (add(.null), .null)
        default: break
        }
        if let slot = try rawSlot(name, of: scope.type) { return (add(.slot(Int32(slot))), .bytes) }
        if let slot = slot(name, of: scope.type) {
            return (add(.slot(Int32(slot))), try type(ofMember: slot, of: scope.type))
        }
        if let type = externalNames.value([name]) { return external([name], type) }
        guard DescriptionReader.isName(name) || name.hasPrefix("_") else {
            throw CheckError(
                "`\(name)` is no name: one begins with a small letter, and may have small letters, digits and _")
        }
        throw CheckError("\(scope.type.path) has no member \(name)")
    }

    func slot(_ name: String, of type: TypeDescription) -> Int? {
        type.slots[name]
    }

    /// The slot of `_raw_member`; `nil` for any other name.
    func rawSlot(_ name: String, of type: TypeDescription) throws(CheckError) -> Int? {
        guard name.hasPrefix("_raw_"), let slot = slot(String(name.dropFirst(5)), of: type) else { return nil }
        guard let raw = rawSlot(of: MemberPlace(type: type.number, slot: slot)) else {
            throw CheckError("the description does not ask for \(name), so that these bytes are not kept")
        }
        return raw
    }

    func external(_ path: [String], _ type: DataType) -> Typed {
        let number = number(of: External(kind: .value, name: path.joined(separator: "."), type: type))
        return (add(.external(Int32(number), Operands(start: 0, count: 0))), type)
    }

    private func cast(_ value: Expression, to name: TypeName, in scope: Scope) throws(CheckError) -> Typed {
        let (node, _) = try compile(value, in: scope)
        let single: DataType
        if name.path.count == 1, !name.isAbsolute, let known = BuiltInType(name.path[0]) {
            single = known.dataType
        } else if let found = names.type(name, from: scope.type) {
            single = .structure(found.number)
        } else {
            throw CheckError("there is no type \(name.text) that \(scope.type.path) can name")
        }
        guard !name.isArray else { return (node, .array(single)) }
        guard case .structure(let number) = single else { return (node, single) }
        return (add(.cast(node, type: Int32(number))), single)
    }
}
