// SPDX-License-Identifier: Apache-2.0
import YAML

// How members are read.
extension Compiler {
    func reading(of member: AttributeDescription, in scope: Scope) -> Reading? {
        guard !member.isIncomplete else { return nil }
        let extent = extent(of: member, in: scope)
        switch member.form {
        case .broken: return nil
        case .none:
            guard let extent else {
                guard member.size == nil else { return nil }
                let message =
                    "nothing says how many bytes \(member.name) has: give it a type, `size`, `size-eos` or `terminator`"
                fail(CheckError(message), at: member.place, in: scope)
                return nil
            }
            return .bytes(extent)
        case .named(let reference, let place):
            return reading(reference, at: place, of: member, extent, in: scope)
        case .switched(let on, let cases):
            guard let (node, onType) = typed(on, in: scope) else { return nil }
            let inside = Scope(type: scope.type, switchedOn: onType)
            var compiled = cases.compactMap { one -> (value: NodeID?, reading: Reading)? in
                let value = one.value.flatMap { comparable($0, with: onType, in: inside) }
                guard let reading = reading(one.reference, at: one.place, of: member, extent, in: inside),
                    value != nil || one.value == nil
                else { return nil }
                return (value, reading)
            }
            // The case that takes all others comes last.
            let others = compiled.firstIndex { $0.value == nil }.map { compiled.remove(at: $0).reading }
            compiled.append((nil, others ?? extent.map { .bytes($0) } ?? .nothing))
            return .switched(on: node, cases: compiled)
        }
    }

    private func reading(
        _ reference: TypeReference, at place: TextPlace, of member: AttributeDescription, _ extent: Extent?,
        in scope: Scope
    ) -> Reading? {
        let name = reference.name
        if name.path.count == 1, !name.isAbsolute, let known = BuiltInType(name.path[0]) {
            return reading(known, name: name.text, at: place, of: member, extent, in: scope)
        }
        guard let type = names.type(name, from: scope.type) else {
            if scope.type.top.meta.allowsOpaqueTypes {
                fail(
                    CheckError(
                        "the type \(name.text) is opaque: it is code of another program, which cannot be run here"),
                    at: place, in: scope)
            } else {
                fail(CheckError("there is no type \(name.text) that \(scope.type.path) can name"), at: place, in: scope)
            }
            return nil
        }
        let arguments = arguments(reference.arguments, for: type, at: place, in: scope)
        var parent = StructureReading.Parent.owner
        switch member.parent {
        case .owner: break
        case .none: parent = .none
        case .expression(let written):
            guard let (node, parentType) = typed(written, in: scope) else { return nil }
            guard parentType.isStructure else {
                fail(
                    CheckError("a parent is a value of a type, and this is \(describe(parentType))"), at: written.place,
                    in: scope)
                return nil
            }
            parent = .node(node)
        }
        return .structure(
            StructureReading(
                type: type.number, arguments: arguments, extent: extent, parent: parent,
                isImported: type.top !== scope.type.top))
    }

    private func reading(
        _ type: BuiltInType, name: String, at place: TextPlace, of member: AttributeDescription, _ extent: Extent?,
        in scope: Scope
    ) -> Reading? {
        switch type {
        case .integer(let width, let isSigned, let order):
            guard let order = order ?? byteOrder(of: scope.type) else { return failOrder(name, at: place, in: scope) }
            return .integer(width: width, isSigned: isSigned, order: order)
        case .float(let width, let order):
            guard let order = order ?? byteOrder(of: scope.type) else { return failOrder(name, at: place, in: scope) }
            return .float(width: width, order: order)
        case .bits(let count, let isLittleEndian):
            let isLittle = isLittleEndian ?? bitOrder(of: scope.type)
            // With an enumeration, a single bit is a number.
            return .bits(
                count: count, isLittleEndian: isLittle, isBoolean: count == 1 && member.enumeration == nil)
        case .string, .terminatedString:
            guard let encoding = member.encoding?.name ?? encoding(of: scope.type) else {
                fail(
                    CheckError("nothing says the encoding of this text: give `encoding`, here or in `meta`"), at: place,
                    in: scope)
                return nil
            }
            var known = extent
            if known == nil, case .terminatedString = type { known = Extent(length: .terminated, terminator: [0]) }
            guard var extent = known else {
                guard member.size == nil else { return nil }
                fail(
                    CheckError("nothing says how many bytes this text has: give it `size`, `size-eos` or `terminator`"),
                    at: place, in: scope)
                return nil
            }
            if case .terminatedString = type, extent.terminator == [0] {
                // The zero is a whole unit of the encoding.
                extent.terminator = Array(repeating: 0, count: Encoding.unit(of: encoding))
            }
            return .text(extent, encoding: encoding)
        case .other:
            fail(
                CheckError("\(name) is the type of parameters and casts; leave it out for bytes"), at: place, in: scope)
            return nil
        }
    }

    private func failOrder(_ name: String, at place: TextPlace, in scope: Scope) -> Reading? {
        fail(
            CheckError(
                "nothing says the byte order of \(name): write \(name)le or \(name)be, or give `endian` in `meta`"),
            at: place, in: scope)
        return nil
    }

    private func bitOrder(of type: TypeDescription) -> Bool {
        var scope: TypeDescription? = type
        while let type = scope {
            if let order = type.meta.bitsAreLittleEndian { return order }
            scope = type.owner
        }
        return false
    }

    private func encoding(of type: TypeDescription) -> String? {
        var scope: TypeDescription? = type
        while let type = scope {
            if let encoding = type.meta.encoding { return encoding.name }
            scope = type.owner
        }
        return nil
    }

    private func arguments(
        _ arguments: [Expression], for type: TypeDescription, at place: TextPlace, in scope: Scope
    ) -> [NodeID] {
        guard arguments.count == type.parameters.count else {
            fail(
                CheckError("\(type.path) takes \(type.parameters.count) arguments, and these are \(arguments.count)"),
                at: place,
                in: scope)
            return []
        }
        var nodes: [NodeID] = []
        for (slot, argument) in arguments.enumerated() {
            do throws(CheckError) {
                let (node, given) = try compile(argument, in: scope)
                let expected = try self.type(ofMember: slot, of: type)
                guard given.isAssignable(to: expected) else {
                    throw CheckError(
                        "\(type.parameters[slot].name) of \(type.path) takes \(describe(expected)), and this is \(describe(given))",
                        at: argument.offset)
                }
                nodes.append(node)
            } catch {
                fail(error, at: place, in: scope)
            }
        }
        return nodes
    }

    // MARK: Extents

    private func extent(of member: AttributeDescription, in scope: Scope) -> Extent? {
        var extent: Extent
        if let size = member.size {
            guard let node = expression(size, as: .integer, in: scope) else { return nil }
            extent = Extent(length: .size(node))
        } else if let contents = member.contents {
            extent = Extent(length: .size(add(.integer(Int64(contents.count)))))
        } else if member.takesRest {
            extent = Extent(length: .rest)
        } else if member.terminator != nil {
            extent = Extent(length: .terminated)
        } else {
            return nil
        }
        extent.terminator = member.terminator ?? []
        extent.includesTerminator = member.includesTerminator
        extent.consumesTerminator = member.consumesTerminator
        extent.needsTerminator = member.needsTerminator
        extent.padding = member.padding
        extent.process = member.process.flatMap { process($0, in: scope) }
        return extent
    }

    private func process(_ process: AttributeDescription.Process, in scope: Scope) -> ProcessCall? {
        guard let (nodes, arguments) = compiled(process.arguments, in: scope) else { return nil }
        let types = arguments.map(\.type)
        func call(_ function: ProcessCall.Function, takes: (DataType) -> Bool, _ expected: String) -> ProcessCall? {
            guard types.count == 1, takes(types[0]) else {
                fail(CheckError("\(process.path[0]) takes \(expected)"), at: process.place, in: scope)
                return nil
            }
            return ProcessCall(function: function, arguments: nodes)
        }
        switch process.path {
        case ["xor"]: return call(.xor, takes: { $0.isInteger || $0 == .bytes }, "one argument: an integer or bytes")
        case ["rol"]: return call(.rotateLeft, takes: { $0.isInteger }, "one argument: the number of bits")
        case ["ror"]: return call(.rotateRight, takes: { $0.isInteger }, "one argument: the number of bits")
        case ["zlib"]:
            guard types.isEmpty else {
                fail(CheckError("zlib takes no argument"), at: process.place, in: scope)
                return nil
            }
            return ProcessCall(function: .inflate, arguments: [])
        default: break
        }
        let name = process.path.joined(separator: ".")
        do throws(ExternalError) {
            guard try externalNames.process(process.path, arguments: arguments) else {
                throw ExternalError(message: "there is no process \(name)")
            }
        } catch {
            fail(CheckError(error.message), at: process.place, in: scope)
            return nil
        }
        return ProcessCall(
            function: .external(number(of: External(kind: .process, name: name, type: .bytes))), arguments: nodes)
    }
}
