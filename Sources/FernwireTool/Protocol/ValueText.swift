// SPDX-License-Identifier: Apache-2.0
import DescribedDissection
import FernwireConsole
import KaitaiStruct

/// Values of an evaluation as JSON.
enum ValueText {
    /// The value as one line of JSON: bytes as a list of numbers, a value of an enumeration as its number, a value of a user
    /// type as an object of its members. A value of a user type that belongs elsewhere, as the one that an instance computes
    /// does, is `null`: it may be one around it.
    ///
    /// - Parameters:
    ///   - isOwn: whether a structure that the value is, or holds, belongs to it.
    ///   - isForReading: whether the value is shown to someone rather than compared: bytes are hexadecimal, what is hidden is left
    ///     out, and an instance that cannot be read is `null`.
    /// - Throws: `ReadFailure` for text in an encoding that is not known, and for an instance that cannot be read.
    static func json(
        _ value: Value, in evaluation: Evaluation, isOwn: Bool = true, isForReading: Bool = false
    ) throws(ReadFailure) -> String {
        switch value {
        case .unset, .open, .absent, .external, .deferred, .sealed: return "null"
        case .boolean(let value): return value ? "true" : "false"
        case .integer, .large, .enumeration, .largeEnumeration: return value.wholeNumber.map { String($0) } ?? "null"
        case .float(let value): return value.isFinite ? "\(value)" : "null"
        case .string, .encoded: return JSON.quoted(try evaluation.string(value))
        case .bytes(let range) where isForReading: return "\"" + hexadecimal(evaluation.bytes(range)) + "\""
        case .bytes(let range): return "[" + evaluation.bytes(range).map { String($0) }.joined(separator: ",") + "]"
        case .array(let number):
            var elements: [String] = []
            for element in evaluation.elements(of: number) {
                elements.append(try json(element.value, in: evaluation, isOwn: isOwn, isForReading: isForReading))
            }
            return "[" + elements.joined(separator: ",") + "]"
        case .structure(let number):
            guard isOwn else { return "null" }
            var members: [String] = []
            let type = evaluation.program.types[evaluation.type(of: number)]
            for member in evaluation.members(of: number) where member.isNamed {
                if isForReading, !type.shows(member.slot) { continue }
                if let failure = member.failure, !isForReading, !failure.isSealed { throw failure }
                let text = try json(
                    member.value, in: evaluation, isOwn: member.range != nil, isForReading: isForReading)
                members.append(JSON.quoted(member.name) + ":" + text)
            }
            return "{" + members.joined(separator: ",") + "}"
        case .stream: return "\"stream\""
        }
    }

    /// Returns bytes in hexadecimal, two digits for each.
    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
