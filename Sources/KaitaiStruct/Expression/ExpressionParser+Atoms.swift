// SPDX-License-Identifier: Apache-2.0

// What operators are applied to: literals, names, and what stands in parentheses.
extension ExpressionParser {
    mutating func atom() throws(ExpressionError) -> Expression {
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

    mutating func typeName() throws(ExpressionError) -> TypeName {
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
    mutating func list(
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
