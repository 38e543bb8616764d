// SPDX-License-Identifier: Apache-2.0
import YAML

/// The keys and values of a YAML mapping, all of whose keys are known.
struct ScenarioFields {
    private let owner: String
    let line: Int
    private var values: [String: YAMLNode] = [:]

    init(_ node: YAMLNode, of owner: String, known: [String]) throws(ScenarioFile.Failure) {
        self.owner = owner
        line = node.place.line
        guard let entries = node.entries else {
            throw ScenarioFile.Failure(line: line, message: "\(owner): is not made of keys and values")
        }
        for entry in entries {
            guard known.contains(entry.key) else {
                throw ScenarioFile.Failure(
                    line: entry.keyPlace.line,
                    message: "\(owner): \(entry.key): no such key; there are \(known.joined(separator: ", "))")
            }
            values[entry.key] = entry.value
        }
    }

    func take(_ name: String) throws(ScenarioFile.Failure) -> YAMLNode {
        guard let node = values[name] else {
            throw ScenarioFile.Failure(line: line, message: "\(owner): \(name): is missing")
        }
        return node
    }

    func text(_ name: String) throws(ScenarioFile.Failure) -> (value: String, line: Int) {
        let node = try take(name)
        guard case .scalar(let text, _) = node.content else { throw failure(name, "is no text") }
        return (text, node.place.line)
    }

    func optionalText(_ name: String) throws(ScenarioFile.Failure) -> String? {
        values[name] == nil ? nil : try text(name).value
    }

    func flag(_ name: String) throws(ScenarioFile.Failure) -> Bool {
        guard let text = try optionalText(name) else { return false }
        guard let flag = Bool(text) else { throw failure(name, "is true or false") }
        return flag
    }

    /// Returns the number under `name`, which must be in `range`; `fallback` where there is none.
    func number(
        _ name: String, in range: ClosedRange<Double>, unit: String, or fallback: Double
    ) throws(ScenarioFile.Failure) -> Double {
        guard let node = values[name] else { return fallback }
        guard let number = node.text.flatMap({ Double($0) }) else { throw failure(name, "is no number") }
        guard range.contains(number) else {
            throw failure(name, "is \(Int(range.lowerBound)) to \(Int(range.upperBound))\(unit)")
        }
        return number
    }

    func integer(
        _ name: String, in range: ClosedRange<Int>, unit: String = ""
    ) throws(ScenarioFile.Failure) -> Int? {
        guard values[name] != nil else { return nil }
        let number = try number(
            name, in: Double(range.lowerBound)...Double(range.upperBound), unit: unit, or: 0)
        guard let integer = Int(exactly: number) else { throw failure(name, "is no whole number") }
        return integer
    }

    /// Returns the word under `name`, which must be one of the type's; `nil` where there is none.
    func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Word.Type
    ) throws(ScenarioFile.Failure) -> Word? {
        guard let text = try optionalText(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw failure(name, "is one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    /// Returns an error that says what is wrong with the value of `name`, and in which line.
    func failure(_ name: String, _ message: String) -> ScenarioFile.Failure {
        ScenarioFile.Failure(
            line: values[name]?.place.line ?? line, message: "\(owner): \(name): \(message)")
    }
}
