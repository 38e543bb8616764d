// SPDX-License-Identifier: Apache-2.0

/// An expression of the language as it is written, with the place of each part.
struct Expression: Sendable {
    indirect enum Form: Sendable {
        case integer(Int128)
        case float(Double)
        case string(String)
        /// `f"…{expression}…"`
        case interpolated([Expression])
        case boolean(Bool)
        case name(String)
        /// `type::enumeration::member`
        case enumMember(owner: TypeName?, enumeration: String, member: String)
        /// `sizeof<type>`, `bitsizeof<type>`
        case sizeOf(TypeName, inBits: Bool)
        case list([Expression])
        case negated(Expression)
        case inverted(Expression)
        case not(Expression)
        case arithmetic(ArithmeticOperator, Expression, Expression)
        case comparison(ComparisonOperator, Expression, Expression)
        case all([Expression])
        case any([Expression])
        case conditional(Expression, then: Expression, otherwise: Expression)
        case element(of: Expression, at: Expression)
        case attribute(of: Expression, String)
        case call(Expression, [Expression])
        case cast(Expression, to: TypeName)
    }

    let form: Form
    /// Where it begins, in bytes from the start of the text.
    let offset: Int
}

/// The name of a type as it is written: `name`, `outer::inner`, `::top::inner`, each with `[]` for an array.
struct TypeName: Hashable, Sendable {
    /// Whether it begins with `::`, so that it is looked up from the top.
    var isAbsolute = false
    var path: [String]
    var isArray = false

    /// As it is written.
    var text: String { (isAbsolute ? "::" : "") + path.joined(separator: "::") + (isArray ? "[]" : "") }
}

enum ArithmeticOperator: String, BitwiseCopyable, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case and = "&"
    case or = "|"
    case xor = "^"
}

enum ComparisonOperator: String, BitwiseCopyable, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    func holds(isLess: Bool, isEqual: Bool) -> Bool {
        switch self {
        case .equal: isEqual
        case .notEqual: !isEqual
        case .less: isLess
        case .lessOrEqual: isLess || isEqual
        case .greater: !isLess && !isEqual
        case .greaterOrEqual: !isLess
        }
    }
}

/// A type with the arguments for its parameters: `name(1, foo)`.
struct TypeReference: Sendable {
    let name: TypeName
    let arguments: [Expression]
}

/// Why a text is no expression.
struct ExpressionError: Error {
    /// Where it was noticed, in bytes from the start of the text.
    let offset: Int
    let message: String
}
