// SPDX-License-Identifier: Apache-2.0

extension Compiler {
    /// `value.name`
    func attribute(_ name: String, of value: Expression, in scope: Scope) throws(CheckError) -> Typed {
        if let path = path(of: value, in: scope) {
            if let kept = try kept(path + [name]) { return kept }
            if let type = externalNames.value(path + [name]) { return external(path + [name], type) }
        }
        if name == "_sizeof" { return try size(ofValue: value, in: scope) }
        let (node, type) = try compile(value, in: scope)
        if case .structure(let number) = type { return try member(name, of: node, types[number]) }
        if type == .anyStructure {
            switch name {
            case "_parent": return (add(.parentOf(node)), .anyStructure)
            case "_io": return (add(.streamOf(node)), .stream)
            default:
                throw CheckError("\(describe(type)) has no member \(name) for certain; say which type with .as<type>")
            }
        }
        if case .opaque(let opaque) = type {
            throw CheckError("the type \(opaque) is opaque: nothing here defines it, so that it has no member \(name)")
        }
        guard let (method, result) = method(name, of: type) else {
            throw CheckError("\(describe(type)) has no \(name)")
        }
        return (add(.method(method, node)), result)
    }

    /// `a.b.c`, if its first name is no member, so that all of it may name an external value.
    private func path(of expression: Expression, in scope: Scope) -> [String]? {
        if case .attribute(let value, let name) = expression.form {
            return path(of: value, in: scope).map { $0 + [name] }
        }
        guard case .name(let name) = expression.form, slot(name, of: scope.type) == nil, !name.hasPrefix("_") else {
            return nil
        }
        return [name]
    }

    private func member(_ name: String, of node: NodeID, _ type: TypeDescription) throws(CheckError) -> Typed {
        switch name {
        case "_root": return (add(.rootOf(node)), .structure(type.top.number))
        case "_parent": return (add(.parentOf(node)), parents[type.number] ?? .anyStructure)
        case "_io": return (add(.streamOf(node)), .stream)
        case "to_s" where type.text != nil: return (add(.text(node)), .string)
        default: break
        }
        if let slot = try rawSlot(name, of: type) { return (add(member: slot, of: node, type), .bytes) }
        guard let slot = slot(name, of: type) else { throw CheckError("\(type.path) has no member \(name)") }
        return (add(member: slot, of: node, type), try self.type(ofMember: slot, of: type))
    }

    private func add(member slot: Int, of node: NodeID, _ type: TypeDescription) -> NodeID {
        add(.member(node, type: Int32(type.number), slot: Int32(slot)))
    }

    private func method(_ name: String, of type: DataType) -> (Method, DataType)? {
        switch (type, name) {
        case (.bytes, "length"), (.bytes, "size"): (.length, .integer)
        case (.bytes, "first"): (.first, .byte)
        case (.bytes, "last"): (.last, .byte)
        case (.bytes, "min"): (.least, .byte)
        case (.bytes, "max"): (.greatest, .byte)
        case (.string, "length"): (.length, .integer)
        case (.string, "reverse"): (.reverse, .string)
        case (.string, "to_i"), (.float, "to_i"), (.enumeration, "to_i"), (.boolean, "to_i"): (.toInteger, .integer)
        case (.byte, "to_s"), (.integer, "to_s"): (.toString, .string)
        case (.array(let element), "first"): (.first, element)
        case (.array(let element), "last"): (.last, element)
        case (.array(let element), "min"): (.least, element)
        case (.array(let element), "max"): (.greatest, element)
        case (.array, "size"): (.length, .integer)
        case (.stream, "size"): (.size, .integer)
        case (.stream, "pos"): (.position, .integer)
        case (.stream, "eof"): (.isAtEnd, .boolean)
        default: nil
        }
    }

    /// `value.name(arguments)`, or `name(arguments)` for an external function.
    func call(_ function: Expression, _ arguments: [Expression], in scope: Scope) throws(CheckError) -> Typed {
        guard case .attribute(let value, let name) = function.form else {
            guard case .name(let name) = function.form else { throw CheckError("this cannot be called") }
            return try call(external: name, arguments, in: scope)
        }
        let (node, type) = try compile(value, in: scope)
        guard let (method, expected, result) = methodWithArguments(name, of: type) else {
            throw CheckError("\(describe(type)) has no \(name) with arguments")
        }
        var nodes: [NodeID] = []
        var given: [DataType] = []
        for argument in arguments {
            let (node, type) = try compile(argument, in: scope)
            nodes.append(node)
            given.append(type)
        }
        guard given.count == expected.count, zip(given, expected).allSatisfy({ $0.isAssignable(to: $1) }) else {
            throw CheckError(
                "\(name) of \(describe(type)) takes (\(expected.map { describe($0) }.joined(separator: ", "))), and this is "
                    + "(\(given.map { describe($0) }.joined(separator: ", ")))")
        }
        if method == .decode || method == .encode, case .string = program.node(nodes[0]) {
        } else if method == .decode || method == .encode {
            throw CheckError("the name of the encoding must be a string literal")
        }
        return (add(.methodWithArguments(method, node, add(operands: nodes))), result)
    }

    private func methodWithArguments(_ name: String, of type: DataType) -> (Method, [DataType], DataType)? {
        switch (type, name) {
        case (.string, "substring"): (.substring, [.integer, .integer], .string)
        case (.string, "to_i"): (.toInteger, [.integer], .integer)
        case (.string, "to_b"): (.encode, [.string], .bytes)
        case (.bytes, "to_s"): (.decode, [.string], .string)
        case (.bytes, "index_of"): (.indexOf, [.bytes], .integer)
        default: nil
        }
    }

    private func call(external name: String, _ arguments: [Expression], in scope: Scope) throws(CheckError) -> Typed {
        var nodes: [NodeID] = []
        var given: [ExternalArgument] = []
        for argument in arguments {
            let compiled = try compile(argument, in: scope)
            nodes.append(compiled.node)
            given.append(external(compiled))
        }
        let result: DataType?
        do throws(ExternalError) {
            result = try externalNames.function(name, arguments: given)
        } catch {
            throw CheckError(error.message)
        }
        guard let result else { throw CheckError("there is no function \(name)") }
        let number = number(of: External(kind: .function, name: name, type: result))
        return (add(.external(Int32(number), add(operands: nodes))), result)
    }
}
