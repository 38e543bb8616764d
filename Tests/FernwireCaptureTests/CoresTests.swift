// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import Testing

@testable import FernwireCapture

/// Sessions that are made at the same time.
@Suite struct CoresTests {
    private func made(
        _ scenario: Scenario, load: Load?, sessions: Int = 1, cores: Int, atMost outputs: Int = .max
    ) throws -> (capture: [UInt8], keys: [UInt8], steps: Int) {
        var (made, left) = (([UInt8](), [UInt8](), 0), outputs)
        try Generator(seed: 5).run(scenario, load: load, sessions: sessions, chunk: 1 << 14, cores: cores) { output in
            made = (made.0 + output.capture, made.1 + output.keys, made.2 + output.steps)
            left -= 1
            return left > 0
        }
        return made
    }

    @Test(
        "The output is the same on one core and on several",
        arguments: [
            "chat-fernet-psk", "chat-x25519-ed25519-aes256gcm", "chat-rsa-fernet-hmac", "many-clients-fernet-psk",
        ],
        [nil, "64", "10-3000"])
    func sameBytes(_ name: String, size: String?) throws {
        let scenario = try #require(
            ScenarioLibrary.scenario(named: name) ?? ScenarioLibrary.all.first { $0.clients > 1 && $0.fault == nil })
        let load = try size.map { Load(messages: 30, size: try #require(SizeDistribution($0)), rate: 1000) }
        let one = try made(scenario, load: load, sessions: 11, cores: 1)
        #expect(one.steps > 0)
        for cores in [2, 3] {
            let several = try made(scenario, load: load, sessions: 11, cores: cores)
            #expect(several == one, "\(cores) cores")
        }
    }

    @Test("Sessions of one size foretell the next ones, and sessions of drawn sizes do not") func foretelling() throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: "chat-fernet-psk"))
        func starts(_ size: String) throws -> [SessionStart] {
            let load = Load(messages: 40, size: try #require(SizeDistribution(size)), rate: 1000)
            let run = try GeneratorRun(of: Generator(seed: 5), scenario, load: load)
            return try (0..<4).map { _ in
                try run.play()
                return run.start
            }
        }
        let alike = try starts("64")
        let stride = alike[1].stride(since: alike[0])
        #expect(alike[1].advanced(by: stride, times: 2) == alike[3])
        let drawn = try starts("1-4000")
        #expect(drawn[1].advanced(by: drawn[1].stride(since: drawn[0]), times: 1) != drawn[2])
    }

    @Test("Sessions of up to 1 MiB are made at the same time, and larger ones are not")
    func theLargestSession() throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: "chat-plaintext"))
        let generator = Generator(seed: 5)
        let start = try GeneratorRun(of: generator, scenario, load: nil).start
        func areMadeAhead(_ size: Int) throws -> Bool {
            let stride = start.stride(since: start)
            let ahead = try SessionsAhead(of: generator, scenario, load: nil, cores: 2, stride: stride, size: size)
            return ahead != nil
        }
        #expect(try areMadeAhead(1 << 20))
        #expect(try !areMadeAhead((1 << 20) + 1))
    }

    @Test("A capture that is interrupted while several cores work is the beginning of the whole") func interruption()
        throws
    {
        let scenario = try #require(ScenarioLibrary.scenario(named: "chat-fernet-psk"))
        let load = Load(messages: 200, size: try #require(SizeDistribution("64")), rate: 1000)
        let whole = try made(scenario, load: load, sessions: 60, cores: 1)
        for outputs in [5, 9, 14] {
            let part = try made(scenario, load: load, sessions: 60, cores: 2, atMost: outputs)
            #expect(part.capture.count < whole.capture.count, "\(outputs)")
            let common = zip(part.capture, whole.capture).prefix { $0 == $1 }.count
            // What comes after is the end of the last session, in order.
            #expect(common > part.capture.count - 4096, "\(outputs)")
        }
    }

    @Test(
        "The messages of one session are the same on two cores, at the bounds of batches too",
        arguments: [
            "chat-aes256-gcm-psk", "chat-x25519-ed25519-chacha20poly1305", "chat-plaintext", "chat-fernet-psk",
        ],
        [1, 2, 1023, 1024, 1025, 3073])
    func oneSession(_ name: String, messages: Int) throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: name))
        for size in ["64", "0-9000"] {
            let load = Load(messages: messages, size: try #require(SizeDistribution(size)), rate: 500)
            let one = try made(scenario, load: load, cores: 1)
            let two = try made(scenario, load: load, cores: 2)
            #expect(one.steps == messages && two == one, "\(size)")
        }
    }

    @Test("A session that is interrupted while two cores work ends in order, with all that it sent")
    func interruptedSession() throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: "chat-aes256-gcm-psk"))
        let load = Load(messages: 20_000, size: try #require(SizeDistribution("64")), rate: 1000)
        let whole = try made(scenario, load: load, cores: 1)
        let part = try made(scenario, load: load, cores: 2, atMost: 4)
        #expect(part.steps < whole.steps && part.steps.isMultiple(of: 1024))
        // The same load, were it shorter.
        let shorter = Load(messages: part.steps, size: load.size, rate: load.rate)
        #expect(try made(scenario, load: shorter, cores: 1) == part)
    }
}
