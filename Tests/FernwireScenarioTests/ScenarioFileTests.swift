// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import Testing

@Suite struct ScenarioFileTests {
    @Test(
        "Each scenario of the library survives being written as YAML and read",
        arguments: ScenarioLibrary.all.map(\.name)) func theLibrarySurvivesItsText(_ name: String) throws
    {
        let scenario = try #require(ScenarioLibrary.scenario(named: name))
        #expect(try ScenarioFile.read(scenario.yaml) == scenario)
    }

    @Test("A scenario with every kind of step and with hostile texts survives being written and read")
    func everyKindOfStep() throws {
        var scenario = Scenario(
            name: "a \"name\"", summary: "with\ttabs, \\ and\nlines\u{1}", suite: "aes256-gcm-psk",
            steps: [
                .init(.fromClient, .text("true"), pause: 0),
                .init(.fromServer, .json("{\"a\": [1, 2]}"), isReply: true, pause: 0.25),
                .init(
                    .fromClient, .file(name: "ü.txt", mediaType: "text/plain", .text("one\n")),
                    comment: "# no comment"),
                .init(.fromClient, .file(name: "b", mediaType: "text/plain", .lines(70)), fault: .init(.reset)),
                .init(
                    .fromClient, .text(""), fault: .init(.flippedBit, field: "fernwire.record.iv")),
                .init(.fromServer, .rekey),
            ])
        (scenario.network, scenario.clients) = (.ipv6, 3)
        (scenario.fault, scenario.filter) = (.snaplen, "frame contains \"x\"")
        #expect(try ScenarioFile.read(scenario.yaml) == scenario)
    }

    @Test("The content of a file of lines has exactly the size asked for")
    func linesHaveTheirSize() {
        #expect(Scenario.Content.lines(10).bytes == Array("line 1\nlin".utf8))
        #expect(Scenario.Content.lines(0).bytes.isEmpty)
    }

    @Test("An invalid size distribution is refused, and a valid one draws all of its sizes and no other")
    func sizes() throws {
        for text in ["", "a", "1-", "-1", "3-2", "5:0", "5,", "1048577", "5:1:1", "1-2-3"] {
            #expect(SizeDistribution(text) == nil, "\(text)")
        }
        let sizes = try #require(SizeDistribution("64:7,576:4,1500:1"))
        var numbers = SystemRandomNumberGenerator()
        #expect(Set((0..<500).map { _ in sizes.draw(&numbers) }) == [64, 576, 1500])
    }

    @Test("A size distribution has 1,000 sizes with weights at most")
    func sizesAreBounded() {
        let sizes = Array(repeating: "1:1", count: 1_000).joined(separator: ",")
        #expect(SizeDistribution(sizes) != nil)
        #expect(SizeDistribution(sizes + ",1:1") == nil)
    }

    @Test("Each mistake in a scenario file is reported with its line, step and key")
    func whatIsWrongIsSaidWithItsLine() {
        let begin = "name: a\nsuite: fernet-psk\nsteps:\n"
        let cases = [
            ("", "line 1: there is nothing in it"),
            ("name: a\nsuite: rot13\nsteps: []\n", "line 2: the scenario: suite: there is no suite rot13"),
            ("name: a\nsteps: []\n", "line 1: the scenario: suite: is missing"),
            ("name: a\nsuite: fernet-psk\nsteps: 3\n", "line 3: the scenario: steps: is no list"),
            (begin + "  - from: nobody\n    text: x\n", "line 4: step 1: from: is client or server, not nobody"),
            (begin + "  - from: client\n", "line 4: step 1: has one of text, json, file and rekey: true"),
            (begin + "  - from: client\n    text: x\n    json: y\n", "line 4: step 1: has one of text"),
            (begin + "  - from: client\n    text: x\n    pause: soon\n", "line 6: step 1: pause: is no number"),
            (begin + "  - from: client\n    txet: x\n", "line 5: step 1: txet: no such key; there are from, text"),
            (begin + "  - from: client\n    file: ../x\n", "line 5: step 1: file: is no name of a file"),
            (begin + "  - from: client\n    file: x\n    size: 1.5\n", "line 6: step 1: size: is no whole number"),
            (begin + "  - from: client\n    file: x\n    size: -1\n", "line 6: step 1: size: is 0 to 67108864 bytes"),
            (begin + "  - from: client\n    text: x\n    pause: 1e9\n", "line 6: step 1: pause: is 0 to 86400 seconds"),
            (begin + "  - from: client\n    text: x\n    field: y\n", "line 6: step 1: field: belongs to the fault"),
            (begin + "  - from: client\n    text: x\n    fault: snaplen\n", "line 6: step 1: fault: is one of flipped"),
            (
                begin + "  - from: client\n    text: x\n    reply: true\n",
                "line 6: step 1: reply: there is no message of the server"
            ),
            (
                begin + "  - from: server\n    rekey: true\n  - from: client\n    text: x\n    reply: true\n",
                "line 8: step 2: reply: there is no message of the server to answer"
            ),
            (
                begin + "  - from: server\n    text: x\n  - from: client\n    rekey: true\n    reply: true\n",
                "line 8: step 2: reply: is for messages"
            ),
            (begin + "  - from: client\n    rekey: soon\n", "line 5: step 1: rekey: is true or false"),
            ("name: a\nfault: reset\nsuite: fernet-psk\nsteps: []\n", "line 2: the scenario: fault: is one of diff"),
            ("name: a\nclients: 0\nsuite: fernet-psk\nsteps: []\n", "line 2: the scenario: clients: is 1 to 200"),
            ("name: a\nnetwork: x\nsuite: fernet-psk\nsteps: []\n", "line 2: the scenario: network: is one of ipv4"),
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
