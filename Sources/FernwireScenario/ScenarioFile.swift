// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import YAML

/// Scenarios as people read and write them, in YAML.
public enum ScenarioFile {
    /// A problem with a scenario, and its place.
    public struct Failure: Error, Equatable, CustomStringConvertible {
        /// The line, counted from 1; 0 where it is not known.
        public let line: Int
        public let message: String

        public var description: String { line > 0 ? "line \(line): \(message)" : message }
    }

    private static let keys = ["name", "summary", "suite", "network", "clients", "fault", "filter", "steps"]
    private static let stepKeys = [
        "from", "text", "json", "file", "content", "size", "media-type", "rekey", "reply", "pause", "comment", "fault",
        "field",
    ]

    /// Reads a scenario.
    public static func read(_ text: String) throws(Failure) -> Scenario {
        let fields = try ScenarioFields(compose(text), of: "the scenario", known: keys)
        let suite = try fields.text("suite").value
        guard SuiteRegistry.standard.suite(named: suite) != nil else {
            throw fields.failure("suite", "there is no suite \(suite)")
        }
        guard let steps = try fields.take("steps").elements else { throw fields.failure("steps", "is no list") }
        var scenario = Scenario(
            name: try fields.text("name").value, summary: try fields.optionalText("summary") ?? "", suite: suite,
            steps: [])
        scenario.network = try fields.word("network", Scenario.Network.self) ?? .ipv4
        scenario.clients = try fields.integer("clients", in: 1...200) ?? 1
        scenario.filter = try fields.optionalText("filter")
        scenario.fault = try fault(fields, .session)
        for (index, node) in steps.enumerated() {
            scenario.steps.append(try step(node, index + 1, after: scenario.steps))
        }
        return scenario
    }

    private static func compose(_ text: String) throws(Failure) -> YAMLNode {
        do throws(YAMLError) {
            let node = try YAMLNode(reading: text)
            guard !node.isNull else { throw YAMLError(place: node.place, message: "there is nothing in it") }
            return node
        } catch {
            throw Failure(line: error.place.line, message: error.message)
        }
    }

    private static func step(
        _ node: YAMLNode, _ number: Int, after earlier: [Scenario.Step]
    ) throws(Failure) -> Scenario.Step {
        let fields = try ScenarioFields(node, of: "step \(number)", known: stepKeys)
        let from = try fields.text("from").value
        guard let direction = Direction.allCases.first(where: { "\($0.sender)" == from }) else {
            throw fields.failure("from", "is client or server, not \(from)")
        }
        var step = Scenario.Step(direction, try action(fields, number))
        step.isReply = try fields.flag("reply")
        if step.isReply {
            guard step.action != .rekey else { throw fields.failure("reply", "is for messages, not for a rekey") }
            guard earlier.contains(where: { $0.from == direction.opposite && $0.action != .rekey }) else {
                throw fields.failure("reply", "there is no message of the \(direction.opposite.sender) to answer")
            }
        }
        step.pause = try fields.number("pause", in: 0...86_400, unit: " seconds", or: 1)
        step.comment = try fields.optionalText("comment")
        let field = try fields.optionalText("field")
        step.fault = try fault(fields, .step).map { .init($0, field: field) }
        guard field == nil || step.fault?.fault.stepHooks.takesField == true else {
            let takers = Fault.all.filter { $0.stepHooks.takesField }.map(\.name).joined(separator: ", ")
            throw fields.failure("field", "belongs to the fault \(takers)")
        }
        return step
    }

    private static func fault(_ fields: ScenarioFields, _ place: Fault.Place) throws(Failure) -> Fault? {
        guard let name = try fields.optionalText("fault") else { return nil }
        let known = Fault.all.filter { $0.place == place }
        guard let fault = known.first(where: { $0.name == name }) else {
            throw fields.failure("fault", "is one of \(known.map(\.name).joined(separator: ", "))")
        }
        return fault
    }

    private static func action(_ fields: ScenarioFields, _ number: Int) throws(Failure) -> Scenario.Action {
        var found: [Scenario.Action] = []
        if let text = try fields.optionalText("text") { found.append(.text(text)) }
        if let text = try fields.optionalText("json") { found.append(.json(text)) }
        if let name = try fields.optionalText("file") {
            guard FileFragment.isSafe(name: Array(name.utf8)) else {
                throw fields.failure("file", "is no name of a file")
            }
            let mediaType = try fields.optionalText("media-type") ?? "application/octet-stream"
            let size = try fields.integer("size", in: 0...Scenario.Content.sizeLimit, unit: " bytes")
            let content = try fields.optionalText("content")
            guard size == nil || content == nil else { throw fields.failure("size", "has no place beside content") }
            found.append(
                .file(name: name, mediaType: mediaType, size.map { .lines($0) } ?? .text(content ?? "")))
        }
        if try fields.flag("rekey") { found.append(.rekey) }
        guard found.count == 1 else {
            throw Failure(
                line: fields.line, message: "step \(number): has one of text, json, file and rekey: true")
        }
        return found[0]
    }
}
