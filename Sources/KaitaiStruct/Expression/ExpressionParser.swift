// SPDX-License-Identifier: Apache-2.0

/// Parses expressions by recursive descent, one method for each level of precedence.
struct ExpressionParser {
    var lexer: ExpressionLexer
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

    func failure(_ message: String, back: Int = 0) -> ExpressionError {
        ExpressionError(offset: lexer.position - back, message: message)
    }

    mutating func located(
        _ parse: (inout ExpressionParser) throws(ExpressionError) -> Expression.Form
    ) throws(ExpressionError) -> Expression {
        lexer.skipSpace()
        let offset = lexer.position
        return Expression(form: try parse(&self), offset: offset)
    }

    // MARK: Precedence, loosest first

    mutating func test() throws(ExpressionError) -> Expression {
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
