// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import FernwireWire
import Testing

@testable import FernwireCommand

/// A scenario that is played against a server.
@Suite(.timeLimit(.minutes(1))) struct PlayServiceTests {
    @Test("A step is played once its pause is over") func pause() async throws {
        let taken: Duration = try await Loopback.serve {
            try await Loopback.echo($0)
        } client: { port in
            let scenario = Scenario(
                name: "late", summary: "A message that comes late", suite: "plaintext",
                steps: [Scenario.Step(.fromClient, .text("late"), pause: 0.4)])
            let service = PlayService(link: Loopback.link(to: port), scenario: scenario, wait: .seconds(30))
            let begin = ContinuousClock.now
            try await service.run()
            return ContinuousClock.now - begin
        }
        #expect(taken >= .milliseconds(400))
    }
}
