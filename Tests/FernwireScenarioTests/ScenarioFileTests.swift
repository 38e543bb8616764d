// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import Testing

@Suite struct ScenarioFileTests {
    @Test(arguments: ScenarioLibrary.all.map(\.name)) func theLibrarySurvivesItsText(_ name: String) throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: name))
        #expect(try ScenarioFile.read(scenario.yaml) == scenario)
    }

    @Test func everyKindOfStep() throws {
        let scenario = Scenario(
            name: "a \"name\"", summary: "with\ttabs, \\ and\nlines\u{1}", suite: "aes256-gcm-psk",
            steps: [
                .init(.fromClient, .text("true"), pause: 0), .init(.fromServer, .json("{\"a\": [1, 2]}"), pause: 0.25),
                .init(
                    .fromClient, .file(name: "ü.txt", mediaType: "text/plain", Array("one\n".utf8)),
                    comment: "# no comment"),
                .init(.fromServer, .rekey),
            ])
        #expect(try ScenarioFile.read(scenario.yaml) == scenario)
    }

    @Test func whatIsWrongIsSaidWithItsLine() {
        let begin = "name: a\nsuite: fernet-psk\nsteps:\n"
        let cases = [
            ("", "line 1: there is nothing in it"),
            ("name: a\nsuite: rot13\nsteps: []\n", "line 2: suite: there is no suite rot13"),
            ("name: a\nsteps: []\n", "line 1: the scenario: suite: is missing"),
            ("name: a\nsuite: fernet-psk\nsteps: 3\n", "line 3: steps: is no list"),
            (begin + "  - from: nobody\n    text: x\n", "line 4: step 1: from: is client or server, not nobody"),
            (begin + "  - from: client\n", "line 4: step 1: has one of text, json, file and rekey: true"),
            (begin + "  - from: client\n    text: x\n    json: y\n", "line 4: step 1: has one of text"),
            (begin + "  - from: client\n    text: x\n    pause: soon\n", "line 6: step 1: pause: is no number"),
            (begin + "  - from: client\n    txet: x\n", "line 5: step 1: txet: no such key; there are from, text"),
            (begin + "  - from: client\n    file: ../x\n", "line 4: step 1: file: is no name of a file"),
            (begin + "  - hello\n", "line 4: step 1: is not made of keys and values"),
            (begin + "  - from: client\n    text: x\n    fault: bad\n", "line 6: step 1: fault: is one of flipped-bit"),
            ("name: [a\n", "line "),
        ]
        for (text, message) in cases {
            do {
                _ = try ScenarioFile.read(text)
                Issue.record("\(text) was read")
            } catch {
                #expect("\(error)".hasPrefix(message), "\(error)")
            }
        }
    }
}
