// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireScenario
import Testing

@testable import FernwireCapture

/// The random numbers that a step of a generated session may draw.
@Suite struct StepDrawTests {
    @Test(
        "A step of a suite that can rekey gets new numbers for keys, since any of its records may need a new key",
        arguments: ["chat-aes128-cbc-psk", "chat-aes256-gcm-psk", "chat-x25519-ed25519-aes256gcm"])
    func keys(_ name: String) throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: name))
        let parties = try Parties(scenario, SampleKeys.keys)
        let random = RandomNumbers(CaptureSeed.number(7))
        var numbers = SplitMix64(seed: 7)
        let connection = TCPConnection(
            client: Reading.client, server: Reading.server, at: Generator.start, &numbers)
        let drawn = try random.use { () throws -> [[UInt8]] in
            let recorder = try SessionRecorder(
                parties, fault: nil, over: connection, random: random,
                output: RecorderOutput(secrets: { _ in }, packet: { _, _, _ in }))
            let place = random.place
            // From the same place on, new numbers are the same, and what the handshake left is not.
            return (0..<2).map { _ in
                random.place = place
                recorder.steps = 0
                recorder.countStep(.text("Hello"))
                random.refillNow()
                return SecretBytes.random(count: 32).copy()
            }
        }
        #expect(drawn[0] == drawn[1])
    }
}
