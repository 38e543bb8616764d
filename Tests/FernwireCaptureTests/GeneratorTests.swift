// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import Testing

@Suite struct GeneratorTests {
    private func capture(_ scenario: Scenario, seed: UInt64, sessions: Int = 1) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try Generator(seed: seed).run(scenario, sessions: sessions) { capture, _ in bytes += capture }
        return bytes
    }

    @Test(arguments: ScenarioLibrary.all.map(\.name)) func theSameSeedGivesTheSameFile(_ name: String) throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: name))
        let first = try capture(scenario, seed: 7)
        #expect(try capture(scenario, seed: 7) == first)
        #expect(try capture(scenario, seed: 8) != first)
        #expect(try capture(scenario, seed: 7, sessions: 2).starts(with: first))
    }

    @Test func namesAreUnique() {
        #expect(Set(ScenarioLibrary.all.map(\.name)).count == ScenarioLibrary.all.count)
    }
}
