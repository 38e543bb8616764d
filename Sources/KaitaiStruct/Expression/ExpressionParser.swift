// SPDX-License-Identifier: Apache-2.0

/// Parses expressions by recursive descent, one method for each level of precedence.
struct ExpressionParser {
    private var lexer: ExpressionLexer
    private var depth = 0
    /// How deep operators and parentheses may be nested; a pair of parentheses counts three times.
    private static let deepest = 200

    init(_ text: String) {
        lexer = ExpressionLexer(text)
    }

    /// Parses all of `text` as one expression.
    static func expression(_ text: String) throws(ExpressionError) -> Expression {
        var parser = ExpressionParser(text)
        let expression = try parser.test()
        try parser.expectEnd()
        return expression
    }

    /// Parses all of `text` as a list of expressions with commas between them.
    static func expressions(_ text: String) throws(ExpressionError) -> [Expression] {
        var parser = ExpressionParser(text)
        let expressions = try parser.list(until: nil)
        try parser.expectEnd()
        return expressions
    }

    /// Parses all of `text` as a type, with or without arguments.
    static func typeReference(_ text: String) throws(ExpressionError) -> TypeReference {
        var parser = ExpressionParser(text)
        let name = try parser.typeName()
        var arguments: [Expression] = []
        if parser.lexer.take("(") { arguments = try parser.list(until: ")", mayEndWithComma: false) }
        try parser.expectEnd()
        return TypeReference(name: name, arguments: arguments)
    }

    private mutating func expectEnd() throws(ExpressionError) {
        lexer.skipSpace()
        guard lexer.next != nil else { return }
        if lexer.take("&&") { throw failure("write `and` for &&", back: 2) }
        if lexer.take("||") { throw failure("write `or` for ||", back: 2) }
        throw failure("the expression should end here")
    }

    private func failure(_ message: String, back: Int = 0) -> ExpressionError {
        ExpressionError(offset: lexer.position - back, message: message)
    }

    private mutating func located(
        _ parse: (inout ExpressionParser) throws(ExpressionError) -> Expression.Form
    ) throws(ExpressionError) -> Expression {
        lexer.skipSpace()
        let offset = lexer.position
        return Expression(form: try parse(&self), offset: offset)
    }

    // MARK: Precedence, loosest first

    private mutating func test() throws(ExpressionError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw failure("this expression is nested too deeply") }
        let condition = try anyTest()
        guard lexer.take("?") else { return condition }
        let then = try test()
        guard lexer.take(":") else { throw failure("a colon and the value for false should stand here") }
        let otherwise = try test()
        return Expression(
            form: .conditional(condition, then: then, otherwise: otherwise), offset: condition.offset)
    }

    private mutating func anyTest() throws(ExpressionError) -> Expression {
        var parts = [try allTest()]
        while lexer.take(word: "or") { parts.append(try allTest()) }
        return parts.count == 1 ? parts[0] : Expression(form: .any(parts), offset: parts[0].offset)
    }

    private mutating func allTest() throws(ExpressionError) -> Expression {
        var parts = [try notTest()]
        while lexer.take(word: "and") { parts.append(try notTest()) }
        return parts.count == 1 ? parts[0] : Expression(form: .all(parts), offset: parts[0].offset)
    }

    private mutating func notTest() throws(ExpressionError) -> Expression {
        try nested { parser throws(ExpressionError) in
            parser.lexer.skipSpace()
            let offset = parser.lexer.position
            guard parser.lexer.take(word: "not") else { return try parser.comparison() }
            return Expression(form: .not(try parser.notTest()), offset: offset)
        }
    }

    private mutating func nested(
        _ parse: (inout ExpressionParser) throws(ExpressionError) -> Expression
    ) throws(ExpressionError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw failure("this expression is nested too deeply") }
        return try parse(&self)
    }

    private mutating func comparison() throws(ExpressionError) -> Expression {
        let left = try chain(level: 0)
        let found: ComparisonOperator
        if lexer.take("<=") {
            found = .lessOrEqual
        } else if lexer.take(">=") {
            found = .greaterOrEqual
        } else if lexer.take("==") {
            found = .equal
        } else if lexer.take("!=") {
            found = .notEqual
        } else if lexer.take("<") {
            found = .less
        } else if lexer.take(">") {
            found = .greater
        } else {
            return left
        }
        return Expression(form: .comparison(found, left, try chain(level: 0)), offset: left.offset)
    }

    /// Operators by precedence, loosest first. Those of one level associate to the left.
    private static let levels: [[(String, ArithmeticOperator)]] = [
        [("|", .or)], [("^", .xor)], [("&", .and)], [("<<", .shiftLeft), (">>", .shiftRight)],
        [("+", .add), ("-", .subtract)], [("*", .multiply), ("/", .divide), ("%", .modulo)],
    ]

    private mutating func chain(level: Int) throws(ExpressionError) -> Expression {
        guard level < Self.levels.count else { return try factor() }
        var left = try chain(level: level + 1)
        while let found = takeOperator(of: level) {
            let right = try chain(level: level + 1)
            left = Expression(form: .arithmetic(found, left, right), offset: left.offset)
        }
        return left
    }

    private mutating func takeOperator(of level: Int) -> ArithmeticOperator? {
        lexer.skipSpace()
        // `&&` and `||` are no operators; the message about them is made at the end.
        if let byte = lexer.next, byte == lexer.byte(at: 1), byte == UInt8(ascii: "&") || byte == UInt8(ascii: "|") {
            return nil
        }
        for (text, found) in Self.levels[level] where lexer.take(text) { return found }
        return nil
    }

    private mutating func factor() throws(ExpressionError) -> Expression {
        try nested { parser throws(ExpressionError) in
            parser.lexer.skipSpace()
            let offset = parser.lexer.position
            if parser.lexer.take("+") { return try parser.factor() }
            if parser.lexer.take("-") { return Expression(form: .negated(try parser.factor()), offset: offset) }
            if parser.lexer.take("~") { return Expression(form: .inverted(try parser.factor()), offset: offset) }
            return try parser.postfix()
        }
    }

    private mutating func postfix() throws(ExpressionError) -> Expression {
        var value = try atom()
        while true {
            if lexer.take("(") {
                value = Expression(
                    form: .call(value, try list(until: ")", mayEndWithComma: false)), offset: value.offset)
            } else if lexer.take("[") {
                let index = try test()
                guard lexer.take("]") else { throw failure("a closing bracket ] should stand here") }
                value = Expression(form: .element(of: value, at: index), offset: value.offset)
            } else if lexer.take(".") {
                guard let name = lexer.name() else { throw failure("a name should follow the point") }
                if name == "as", lexer.take("<") {
                    let type = try typeName()
                    guard lexer.take(">") else { throw failure("a closing > should follow the type") }
                    value = Expression(form: .cast(value, to: type), offset: value.offset)
                } else {
                    value = Expression(form: .attribute(of: value, name), offset: value.offset)
                }
            } else {
                return value
            }
        }
    }
}

extension ExpressionParser {
    // MARK: Atoms

    private mutating func atom() throws(ExpressionError) -> Expression {
        try located { parser throws(ExpressionError) in try parser.atomForm() }
    }

    private mutating func atomForm() throws(ExpressionError) -> Expression.Form {
        guard let first = lexer.next else { throw failure("the expression ends where a value should stand") }
        switch first {
        case UInt8(ascii: "("):
            lexer.position += 1
            let value = try test()
            guard lexer.take(")") else { throw failure("a closing parenthesis ) should stand here") }
            return value.form
        case UInt8(ascii: "["):
            lexer.position += 1
            return .list(try list(until: "]"))
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return .string(try strings())
        case UInt8(ascii: "f") where lexer.byte(at: 1) == UInt8(ascii: "\""):
            lexer.position += 2
            return .interpolated(try interpolation())
        case 0x30...0x39:
            return try lexer.number()
        case UInt8(ascii: ".") where lexer.byte(at: 1).map(ExpressionLexer.isDigit) ?? false:
            return try lexer.number()
        default:
            return try named()
        }
    }

    private mutating func strings() throws(ExpressionError) -> String {
        var text = ""
        repeat {
            text += try lexer.string()
            lexer.skipSpace()
        } while lexer.next == UInt8(ascii: "\"") || lexer.next == UInt8(ascii: "'")
        return text
    }

    private mutating func interpolation() throws(ExpressionError) -> [Expression] {
        var parts: [Expression] = []
        var text: [UInt8] = []
        var start = lexer.position
        func literal() -> Expression { Expression(form: .string(String(decoding: text, as: UTF8.self)), offset: start) }
        while let byte = lexer.next {
            if byte == UInt8(ascii: "\"") {
                lexer.position += 1
                if !text.isEmpty { parts.append(literal()) }
                return parts
            } else if byte == UInt8(ascii: "{") {
                if !text.isEmpty { parts.append(literal()) }
                lexer.position += 1
                parts.append(try test())
                guard lexer.take("}") else { throw failure("a closing brace } should stand here") }
                (text, start) = ([], lexer.position)
            } else if byte == UInt8(ascii: "\\") {
                try lexer.escape(into: &text)
            } else {
                text.append(byte)
                lexer.position += 1
            }
        }
        throw failure("this string has no closing quote")
    }

    private mutating func named() throws(ExpressionError) -> Expression.Form {
        let isAbsolute = lexer.take("::")
        guard let first = lexer.name() else { throw failure("a value should stand here") }
        var path = [first]
        while lexer.take("::") {
            guard let name = lexer.name() else { throw failure("a name should follow ::") }
            path.append(name)
        }
        if path.count == 1, !isAbsolute {
            switch first {
            case "true": return .boolean(true)
            case "false": return .boolean(false)
            case "sizeof" where lexer.take("<"), "bitsizeof" where lexer.take("<"):
                let type = try typeName()
                guard lexer.take(">") else { throw failure("a closing > should follow the type") }
                return .sizeOf(type, inBits: first == "bitsizeof")
            default: return .name(first)
            }
        }
        guard path.count >= 2 else { throw failure("a member of an enumeration is written enumeration::member") }
        let owner = path.dropLast(2)
        return .enumMember(
            owner: owner.isEmpty ? nil : TypeName(isAbsolute: isAbsolute, path: Array(owner)),
            enumeration: path[path.count - 2], member: path[path.count - 1])
    }

    fileprivate mutating func typeName() throws(ExpressionError) -> TypeName {
        let isAbsolute = lexer.take("::")
        var path: [String] = []
        repeat {
            guard let name = lexer.name() else { throw failure("the name of a type should stand here") }
            path.append(name)
        } while lexer.take("::")
        var isArray = false
        if lexer.take("[") {
            guard lexer.take("]") else { throw failure("a closing bracket ] should stand here") }
            isArray = true
        }
        return TypeName(isAbsolute: isAbsolute, path: path, isArray: isArray)
    }

    /// Expressions with commas between them, up to `end` or, without one, the end of the text.
    fileprivate mutating func list(
        until end: String?, mayEndWithComma: Bool = true
    ) throws(ExpressionError) -> [Expression] {
        var elements: [Expression] = []
        while true {
            if let end, lexer.take(end) { return elements }
            lexer.skipSpace()
            if end == nil, lexer.next == nil { return elements }
            if !elements.isEmpty {
                guard lexer.take(",") else {
                    if end == nil { return elements }
                    throw failure("a comma or the end of the list should stand here")
                }
                if mayEndWithComma, let end, lexer.take(end) { return elements }
            }
            elements.append(try test())
        }
    }
}
