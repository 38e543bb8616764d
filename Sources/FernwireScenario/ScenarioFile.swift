// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import Yams

/// Scenarios as people read and write them, in YAML.
public enum ScenarioFile {
    /// What is wrong, and where.
    public struct Failure: Error, Equatable, CustomStringConvertible {
        /// From 1; 0 when that is not known.
        public let line: Int
        public let message: String

        public var description: String { line > 0 ? "line \(line): \(message)" : message }
    }

    private static let stepKeys = [
        "from", "text", "json", "file", "content", "media-type", "rekey", "pause", "comment", "fault",
    ]

    /// Reads a scenario.
    public static func read(_ text: String) throws(Failure) -> Scenario {
        let composed: Node?
        do {
            composed = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw failure(error)
        } catch {
            throw Failure(line: 0, message: "\(error)")
        }
        guard let composed else { throw Failure(line: 1, message: "there is nothing in it") }
        let fields = try Fields(composed, "the scenario", ["name", "summary", "suite", "steps"])
        let suite = try fields.text("suite")
        guard SuiteRegistry.standard.suite(named: suite.value) != nil else {
            throw Failure(line: suite.line, message: "suite: there is no suite \(suite.value)")
        }
        let steps = try fields.take("steps")
        guard let sequence = steps.sequence else {
            throw Failure(line: line(steps), message: "steps: is no list")
        }
        var scenario = Scenario(
            name: try fields.text("name").value, summary: try fields.optionalText("summary") ?? "",
            suite: suite.value, steps: [])
        for (index, node) in sequence.enumerated() { scenario.steps.append(try step(node, index + 1)) }
        return scenario
    }

    private static func step(_ node: Node, _ number: Int) throws(Failure) -> Scenario.Step {
        let fields = try Fields(node, "step \(number)", stepKeys)
        let from = try fields.text("from")
        guard let direction = Direction.allCases.first(where: { "\($0.sender)" == from.value }) else {
            throw Failure(line: from.line, message: "step \(number): from: is client or server, not \(from.value)")
        }
        let pause = try fields.optionalNumber("pause") ?? 1
        guard (0...86_400).contains(pause) else {
            throw Failure(line: line(node), message: "step \(number): pause: is 0 to 86400 seconds")
        }
        return Scenario.Step(
            direction, try action(fields, node, number), pause: pause, comment: try fields.optionalText("comment"),
            fault: try fault(fields, number))
    }

    private static func fault(_ fields: Fields, _ number: Int) throws(Failure) -> Fault? {
        guard let name = try fields.optionalText("fault") else { return nil }
        guard let fault = Fault(rawValue: name) else {
            let known = Fault.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(line: try fields.text("fault").line, message: "step \(number): fault: is one of \(known)")
        }
        return fault
    }

    private static func action(_ fields: Fields, _ node: Node, _ number: Int) throws(Failure) -> Scenario.Action {
        var found: [Scenario.Action] = []
        if let text = try fields.optionalText("text") { found.append(.text(text)) }
        if let text = try fields.optionalText("json") { found.append(.json(text)) }
        if let name = try fields.optionalText("file") {
            guard FileFragment.isSafe(name: Array(name.utf8)) else {
                throw Failure(line: line(node), message: "step \(number): file: is no name of a file")
            }
            let mediaType = try fields.optionalText("media-type") ?? "application/octet-stream"
            let content = try fields.optionalText("content") ?? ""
            found.append(.file(name: name, mediaType: mediaType, Array(content.utf8)))
        }
        if try fields.optionalText("rekey") == "true" { found.append(.rekey) }
        guard found.count == 1 else {
            throw Failure(line: line(node), message: "step \(number): has one of text, json, file and rekey: true")
        }
        return found[0]
    }

    private static func failure(_ error: YamlError) -> Failure {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            Failure(line: mark.line, message: problem)
        default: Failure(line: 0, message: "\(error)")
        }
    }

    static func line(_ node: Node) -> Int { node.mark?.line ?? 0 }
}

/// A mapping whose keys are all known.
private struct Fields {
    private let owner: String
    private let line: Int
    private var values: [String: Node] = [:]

    init(_ node: Node, _ owner: String, _ known: [String]) throws(ScenarioFile.Failure) {
        self.owner = owner
        line = ScenarioFile.line(node)
        guard let mapping = node.mapping else {
            throw ScenarioFile.Failure(line: line, message: "\(owner): is not made of keys and values")
        }
        for (key, value) in mapping {
            let name = key.string ?? "?"
            guard known.contains(name) else {
                throw ScenarioFile.Failure(
                    line: ScenarioFile.line(key),
                    message: "\(owner): \(name): no such key; there are \(known.joined(separator: ", "))")
            }
            values[name] = value
        }
    }

    func take(_ name: String) throws(ScenarioFile.Failure) -> Node {
        guard let node = values[name] else {
            throw ScenarioFile.Failure(line: line, message: "\(owner): \(name): is missing")
        }
        return node
    }

    func text(_ name: String) throws(ScenarioFile.Failure) -> (value: String, line: Int) {
        let node = try take(name)
        guard let text = node.scalar?.string else {
            throw ScenarioFile.Failure(line: ScenarioFile.line(node), message: "\(owner): \(name): is no text")
        }
        return (text, ScenarioFile.line(node))
    }

    func optionalText(_ name: String) throws(ScenarioFile.Failure) -> String? {
        values[name] == nil ? nil : try text(name).value
    }

    func optionalNumber(_ name: String) throws(ScenarioFile.Failure) -> Double? {
        guard let node = values[name] else { return nil }
        guard let number = node.float else {
            throw ScenarioFile.Failure(line: ScenarioFile.line(node), message: "\(owner): \(name): is no number")
        }
        return number
    }
}
