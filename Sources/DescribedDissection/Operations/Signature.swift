// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct

/// A parameter of an operation.
struct Parameter: Sendable {
    enum Kind: String {
        /// Bytes or text.
        case bytes
        /// A key of the description, or bytes or text that hold one.
        case key
        case number
        /// The name of a hash function, as a string literal.
        case digest
        /// One of some words, as a string literal.
        case word
        /// Text, as a string literal.
        case text
        case list
    }

    let name: String
    let kind: Kind
    var words: [String] = []
    var isOptional = false
    /// Whether any number of arguments may follow. The last parameter alone may say so.
    var isRepeated = false

    /// As documents write it.
    var text: String {
        let name = isRepeated ? name + "…" : name
        return isOptional ? "[\(name)]" : name
    }

    static func bytes(_ name: String) -> Parameter { Parameter(name: name, kind: .bytes) }
    static func key(_ name: String = "key") -> Parameter { Parameter(name: name, kind: .key) }
    static func number(_ name: String) -> Parameter { Parameter(name: name, kind: .number) }
    static func text(_ name: String) -> Parameter { Parameter(name: name, kind: .text) }
    static let digest = Parameter(name: "hash", kind: .digest)
    static func word(_ name: String, of words: [String]) -> Parameter {
        Parameter(name: name, kind: .word, words: words)
    }
    var optional: Parameter { with { $0.isOptional = true } }
    var repeated: Parameter { with { $0.isRepeated = true } }

    private func with(_ change: (inout Parameter) -> Void) -> Parameter {
        var parameter = self
        change(&parameter)
        return parameter
    }
}

/// What arguments an operation takes.
struct Signature: Sendable {
    let parameters: [Parameter]

    init(_ parameters: [Parameter]) { self.parameters = parameters }

    /// As documents write it: `(key, iv, [padding])`.
    var text: String {
        parameters.isEmpty ? "" : "(" + parameters.map(\.text).joined(separator: ", ") + ")"
    }

    /// - Throws: `ExternalError` for arguments that are not of this form.
    func check(_ arguments: [ExternalArgument], of name: String) throws(ExternalError) {
        let needed = parameters.prefix { !$0.isOptional }.count
        let isOpen = parameters.last?.isRepeated ?? false
        guard arguments.count >= needed, isOpen || arguments.count <= parameters.count else {
            throw ExternalError(message: "\(name) takes \(text.isEmpty ? "no arguments" : text)")
        }
        for (index, argument) in arguments.enumerated() {
            let parameter = parameters[min(index, parameters.count - 1)]
            guard let expected = parameter.complaint(about: argument) else { continue }
            throw ExternalError(message: "\(parameter.name) of \(name)\(text) is \(expected)")
        }
    }
}

extension Parameter {
    /// What it must be; `nil` if `argument` is that.
    fileprivate func complaint(about argument: ExternalArgument) -> String? {
        switch kind {
        case .bytes: argument.isBytes ? nil : "bytes or text"
        case .key: argument.isBytes || argument.type == .opaque("key") ? nil : "a key, or bytes or text that hold one"
        case .number: argument.isNumber ? nil : "an integer"
        case .digest:
            argument.text.flatMap { Digest(named: $0) } != nil
                ? nil : "one of \(Digest.all.map { "\"\($0.name)\"" }.joined(separator: ", "))"
        case .word:
            argument.text.map { words.contains($0) } ?? false
                ? nil : "one of \(words.map { "\"\($0)\"" }.joined(separator: ", "))"
        case .text: argument.text != nil ? nil : "a string literal"
        case .list:
            if case .array = argument.type { nil } else { "a list" }
        }
    }
}

extension ExternalArgument {
    fileprivate var isBytes: Bool { type == .bytes || type == .string || type == .any }
    fileprivate var isNumber: Bool { type == .integer || type == .byte || type == .any }
}
