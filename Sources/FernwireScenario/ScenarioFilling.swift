// SPDX-License-Identifier: Apache-2.0
import FernwireWire

extension Scenario {
    /// A copy of a scenario, whose texts nobody else has.
    public struct Filled: Sendable {
        public let scenario: Scenario
        /// The texts and the names of files that are of this copy alone.
        public let ownTexts: Set<String>
    }

    /// Returns a copy in which texts differ from those of other copies.
    ///
    /// Each ``Placeholder`` gets one word, which is the same in all steps. In a scenario without placeholders each text, each
    /// object of JSON and each name of a file gets a code word of its own.
    ///
    /// - Parameter numbers: what the words follow from.
    public func filled(_ numbers: inout some RandomNumberGenerator) throws(ScenarioFile.Failure) -> Filled {
        let words = Dictionary(uniqueKeysWithValues: Placeholder.allCases.map { ($0.mark, $0.draw(&numbers)) })
        var parts = steps.map { FilledAction($0.action, words) }
        for (index, part) in parts.enumerated() {
            guard let mark = part.unknown else { continue }
            throw ScenarioFile.Failure(
                line: 0,
                message: "step \(index + 1): there is no placeholder \(mark); there are \(Placeholder.list)")
        }
        if !parts.contains(where: \.isFilled) {
            for index in parts.indices { parts[index].mark(with: Placeholder.codeWord(&numbers)) }
        }
        var copy = self
        var own: Set<String> = []
        for (index, part) in parts.enumerated() {
            if case .file(let name, _, _) = part.action, !FileFragment.isSafe(name: Array(name.utf8)) {
                throw ScenarioFile.Failure(
                    line: 0, message: "step \(index + 1): \(name) is no name of a file: it is too long, or has a /")
            }
            copy.steps[index].action = part.action
            own.formUnion(part.ownTexts)
        }
        return Filled(scenario: copy, ownTexts: own)
    }
}

/// An action whose texts have words in the place of placeholders.
private struct FilledAction {
    private(set) var action: Scenario.Action
    /// The texts that a placeholder or a code word changed.
    private(set) var ownTexts: [String] = []
    /// The first mark that is that of no placeholder; `nil` for none.
    private(set) var unknown: String?
    /// Whether there was a placeholder.
    private(set) var isFilled = false

    init(_ action: Scenario.Action, _ words: [String: String]) {
        self.action = action
        switch action {
        case .text(let text): self.action = .text(fill(text, words))
        case .json(let text): self.action = .json(fill(text, words))
        case .file(let name, let mediaType, let content):
            let name = fill(name, words)
            guard case .text(let text) = content else {
                self.action = .file(name: name, mediaType: mediaType, content)
                return
            }
            // A file may be a program, in which braces mean something else.
            let found = MarkedText(text, words)
            isFilled = isFilled || found.isFilled
            self.action = .file(name: name, mediaType: mediaType, .text(found.text))
        case .rekey: break
        }
    }

    private mutating func fill(_ text: String, _ words: [String: String]) -> String {
        let found = MarkedText(text, words)
        unknown = unknown ?? found.unknown
        guard found.isFilled else { return text }
        isFilled = true
        ownTexts.append(found.text)
        return found.text
    }

    /// Adds a code word.
    mutating func mark(with word: String) {
        switch action {
        case .text(let text): take(text.isEmpty ? word : "\(text) \(word)") { .text($0) }
        case .json(let text):
            // A code word has a place in an object only.
            guard let brace = text.firstIndex(of: "{"), text[..<brace].allSatisfy(\.isWhitespace) else { return }
            let rest = text[text.index(after: brace)...].drop(while: \.isWhitespace)
            take("{\"code\": \"\(word)\"" + (rest.hasPrefix("}") ? "" : ", ") + rest) { .json($0) }
        case .file(let name, let mediaType, let content):
            let end = name.lastIndex(of: ".") ?? name.endIndex
            take("\(name[..<end])-\(word)\(name[end...])") { .file(name: $0, mediaType: mediaType, content) }
        case .rekey: break
        }
    }

    private mutating func take(_ text: String, _ action: (String) -> Scenario.Action) {
        self.action = action(text)
        ownTexts.append(text)
    }
}

/// A text with words in the place of its marks, which are small letters between braces.
private struct MarkedText {
    private(set) var text = ""
    private(set) var isFilled = false
    private(set) var unknown: String?

    init(_ marked: String, _ words: [String: String]) {
        var rest = marked[...]
        while let brace = rest.firstIndex(of: "{") {
            text += rest[..<brace]
            rest = rest[brace...]
            let letters = rest.dropFirst().prefix { $0.isASCII && $0.isLowercase }
            guard !letters.isEmpty, rest[letters.endIndex...].hasPrefix("}") else {
                text += "{"
                rest = rest.dropFirst()
                continue
            }
            let mark = rest[brace...letters.endIndex]
            if let word = words[String(mark)] {
                text += word
                isFilled = true
            } else {
                text += mark
                unknown = unknown ?? String(mark)
            }
            rest = rest[mark.endIndex...]
        }
        text += rest
    }
}
