// SPDX-License-Identifier: Apache-2.0

extension Compiler {
    func negated(_ operand: Expression, in scope: Scope) throws(CheckError) -> Typed {
        if case .integer(let value) = operand.form { return try integer(-value) }
        let (node, type) = try compile(operand, in: scope)
        guard type.isNumber else { throw CheckError("- takes a number, and this is \(describe(type))") }
        return (add(.negated(node)), type.isInteger ? .integer : .float)
    }

    func arithmetic(_ operation: ArithmeticOperator, left: Typed, right: Typed) throws(CheckError) -> Typed {
        if left.type.isInteger, right.type.isInteger {
            if let value = folded(operation, left: left.node, right: right.node) {
                return (try integer(value).node, .integer)
            }
            return (add(.arithmetic(operation, left.node, right.node)), .integer)
        }
        if left.type.isNumber, right.type.isNumber, operation.takesFloats {
            return (add(.floatArithmetic(operation, left.node, right.node)), .float)
        }
        if left.type == .string, right.type == .string, operation == .add {
            return (add(.concatenation(left.node, right.node)), .string)
        }
        throw CheckError(
            "\(operation.rawValue) does not take \(describe(left.type)) and \(describe(right.type))")
    }

    /// The value of an operation on two constants.
    private func folded(_ operation: ArithmeticOperator, left: NodeID, right: NodeID) -> Int128? {
        guard case .integer(let one) = program.node(left), case .integer(let two) = program.node(right) else {
            return nil
        }
        guard let value = operation.apply(Int128(one), Int128(two)), value >= Int128(Int64.min),
            value <= Int128(UInt64.max)
        else { return nil }
        return value
    }

    func checkComparison(
        _ comparison: ComparisonOperator, of left: DataType, with right: DataType, isQuestion: Bool = false
    ) throws(CheckError) {
        if left.isNumber, right.isNumber { return }
        if isQuestion, comparison == .equal || comparison == .notEqual {
            if left == .null || right == .null { return }
            if case .enumeration = left, right.isInteger { return }
            if case .array(let one) = left, case .array(let two) = right {
                return try checkComparison(comparison, of: one, with: two, isQuestion: true)
            }
        }
        switch (left, right) {
        case (.string, .string), (.boolean, .boolean), (.bytes, .bytes): return
        case (.enumeration(let one), .enumeration(let two)):
            guard one == two else {
                throw CheckError("values of \(describe(left)) and \(describe(right)) cannot be compared")
            }
            guard comparison == .equal || comparison == .notEqual else {
                throw CheckError(
                    "values of an enumeration are compared with == and !=, not with \(comparison.rawValue)")
            }
        default:
            throw CheckError("\(describe(left)) and \(describe(right)) cannot be compared")
        }
    }

    func joined(
        _ parts: [Expression], in scope: Scope, _ join: (NodeID, NodeID) -> Node
    ) throws(CheckError) -> Typed {
        var result: NodeID?
        for part in parts {
            let (node, type) = try compile(part, in: scope)
            guard type == .boolean else {
                throw CheckError("`and` and `or` take Booleans, and this is \(describe(type))", at: part.offset)
            }
            result = result.map { add(join($0, node)) } ?? node
        }
        guard let result else { throw CheckError("nothing is joined here") }
        return (result, .boolean)
    }

    func conditional(
        _ condition: Expression, then: Expression, otherwise: Expression, in scope: Scope
    ) throws(CheckError) -> Typed {
        let (test, testType) = try compile(condition, in: scope)
        guard testType == .boolean else {
            throw CheckError("a Boolean should stand before ?, and this is \(describe(testType))")
        }
        let (one, two) = (try compile(then, in: scope), try compile(otherwise, in: scope))
        let type = one.type.combined(with: two.type)
        if type == .any, one.type != .any, two.type != .any {
            throw CheckError(
                "both values must be of one type; these are \(describe(one.type)) and \(describe(two.type))")
        }
        return (add(.conditional(test, one.node, two.node)), type)
    }

    func element(of container: Expression, at index: Expression, in scope: Scope) throws(CheckError) -> Typed {
        let (node, type) = try compile(container, in: scope)
        let (indexNode, indexType) = try compile(index, in: scope)
        guard indexType.isInteger else {
            throw CheckError("an index is an integer, and this is \(describe(indexType))", at: index.offset)
        }
        switch type {
        case .array(let element): return (add(.elementOf(node, indexNode)), element)
        case .bytes: return (add(.elementOf(node, indexNode)), .byte)
        case .byte, .integer, .float, .boolean, .string, .enumeration, .structure, .anyStructure, .opaque, .stream,
            .null, .any:
            throw CheckError("a list or bytes should stand before [, and this is \(describe(type))")
        }
    }

    /// A type in words, for messages: such as `an integer`.
    func describe(_ type: DataType) -> String {
        switch type {
        case .byte, .integer: "an integer"
        case .float: "a floating-point number"
        case .boolean: "a Boolean"
        case .bytes: "bytes"
        case .string: "text"
        case .enumeration(let number): "the enumeration \(enumerations[number].path)"
        case .structure(let number): "the type \(types[number].path)"
        case .anyStructure: "a value of several types"
        case .opaque(let name): "the opaque type \(name)"
        case .stream: "a stream"
        case .array(let element): "a list of \(describe(element))"
        case .null: "null"
        case .any: "a value of unknown type"
        }
    }
}

extension ArithmeticOperator {
    var takesFloats: Bool {
        switch self {
        case .add, .subtract, .multiply, .divide: true
        case .modulo, .shiftLeft, .shiftRight, .and, .or, .xor: false
        }
    }

    /// The value of the operation; `nil` if it has none, or one that is far too large. Division and modulo round down.
    func apply(_ left: Int128, _ right: Int128) -> Int128? {
        func checked(_ result: (partialValue: Int128, overflow: Bool)) -> Int128? {
            result.overflow ? nil : result.partialValue
        }
        switch self {
        case .add: return checked(left.addingReportingOverflow(right))
        case .subtract: return checked(left.subtractingReportingOverflow(right))
        case .multiply: return checked(left.multipliedReportingOverflow(by: right))
        case .divide:
            guard right != 0 else { return nil }
            let (quotient, remainder) = left.quotientAndRemainder(dividingBy: right)
            return remainder != 0 && (remainder < 0) != (right < 0) ? quotient - 1 : quotient
        case .modulo:
            guard right != 0 else { return nil }
            let remainder = left % right
            return remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder
        case .shiftLeft:
            guard (0...64).contains(right) else { return nil }
            let shifted = left << right
            return shifted >> right == left ? shifted : nil
        case .shiftRight: return right >= 0 ? left >> min(right, 127) : nil
        case .and: return left & right
        case .or: return left | right
        case .xor: return left ^ right
        }
    }
}
