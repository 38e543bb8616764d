// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FernwireScenario

/// The texts that differ from one student's copy of a scenario to another's.
@Suite struct ScenarioFillingTests {
    /// Numbers that a test repeats.
    struct Counter: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 33
        }
    }

    private func scenario(_ actions: [Scenario.Action]) -> Scenario {
        Scenario(
            name: "n", summary: "", suite: "fernet-psk", steps: actions.map { Scenario.Step(.fromClient, $0) })
    }

    private func filled(_ actions: [Scenario.Action], seed: UInt64 = 1) throws -> Scenario.Filled {
        var numbers = Counter(state: seed)
        return try scenario(actions).filled(&numbers)
    }

    private func text(_ action: Scenario.Action) throws -> String {
        guard case .text(let text) = action else { throw ScenarioFile.Failure(line: 0, message: "no text") }
        return text
    }

    @Test("All words for a placeholder have the same length and differ")
    func theLengthTellsNothing() {
        for words in [Placeholder.doors, Placeholder.names, Placeholder.words] {
            #expect(Set(words.map(\.utf8.count)) == [5])
            #expect(Set(words).count == words.count && words.count >= 20)
        }
        for placeholder in Placeholder.allCases {
            var numbers = Counter(state: 3)
            let drawn = (0..<200).map { _ in placeholder.draw(&numbers) }
            #expect(Set(drawn.map(\.utf8.count)).count == 1 && Set(drawn).count > 10, "\(placeholder)")
        }
    }

    @Test("A placeholder is the same word in all steps of a copy, and another one in another copy")
    func placeholdersAreFilled() throws {
        let actions: [Scenario.Action] = [
            .text("{name}: badge {badge} at {time}"), .json(#"{"door": "{door}", "empty": {}}"#), .text("No change {"),
            .file(name: "{word}.txt", mediaType: "text/plain", .text("{badge} {unknown}")), .rekey,
            .text("{badge}"),
        ]
        let copy = try filled(actions)
        let first = try text(copy.scenario.steps[0].action)
        let badge = try text(copy.scenario.steps[5].action)
        let found = try #require(first.wholeMatch(of: /([A-Z][a-z]{4}): badge (\d{5}) at (\d\d:\d\d)/))
        #expect(found.2 == badge)
        #expect(try text(copy.scenario.steps[2].action) == "No change {")
        guard case .file(let name, _, .text(let content)) = copy.scenario.steps[3].action,
            case .json(let json) = copy.scenario.steps[1].action
        else {
            Issue.record("the kind of an action has changed")
            return
        }
        #expect(content == "\(badge) {unknown}")
        #expect(json.hasPrefix(#"{"door": ""#) && json.hasSuffix(#"", "empty": {}}"#) && !json.contains("{door}"))
        #expect(copy.ownTexts == [first, json, name, badge])
        #expect(try filled(actions).scenario == copy.scenario)
        #expect(try filled(actions, seed: 2).scenario != copy.scenario)
    }

    @Test("Without placeholders, texts, objects of JSON and names of files get a code word each")
    func codeWordsAreAdded() throws {
        let copy = try filled([
            .text("Hello"), .text(""), .json(#"{"a": 1}"#), .json(" { }"), .json("[1]"),
            .file(name: "doors.log", mediaType: "", .lines(10)), .file(name: "doors", mediaType: "", .lines(10)),
            .rekey,
        ])
        let code = /[a-z]{5}-[0-9]{3}/
        let actions = copy.scenario.steps.map(\.action)
        #expect(try text(actions[0]).wholeMatch(of: /Hello [a-z]{5}-[0-9]{3}/) != nil)
        #expect(try text(actions[1]).wholeMatch(of: code) != nil)
        guard case .json(let object) = actions[2], case .json(let empty) = actions[3],
            case .file(let name, _, _) = actions[5], case .file(let bare, _, _) = actions[6]
        else {
            Issue.record("the kind of an action has changed")
            return
        }
        #expect(object.wholeMatch(of: /\{"code": "[a-z]{5}-[0-9]{3}", "a": 1\}/) != nil)
        #expect(empty.wholeMatch(of: /\{"code": "[a-z]{5}-[0-9]{3}"\}/) != nil)
        #expect(actions[4] == .json("[1]") && actions[7] == .rekey)
        #expect(name.wholeMatch(of: /doors-[a-z]{5}-[0-9]{3}\.log/) != nil)
        #expect(bare.wholeMatch(of: /doors-[a-z]{5}-[0-9]{3}/) != nil)
        #expect(copy.ownTexts.count == 6)
    }

    @Test("A placeholder that there is not, and a name that is none of a file, are refused with their step")
    func mistakesAreRefused() throws {
        #expect {
            try filled([.text("{badge}"), .text("{bagde}")])
        } throws: {
            "\($0)" == "step 2: there is no placeholder {bagde}; there are {badge}, {door}, {name}, {time}, {word}"
        }
        #expect {
            try filled([.file(name: String(repeating: "x", count: 250), mediaType: "", .lines(1))])
        } throws: {
            "\($0)".contains("step 1: ") && "\($0)".contains("is no name of a file")
        }
    }
}
