// SPDX-License-Identifier: Apache-2.0
import YAML

// Checks, kept values and notes, and the order in which members are opened.
extension Compiler {
    // MARK: Kept values

    /// What `kept.name`, or `kept.side.name`, is of; `nil` if the path is none of these.
    func kept(_ path: [String]) throws(CheckError) -> Typed? {
        guard path.first == "kept", path.count == 2 || path.count == 3 else { return nil }
        var side: SideName?
        if path.count == 3 {
            guard let found = SideName(rawValue: path[1]) else {
                throw CheckError("kept.\(path[1]) is no side; there are client, server, own and peer")
            }
            side = found
        } else if SideName(rawValue: path[1]) != nil {
            return nil
        }
        let name = path[path.count - 1]
        guard let number = program.keptNames.firstIndex(of: name) else {
            throw CheckError("nothing is kept as \(name): a member keeps its value with `-keep: \(name)`")
        }
        var type: DataType?
        for place in keepers[name] ?? [] {
            let next = try self.type(ofMember: place.slot, of: types[place.type])
            type = type.map { $0.combined(with: next) } ?? next
        }
        let external = External(kind: .kept(number, side), name: path.joined(separator: "."), type: type ?? .any)
        return (add(.external(Int32(self.number(of: external)), Operands(start: 0, count: 0))), external.type)
    }

    // MARK: Checks

    func check(
        _ call: AttributeDescription.Process, of member: AttributeDescription, _ type: TypeDescription
    ) -> CheckCall? {
        let scope = Scope(type: type)
        let name = call.path.joined(separator: ".")
        guard !member.isRepeated, member.role != .parameter else {
            fail(
                CheckError("a check is of one value; describe the elements by a type of their own, and check there"),
                at: call.place, in: scope)
            return nil
        }
        guard let (nodes, arguments) = compiled(call.arguments, in: scope) else { return nil }
        do throws(ExternalError) {
            guard try externalNames.check(call.path, arguments: arguments) else {
                throw ExternalError(message: "there is no check \(name)")
            }
        } catch {
            fail(CheckError(error.message), at: call.place, in: scope)
            return nil
        }
        let covered = covered(by: call, of: member, in: type)
        let function = number(of: External(kind: .check, name: name, type: .boolean))
        return CheckCall(function: function, arguments: nodes, slot: newSlot(in: type.number), covered: covered)
    }

    /// Members whose values are not shown if a check of `member` fails: those that it names, itself or through computed
    /// instances, and what is computed of them.
    private func covered(
        by call: AttributeDescription.Process, of member: AttributeDescription, in type: TypeDescription
    ) -> [Int] {
        let named = type.namesCovered(by: call)
        var covered = Set(
            type.members.indices.filter { slot in
                let other = type.members[slot]
                let isOpened = other.process != nil || other.value != nil
                return isOpened && other !== member
                    && (named.contains(other.name) || named.contains("_raw_" + other.name))
            })
        var count = -1
        while count < covered.count {
            count = covered.count
            let names = Set(covered.map { type.members[$0].name })
            covered.formUnion(
                type.members.indices.filter { slot in
                    let other = type.members[slot]
                    return other !== member && !names.isDisjoint(with: other.value?.expression.names ?? [])
                })
        }
        return covered.sorted()
    }

    /// Compiles arguments; `nil` if one of them is wrong, which was said.
    func compiled(
        _ arguments: [WrittenExpression], in scope: Scope
    ) -> (nodes: [NodeID], arguments: [ExternalArgument])? {
        var nodes: [NodeID] = []
        var types: [ExternalArgument] = []
        for argument in arguments {
            guard let compiled = typed(argument, in: scope) else { return nil }
            nodes.append(compiled.node)
            types.append(external(compiled))
        }
        return (nodes, types)
    }

    func external(_ argument: Typed) -> ExternalArgument {
        var text: String?
        if case .string(let number) = program.node(argument.node) { text = program.strings[Int(number)] }
        return ExternalArgument(type: argument.type, text: text)
    }

    // MARK: Notes

    func notes(_ notes: [NoteDescription], in scope: Scope) -> [Note] {
        notes.map { note in
            Note(
                text: note.text, severity: note.severity,
                condition: note.condition.flatMap { expression($0, as: .boolean, in: scope) })
        }
    }

    // MARK: The order of opening

    /// Says which members of a type keep their raw bytes, and which are opened at the end.
    func stage(_ type: TypeDescription) {
        let number = type.number
        for slot in type.members.indices {
            let member = type.members[slot]
            program.types[number].members[slot].findPlainInteger()
            guard case .reading(let reading) = program.types[number].members[slot].source else { continue }
            var isExternal = false
            if case .external(let process) = reading.extent?.process?.function {
                isExternal = true
                program.types[number].members[slot].process = process
            }
            let place = MemberPlace(type: number, slot: slot)
            guard isExternal || rawSlots[place] != nil else { continue }
            guard !member.isRepeated, !member.isSwitched, reading.extent != nil else {
                guard rawSlots[place] != nil else { continue }
                fail(
                    CheckError(
                        "_raw_\(member.name) is of a single value with a size, `size-eos` or a terminator, and no switched type"
                    ),
                    at: member.place, in: Scope(type: type))
                continue
            }
            guard let rawSlot = rawSlot(of: place) else { continue }
            let isDeferred = isExternal && waits(member, at: slot, in: type)
            program.types[number].members[slot].staging = Staging(rawSlot: rawSlot, isDeferred: isDeferred)
            if isDeferred { program.types[number].deferred.append(slot) }
        }
        program.types[number].checked = type.members.indices.filter { program.types[number].members[$0].check != nil }
        let instances = program.types[number].instances
        program.types[number].keeping = instances.filter { program.types[number].members[$0].kept != nil }
        program.types[number].slotCount = slotCounts[number]
    }

    /// Whether the process of a member of the sequence waits: because a check covers its raw bytes, or because it takes a value
    /// that comes later.
    private func waits(_ member: AttributeDescription, at slot: Int, in type: TypeDescription) -> Bool {
        guard member.role == .sequence else { return false }
        let isCovered = type.members.contains { other in
            other.check.map { type.namesCovered(by: $0).contains("_raw_" + member.name) } ?? false
        }
        let taken = (member.process?.arguments ?? []).reduce(into: Set<String>()) {
            $0.formUnion($1.expression.names)
        }
        let takesLater = type.sequence.enumerated().contains { index, later in
            index + type.parameters.count > slot
                && (taken.contains(later.name) || taken.contains("_raw_" + later.name))
        }
        return isCovered || takesLater
    }
}

extension TypeDescription {
    /// The names in the arguments of a check, and in the computed instances that these name.
    fileprivate func namesCovered(by check: AttributeDescription.Process) -> Set<String> {
        var names: Set<String> = []
        var open = check.arguments.map(\.expression)
        while let expression = open.popLast() {
            for name in expression.names where names.insert(name).inserted {
                open += members.filter { $0.name == name }.compactMap { $0.value?.expression }
            }
        }
        return names
    }
}

extension Member {
    fileprivate func findPlainInteger() {
        guard case .reading(.integer(let width, let isSigned, let order)) = source, order != .inherited,
            condition == nil,
            !isRepeated, position == nil, stream == nil, conditions.isEmpty, check == nil, kept == nil
        else { return }
        plainInteger = PlainInteger(
            width: Int32(width), isSigned: isSigned, isLittleEndian: order == .little,
            enumeration: Int32(enumeration ?? -1))
    }
}

extension Expression {
    /// All names in it, without those of members of other values.
    var names: Set<String> {
        switch form {
        case .integer, .float, .string, .boolean, .enumMember, .sizeOf: []
        case .name(let name): [name]
        case .interpolated(let parts), .list(let parts), .all(let parts), .any(let parts): Self.names(parts)
        case .negated(let part), .inverted(let part), .not(let part), .cast(let part, _), .attribute(let part, _):
            part.names
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right),
            .element(let left, let right):
            Self.names([left, right])
        case .conditional(let condition, let then, let otherwise): Self.names([condition, then, otherwise])
        case .call(let function, let arguments): Self.names([function] + arguments)
        }
    }

    private static func names(_ parts: [Expression]) -> Set<String> {
        parts.reduce(into: []) { $0.formUnion($1.names) }
    }
}
