// SPDX-License-Identifier: Apache-2.0

// Expressions.
extension Evaluation {
    func integer(_ node: NodeID, in surroundings: Surroundings) throws(ReadFailure) -> Int64 {
        guard let whole = try evaluate(node, in: surroundings).wholeNumber else {
            throw ReadFailure(.noValue("an integer is needed, and there is none"))
        }
        return Int64(clamping: whole)
    }

    func boolean(_ node: NodeID, in surroundings: Surroundings) throws(ReadFailure) -> Bool {
        guard case .boolean(let value) = try evaluate(node, in: surroundings) else {
            throw ReadFailure(.noValue("a Boolean is needed, and there is none"))
        }
        return value
    }

    func evaluate(_ id: NodeID, in surroundings: Surroundings) throws(ReadFailure) -> Value {
        let record = structures[Int(surroundings.structure)]
        switch program.node(id) {
        case .integer(let value): return .integer(value)
        case .large(let value): return .large(value)
        case .float(let value): return .float(value)
        case .boolean(let value): return .boolean(value)
        case .string(let number): return .string(-1 - number)
        case .bytes(let number):
            return .bytes(ByteRange(buffer: -1 - number, start: 0, end: Int32(program.bytes[Int(number)].count)))
        case .enumeration(let enumeration, let value): return .enumeration(enumeration, value)
        case .largeEnumeration(let enumeration, let value): return .largeEnumeration(enumeration, value)
        case .null: return .absent
        case .slot(let slot): return try member(Int(slot), of: surroundings.structure)
        case .root: return record.root < 0 ? .absent : .structure(record.root)
        case .parent: return record.parent < 0 ? .absent : .structure(record.parent)
        case .stream: return .stream(record.stream)
        case .index: return .integer(surroundings.index)
        case .element: return surroundings.element
        case .switchedOn: return surroundings.switchedOn
        case .isLittleEndian: return .boolean(record.endianness == .little)
        case .member(let node, let type, let slot):
            return try member(Int(slot), of: try structure(node, ofType: type, in: surroundings))
        case .rootOf(let node):
            let root = structures[Int(try structure(node, in: surroundings))].root
            return root < 0 ? .absent : .structure(root)
        case .parentOf(let node):
            let parent = structures[Int(try structure(node, in: surroundings))].parent
            return parent < 0 ? .absent : .structure(parent)
        case .streamOf(let node): return .stream(structures[Int(try structure(node, in: surroundings))].stream)
        case .cast(let node, let type): return .structure(try structure(node, ofType: type, in: surroundings))
        case .text(let node): return try text(of: try structure(node, in: surroundings))
        case .arithmetic, .floatArithmetic, .concatenation, .negated, .inverted, .not, .comparison, .isNearly, .both,
            .either,
            .conditional, .elementOf, .list, .byteList, .interpolation, .toEnumeration, .method, .methodWithArguments,
            .external:
            return try nested { () throws(ReadFailure) in try operation(program.node(id), in: surroundings) }
        }
    }

    private func structure(_ node: NodeID, in surroundings: Surroundings) throws(ReadFailure) -> Int32 {
        guard case .structure(let number) = try evaluate(node, in: surroundings) else {
            throw ReadFailure(.noValue("there is no value that has this member"))
        }
        return number
    }

    private func structure(
        _ node: NodeID, ofType type: Int32, in surroundings: Surroundings
    ) throws(ReadFailure) -> Int32 {
        let number = try structure(node, in: surroundings)
        guard structures[Int(number)].type == type else {
            let (found, expected) = (program.types[Int(structures[Int(number)].type)], program.types[Int(type)])
            throw ReadFailure(.noValue("a value of \(found.path) is no \(expected.path)"))
        }
        return number
    }

    private func text(of structure: Int32) throws(ReadFailure) -> Value {
        guard let node = program.types[Int(structures[Int(structure)].type)].text else {
            throw ReadFailure(.noValue("the type says no text"))
        }
        return try evaluate(node, in: Surroundings(structure: structure))
    }

    // MARK: Operators

    private func operation(_ node: Node, in surroundings: Surroundings) throws(ReadFailure) -> Value {
        switch node {
        case .arithmetic(let operation, let left, let right):
            return try whole(
                operation, left: try evaluate(left, in: surroundings), right: try evaluate(right, in: surroundings))
        case .floatArithmetic(let operation, let left, let right):
            let (one, two) = (try float(left, in: surroundings), try float(right, in: surroundings))
            switch operation {
            case .add: return .float(one + two)
            case .subtract: return .float(one - two)
            case .multiply: return .float(one * two)
            case .divide: return .float(one / two)
            case .modulo, .shiftLeft, .shiftRight, .and, .or, .xor:
                throw ReadFailure(.noValue("there is no such operation on floating-point numbers"))
            }
        case .concatenation(let left, let right):
            let one = try string(try evaluate(left, in: surroundings))
            return try add(string: one + (try string(try evaluate(right, in: surroundings))))
        case .negated(let operand):
            let value = try evaluate(operand, in: surroundings)
            if case .float(let float) = value { return .float(-float) }
            return try whole(.subtract, left: .integer(0), right: value)
        case .inverted(let operand):
            return try whole(.subtract, left: .integer(-1), right: try evaluate(operand, in: surroundings))
        case .not(let operand): return .boolean(!(try boolean(operand, in: surroundings)))
        case .comparison(let comparison, let left, let right):
            return .boolean(
                try compare(
                    try evaluate(left, in: surroundings), by: comparison, with: try evaluate(right, in: surroundings)))
        case .isNearly(let left, let right):
            let (one, two) = (try float(left, in: surroundings), try float(right, in: surroundings))
            return .boolean(Float(one) == Float(two))
        case .both(let left, let right):
            guard try boolean(left, in: surroundings) else { return .boolean(false) }
            return .boolean(try boolean(right, in: surroundings))
        case .either(let left, let right):
            if try boolean(left, in: surroundings) { return .boolean(true) }
            return .boolean(try boolean(right, in: surroundings))
        case .conditional(let condition, let then, let otherwise):
            return try evaluate(try boolean(condition, in: surroundings) ? then : otherwise, in: surroundings)
        case .elementOf(let container, let index):
            return try element(of: try evaluate(container, in: surroundings), at: try integer(index, in: surroundings))
        case .list(let operands): return try list(operands, in: surroundings)
        case .byteList(let operands): return try byteList(operands, in: surroundings)
        case .interpolation(let operands):
            var text = ""
            for number in operands.start..<operands.start + operands.count {
                let value = try evaluate(program.operands[Int(number)], in: surroundings)
                text += value.wholeNumber.map { String($0) } ?? ""
                if value.wholeNumber == nil { text += try string(value) }
            }
            return try add(string: text)
        case .toEnumeration(let enumeration, let operand):
            return try evaluate(operand, in: surroundings).named(by: enumeration)
        case .method(let method, let operand): return try call(method, try evaluate(operand, in: surroundings))
        case .methodWithArguments(let method, let operand, let arguments):
            return try call(
                method, of: try evaluate(operand, in: surroundings), with: arguments, in: surroundings)
        case .external(let number, let operands):
            if record(surroundings).isRefuted { throw ReadFailure(.sealed(.check)) }
            var arguments: [Value] = []
            for operand in operands.start..<operands.start + operands.count {
                arguments.append(try evaluate(program.operands[Int(operand)], in: surroundings))
            }
            try step()
            return try externals.value(Int(number), arguments: arguments, in: self)
        case .integer, .large, .float, .boolean, .string, .bytes, .enumeration, .largeEnumeration, .null, .slot, .root,
            .parent, .stream, .index, .element,
            .switchedOn, .isLittleEndian, .member, .rootOf, .parentOf, .streamOf, .cast, .text:
            throw ReadFailure(.noValue("this is no operation"))
        }
    }

    private func record(_ surroundings: Surroundings) -> StructureRecord { structures[Int(surroundings.structure)] }

    private func float(_ node: NodeID, in surroundings: Surroundings) throws(ReadFailure) -> Double {
        let value = try evaluate(node, in: surroundings)
        if case .float(let float) = value { return float }
        guard let whole = value.wholeNumber else {
            throw ReadFailure(.noValue("a number is needed, and there is none"))
        }
        return Double(whole)
    }

    private func whole(_ operation: ArithmeticOperator, left: Value, right: Value) throws(ReadFailure) -> Value {
        guard let one = left.wholeNumber, let two = right.wholeNumber else {
            throw ReadFailure(.noValue("an integer is needed, and there is none"))
        }
        guard let result = operation.apply(one, two), let value = Value(result) else {
            throw ReadFailure(.conversion("\(one) \(operation.rawValue) \(two) has no value of at most 64 bits"))
        }
        return value
    }

    private func list(_ operands: Operands, in surroundings: Surroundings) throws(ReadFailure) -> Value {
        try step(Int(operands.count))
        var elements: [Value] = []
        for number in operands.start..<operands.start + operands.count {
            elements.append(try evaluate(program.operands[Int(number)], in: surroundings))
        }
        arrays.append(elements)
        elementRanges.append([])
        return .array(Int32(arrays.count - 1))
    }

    private func byteList(_ operands: Operands, in surroundings: Surroundings) throws(ReadFailure) -> Value {
        var bytes: [UInt8] = []
        for number in operands.start..<operands.start + operands.count {
            bytes.append(UInt8(truncatingIfNeeded: try integer(program.operands[Int(number)], in: surroundings)))
        }
        return .bytes(try add(bytes: bytes))
    }

    private func element(of container: Value, at index: Int64) throws(ReadFailure) -> Value {
        switch container {
        case .array(let number):
            let count = arrays[Int(number)].count
            guard index >= 0, index < count else {
                throw ReadFailure(.conversion("there is no element \(index); the list has \(count)"))
            }
            return arrays[Int(number)][Int(index)]
        case .bytes(let range):
            guard index >= 0, index < range.count else {
                throw ReadFailure(.conversion("there is no byte \(index); there are \(range.count)"))
            }
            let bytes = bytes(range)
            return .integer(Int64(bytes[bytes.startIndex + Int(index)]))
        case .unset, .open, .absent, .integer, .large, .float, .boolean, .encoded, .string, .enumeration,
            .largeEnumeration, .structure, .stream, .external, .deferred, .sealed:
            throw ReadFailure(.noValue("there is no list"))
        }
    }
}
