// SPDX-License-Identifier: Apache-2.0
import Foundation
import YAML

/// As much of the language of Sigma as the rules of docs/sigma use; anything else is an error.
///
/// A file has one rule, or a rule and the correlation that counts what the rule finds, after a line of `---`.
struct SigmaRule {
    /// The values that a field may have, by its name: all fields must have one of theirs.
    typealias Selection = [String: [String]]

    let title: String
    let selections: [String: Selection]
    let condition: String
    let correlation: Correlation?

    /// What is counted of the events that the rule finds.
    struct Correlation {
        var group: [String]
        var seconds: Double
        var atLeast: Int
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    init(file: URL) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        let parts = text.components(separatedBy: "\n---\n")
        guard parts.count <= 2 else { throw Failure(description: "\(file.path()) has \(parts.count) documents") }
        let rule = try YAMLNode(reading: parts[0])
        let detection = try rule["detection"]?.entries ?? Self.missing("detection")
        selections = try Dictionary(
            uniqueKeysWithValues: detection.filter { $0.key != "condition" }.map {
                ($0.key, try Self.selection($0.value))
            })
        condition = try rule["detection"]?["condition"]?.text ?? Self.missing("condition")
        let counting = parts.count == 2 ? try YAMLNode(reading: parts[1]) : nil
        title = try (counting ?? rule)["title"]?.text ?? Self.missing("title")
        correlation = try counting.map { try Self.correlation($0, of: rule) }
    }

    private static func missing<T>(_ name: String) throws -> T { throw Failure(description: "no \(name)") }

    private static func selection(_ node: YAMLNode) throws -> Selection {
        var selection: Selection = [:]
        for entry in try node.entries ?? missing("fields") {
            let values = try (entry.value.elements ?? [entry.value]).map { try $0.text ?? missing("value") }
            guard !entry.key.contains("|"), !values.contains(where: { $0.contains { "*?".contains($0) } }) else {
                throw Failure(description: "\(entry.key): modifiers and wildcards are not known here")
            }
            selection[entry.key] = values
        }
        return selection
    }

    private static func correlation(_ node: YAMLNode, of rule: YAMLNode) throws -> Correlation {
        let node = try node["correlation"] ?? missing("correlation")
        guard node["type"]?.text == "event_count", node["rules"]?.elements?.map(\.text) == [rule["name"]?.text] else {
            throw Failure(description: "the correlation counts no events of the rule before it")
        }
        let span = try node["timespan"]?.text ?? missing("timespan")
        guard let unit = ["s": 1.0, "m": 60, "h": 3600][span.suffix(1)], let number = Double(span.dropLast()) else {
            throw Failure(description: "timespan \(span)")
        }
        let condition = try node["condition"]?.entries ?? missing("condition")
        guard condition.map(\.key) == ["gte"], let least = condition[0].value.integer else {
            throw Failure(description: "a correlation has a condition gte")
        }
        return Correlation(
            group: try node["group-by"]?.elements?.map { try $0.text ?? missing("group-by") } ?? missing("group-by"),
            seconds: number * unit, atLeast: Int(least))
    }

    // MARK: Evaluation

    /// Whether the rule fires for a log.
    func fires(_ events: [EventRecord]) throws -> Bool {
        let found = try events.filter(finds)
        guard let correlation else { return !found.isEmpty }
        let groups = Dictionary(grouping: found) { event in correlation.group.map { event[$0] ?? "" } }
        return groups.values.contains { group in
            let times = group.map(\.time).sorted()
            // Any `atLeast` events one after the other are near enough to each other.
            return zip(times, times.dropFirst(correlation.atLeast - 1)).contains {
                $1.timeIntervalSince($0) <= correlation.seconds
            }
        }
    }

    /// Whether the rule's condition, names joined by `or`, holds for an event.
    private func finds(_ event: EventRecord) throws -> Bool {
        let words = condition.split(separator: " ").map(String.init)
        var isFound = false
        for (place, word) in words.enumerated() {
            if place % 2 == 1 {
                guard word == "or" else { throw Failure(description: "the condition has \(word), and not or") }
                continue
            }
            guard let selection = selections[word] else { throw Failure(description: "there is no \(word)") }
            isFound =
                isFound
                || selection.allSatisfy { name, values in
                    event.fields[name]?.contains { values.map { $0.lowercased() }.contains($0.lowercased()) } == true
                }
        }
        return isFound
    }
}
