// SPDX-License-Identifier: Apache-2.0
import YAML

// Members of types.
extension Compiler {
    func member(_ member: AttributeDescription, slot: Int, of type: TypeDescription) -> Member {
        let scope = Scope(type: type)
        let elementType = self.elementType(of: member, of: type) ?? .any
        let memberType: DataType
        do throws(CheckError) {
            memberType = try self.type(ofMember: slot, of: type)
        } catch {
            // An instance that is computed: what is wrong is said below, with the expression.
            memberType = .any
        }
        let compiled = Member(member, type: memberType)
        compiled.enumeration = enumeration(of: member, elementType, in: scope)
        compiled.condition = member.condition.flatMap { expression($0, as: .boolean, in: scope) }
        compiled.position = member.position.flatMap { expression($0, as: .integer, in: scope) }
        compiled.stream = member.stream.flatMap { expression($0, as: .stream, in: scope) }
        switch member.repetition {
        case .once: break
        case .endOfStream: compiled.repetition = .endOfStream
        case .count(let count):
            if let node = expression(count, as: .integer, in: scope) { compiled.repetition = .count(node) }
        case .until(let condition):
            let inside = Scope(type: type, element: elementType)
            if let node = expression(condition, as: .boolean, in: inside) { compiled.repetition = .until(node) }
        }
        if let value = member.value {
            if let node = values[type.number][slot] {
                compiled.source = .value(node)
            } else if let (node, _) = typed(value, in: scope) {
                compiled.source = .value(node)
            }
        } else if member.role != .parameter {
            compiled.source = .reading(reading(of: member, in: scope) ?? .nothing)
        } else if case .named(let reference, let place) = member.form, self.elementType(of: member, of: type) == nil {
            let message = "there is no type \(reference.name.text) that \(type.path) can name"
            fail(CheckError(message), at: place, in: scope)
        }
        checkStyle(of: member, in: scope)
        compiled.conditions = conditions(of: member, elementType, scope)
        compiled.check = member.check.flatMap { check($0, of: member, type) }
        compiled.kept = member.kept.flatMap { program.keptNames.firstIndex(of: $0.name) }
        compiled.notes = notes(member.notes, in: scope)
        compiled.extensions = member.extensions
        return compiled
    }

    // MARK: Types of members

    /// What a member holds.
    func type(ofMember slot: Int, of type: TypeDescription) throws(CheckError) -> DataType {
        if let known = memberTypes[type.number][slot] { return known }
        let member = type.members[slot]
        let found: DataType
        if let value = member.value {
            let place = MemberPlace(type: type.number, slot: slot)
            guard open.insert(place).inserted else {
                throw CheckError("the type of \(member.name) depends on itself")
            }
            defer { open.remove(place) }
            // Once that is so of one instance, no other is followed: each would lead as far again.
            isTooDeep = isTooDeep || open.count > Self.deepest
            guard !isTooDeep else {
                throw CheckError("the type of \(member.name) depends on more than \(Self.deepest) instances in a row")
            }
            let (node, valueType) = try compile(value.expression, in: Scope(type: type))
            guard let name = member.enumeration?.name else {
                values[type.number][slot] = node
                memberTypes[type.number][slot] = valueType
                return valueType
            }
            guard let enumeration = names.enumeration(name, from: type), valueType.isInteger else { return .any }
            values[type.number][slot] = add(.toEnumeration(Int32(enumeration.number), node))
            found = .enumeration(enumeration.number)
        } else {
            var element = elementType(of: member, of: type) ?? .any
            if let name = member.enumeration?.name, let enumeration = names.enumeration(name, from: type) {
                element = .enumeration(enumeration.number)
            }
            found = member.isRepeated ? .array(element) : element
        }
        memberTypes[type.number][slot] = found
        return found
    }

    /// What one element of a member is, before an enumeration names it.
    private func elementType(of member: AttributeDescription, of type: TypeDescription) -> DataType? {
        switch member.form {
        case .none: return .bytes
        case .broken: return nil
        case .named(let reference, _):
            var single = dataType(reference.name, from: type)
            // With an enumeration, a single bit is a number.
            if single == .boolean, member.enumeration != nil { single = .integer }
            return reference.name.isArray ? single.map { .array($0) } : single
        case .switched(_, let cases):
            var combined: DataType?
            for one in cases {
                guard let next = dataType(one.reference.name, from: type) else { return nil }
                combined = combined.map { $0.combined(with: next) } ?? next
            }
            let hasBytes = (member.size != nil || member.takesRest) && !cases.contains { $0.value == nil }
            return hasBytes ? combined?.combined(with: .bytes) : combined
        }
    }

    private func dataType(_ name: TypeName, from type: TypeDescription) -> DataType? {
        if name.path.count == 1, !name.isAbsolute, let known = BuiltInType(name.path[0]) { return known.dataType }
        if let found = names.type(name, from: type) { return .structure(found.number) }
        return type.top.meta.allowsOpaqueTypes ? .opaque(name.text) : nil
    }

    private func enumeration(of member: AttributeDescription, _ type: DataType, in scope: Scope) -> Int? {
        guard let (name, place) = member.enumeration else { return nil }
        guard let found = names.enumeration(name, from: scope.type) else {
            fail(
                CheckError("there is no enumeration \(name.text) that \(scope.type.path) can name"), at: place,
                in: scope)
            return nil
        }
        var valueType = type
        if let value = member.value { valueType = (try? compile(value.expression, in: scope).type) ?? .any }
        // The type of a parameter with an enumeration may be left out.
        guard valueType.isInteger || valueType == .any || member.role == .parameter else {
            fail(CheckError("an enumeration names integers, and this is \(describe(valueType))"), at: place, in: scope)
            return nil
        }
        return found.number
    }

    // MARK: Conditions

    private func conditions(of member: AttributeDescription, _ elementType: DataType, _ scope: Scope) -> [Condition] {
        var type = elementType
        if let name = member.enumeration?.name, let found = names.enumeration(name, from: scope.type) {
            type = .enumeration(found.number)
        } else if member.value != nil, let slot = slot(member.name, of: scope.type) {
            type = (try? self.type(ofMember: slot, of: scope.type)) ?? .any
        }
        var compiled: [Condition] = []
        if let contents = member.contents { compiled.append(.equal(add(bytes: contents))) }
        for (condition, place) in member.conditions {
            switch condition {
            case .equal(let value):
                if let node = comparable(value, with: type, in: scope) { compiled.append(.equal(node)) }
            case .range(let least, let most):
                if let least, let node = comparable(least, with: type, by: .less, in: scope) {
                    compiled.append(.least(node))
                }
                if let most, let node = comparable(most, with: type, by: .less, in: scope) {
                    compiled.append(.most(node))
                }
            case .anyOf(let values):
                compiled.append(.anyOf(values.compactMap { comparable($0, with: type, in: scope) }))
            case .inEnumeration:
                guard case .enumeration(let number) = type else {
                    fail(CheckError("`in-enum` needs the key `enum` beside `valid`"), at: place, in: scope)
                    continue
                }
                compiled.append(.inEnumeration(number))
            case .expression(let written):
                let inside = Scope(type: scope.type, element: type)
                if let node = expression(written, as: .boolean, in: inside) { compiled.append(.expression(node)) }
            }
        }
        return compiled
    }
}
