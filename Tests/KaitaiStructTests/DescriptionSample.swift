// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct

/// A description that a test writes, and what it reads.
struct DescriptionSample {
    private var description: Description

    /// - Parameter files: those that it may import, by name.
    init(_ text: String, files: [String: String] = [:]) throws {
        description = try Description(text, file: "test.ksy") { name, _ in
            files[name].map { Description.ImportedFile(file: name + ".ksy", text: $0) }
        }
    }

    /// A type `t` whose sequence is `body`.
    static func sequence(_ body: String) throws -> DescriptionSample {
        try DescriptionSample("meta: {id: t, endian: be, encoding: UTF-8}\nseq:\n" + body)
    }

    /// The values of expressions about `bytes`, as text.
    mutating func values(_ expressions: [String], of bytes: [UInt8], budget: Budget = Budget()) throws -> [String] {
        let compiled = try expressions.map { try description.add(expression: $0) }
        let evaluation = Evaluation(description.program, budget: budget)
        try evaluation.read(bytes)
        return try compiled.map { try Self.text(try evaluation.value(of: $0), evaluation) }
    }

    /// The same of what can be read of `bytes`, whether or not that is all.
    mutating func partial(_ expressions: [String], of bytes: [UInt8]) throws -> [String] {
        let compiled = try expressions.map { try description.add(expression: $0) }
        let evaluation = Evaluation(description.program)
        try? evaluation.read(bytes)
        return try compiled.map { try Self.text(try evaluation.value(of: $0), evaluation) }
    }

    mutating func value(_ expression: String, of bytes: [UInt8] = []) throws -> String {
        try values([expression], of: bytes)[0]
    }

    /// Why `bytes` cannot be read; `nil` if they can.
    func failure(of bytes: [UInt8], budget: Budget = Budget()) -> ReadFailure? {
        do throws(ReadFailure) {
            try Evaluation(description.program, budget: budget).read(bytes)
            return nil
        } catch {
            return error
        }
    }

    private static func text(_ value: Value, _ evaluation: Evaluation) throws -> String {
        switch value {
        case .absent: "null"
        case .boolean(let value): "\(value)"
        case .float(let value): "\(value)"
        case .string, .encoded: "'\(try evaluation.string(value))'"
        case .bytes(let range): "\(Array(evaluation.bytes(range)))"
        default: value.wholeNumber.map { "\($0)" } ?? "other"
        }
    }
}

/// What is wrong with a description: `LINE:COLUMN: MESSAGE`.
func problems(of text: String, files: [String: String] = [:]) -> [String] {
    do throws(Description.Errors) {
        let description = try Description(text, file: "test.ksy") { name, _ in
            files[name].map { Description.ImportedFile(file: name + ".ksy", text: $0) }
        }
        return description.warnings.map { "\($0.place.line):\($0.place.column): \($0.message)" }
    } catch {
        return error.diagnostics.map { "\($0.place.line):\($0.place.column): \($0.message)" }
    }
}
