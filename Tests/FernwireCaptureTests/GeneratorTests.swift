// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireScenario
import FernwireSession
import FernwireWire
import Foundation
import Testing

@testable import FernwireCapture

@Suite struct GeneratorTests {
    private func made(
        _ scenario: Scenario, seed: UInt64, load: Load? = nil, sessions: Int = 1
    ) throws -> (capture: [UInt8], keys: [UInt8]) {
        var made: (capture: [UInt8], keys: [UInt8]) = ([], [])
        try Generator(seed: seed).run(scenario, load: load, sessions: sessions) { output in
            made.capture += output.capture
            made.keys += output.keys
            return true
        }
        return made
    }

    @Test(
        "The same seed gives the same capture, another seed another one, and more sessions extend it",
        arguments: ScenarioLibrary.all.map(\.name)) func theSameSeedGivesTheSameFile(_ name: String) throws
    {
        let scenario = try #require(ScenarioLibrary.scenario(named: name))
        let first = try made(scenario, seed: 7).capture
        #expect(try made(scenario, seed: 7).capture == first)
        #expect(try made(scenario, seed: 8).capture != first)
        guard scenario.fault != .cutCapture else { return }
        #expect(try made(scenario, seed: 7, sessions: 2).capture.starts(with: first))
    }

    /// captures/library is what the generator makes: make captures.
    @Test("captures/library has exactly the captures, keys and scenarios that the generator makes")
    func theLibraryIsWhatIsGenerated() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "captures/library")
        func file(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }
        for scenario in ScenarioLibrary.all {
            let (capture, keys) = try made(scenario, seed: 1)
            #expect(try capture == file(scenario.name + ".pcapng"), "\(scenario.name)")
            #expect(try keys == file(scenario.name + ".keys"), "\(scenario.name)")
            #expect(try Array(scenario.yaml.utf8) == file(scenario.name + ".yaml"), "\(scenario.name)")
        }
        let captures = try FileManager.default.contentsOfDirectory(atPath: folder.path())
            .filter { $0.hasSuffix(".pcapng") }
        #expect(Set(captures) == Set(ScenarioLibrary.all.map { $0.name + ".pcapng" }))
    }

    @Test("A load has the number of messages, the rate and the distribution of sizes asked for")
    func aLoadHasTheMessagesTheRateAndTheSizesAskedFor() throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: "chat-plaintext"))
        let size = try #require(SizeDistribution("10:3,100-200:1"))
        // No more, since the 120th reply names a message whose number reads as another x.
        let load = Load(messages: 200, size: size, rate: 25)
        var steps = 0
        var time: UInt64 = 0
        var chunks = 0
        try Generator(seed: 3).run(scenario, load: load, chunk: 4096) { output in
            (steps, time, chunks) = (steps + output.steps, output.time, chunks + 1)
            return true
        }
        let seconds = Double(time - Generator.start) / 1e9
        #expect(steps == 200 && (8...9).contains(seconds) && chunks > 10)
        let bytes = try made(scenario, seed: 3, load: load).capture
        let texts = bytes.split { $0 != UInt8(ascii: "x") }.map(\.count).filter { $0 >= 10 }
        #expect(texts.count == 200 && texts.allSatisfy { $0 == 10 || (100...200).contains($0) })
        #expect((120...180).contains(texts.count { $0 == 10 }))
    }

    /// Whoever takes the capture may end it: what there is opens, both sides end the session that is under way, and no
    /// other begins.
    @Test("A generator that is told to end ends the session under way on both sides, and begins no other")
    func itEndsWhenItIsTold() throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: "chat-plaintext"))
        let size = try #require(SizeDistribution("64"))
        let load = Load(messages: 100_000, size: size, rate: 1000)
        var bytes: [UInt8] = []
        try Generator(seed: 3).run(scenario, load: load, sessions: 2, chunk: 10_000) {
            bytes += $0.capture
            return bytes.count < 50_000
        }
        #expect((50_000..<70_000).contains(bytes.count))
        let (frames, capture) = Reading.frames(bytes)
        #expect(frames.count > 100 && capture.skipped == 0 && capture.missing == 0)
        let last = try frames.suffix(2).map { frame in
            try RecordPlaintext(decoding: frame.bytes.rawSpan.extracting(Wire.headerLength..<frame.bytes.count))
        }
        #expect(last.map(\.contentType) == [.endOfSession, .endOfSession])
        #expect(Set(frames.suffix(2).map { Reading.header($0).direction }) == [0, 1])
        #expect(Reading.frames(bytes, stream: 0).frames.count == frames.count)
        #expect(Reading.frames(bytes, stream: 1).frames.isEmpty)
        var offset = 0
        var reader = PcapngReader { count in
            defer { offset += min(count, bytes.count - offset) }
            return Array(bytes[offset..<min(offset + count, bytes.count)])
        }
        var blocks = 0
        while try reader.next() != nil { blocks += 1 }
        #expect(blocks > 100)
    }

    /// Far in the future it ends with an error, before any number overflows.
    @Test("A capture that would last past the year 2116 ends with an error")
    func theEndOfTimeIsAnError() throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: "long-lived"))
        let generator = Generator(seed: 1, start: (1 << 62) - 1_000_000_000_000)
        var sessions = 0
        do {
            try generator.run(scenario, sessions: 10) { _ in
                sessions += 1
                return true
            }
            Issue.record("it went on")
        } catch {
            #expect("\(error)" == "the capture would last past the year 2116" && sessions > 0)
        }
    }

    @Test("A session may begin a nanosecond before the last moment, and not at that moment")
    func theLastMomentIsTooLate() throws {
        let scenario = try #require(ScenarioLibrary.scenario(named: "badge-plaintext"))
        func steps(from start: UInt64) throws -> Int {
            var steps = 0
            try Generator(seed: 1, start: start).run(scenario) { output in
                steps += output.steps
                return true
            }
            return steps
        }
        let moment: UInt64 = 1 << 62
        let played = try steps(from: moment - 1)
        #expect(played == scenario.steps.count)
        do {
            _ = try steps(from: moment)
            Issue.record("it began")
        } catch {
            #expect("\(error)" == "the capture would last past the year 2116")
        }
    }

    @Test("A flipped bit in a field that the suite's records lack is refused")
    func aFieldThatARecordLacksIsRefused() throws {
        var scenario = try #require(ScenarioLibrary.scenario(named: "chat-fernet-psk"))
        scenario.steps[0].fault = .init(.flippedBit, field: "fernwire.record.tag")
        do {
            _ = try made(scenario, seed: 1)
            Issue.record("it was generated")
        } catch {
            #expect("\(error)" == "a record of the suite fernet-psk has no field fernwire.record.tag")
        }
    }

    @Test("Each scenario of the library has a name of its own")
    func namesAreUnique() {
        #expect(Set(ScenarioLibrary.all.map(\.name)).count == ScenarioLibrary.all.count)
    }
}

@Suite struct SampleKeysTests {
    /// captures/keys has for other programs what the generator has in itself.
    @Test("captures/keys has the generator's sample keys, and both sides and the attacker have all of theirs")
    func theFilesAreTheSame() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "captures/keys")
        func file(_ name: String) throws -> String {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        for (name, text) in SampleKeys.files { #expect(try file(name) == text, "\(name)") }
        let suites: [CipherSuite] = [.fernetPSK, .aes256GCMPSK, .aes128CBCPSK]
        for credentials in [
            SampleKeys.keys.credentials(.fromClient, for: suites),
            SampleKeys.keys.credentials(.fromServer, for: suites), SampleKeys.keys.attackerCredentials(for: suites),
        ] {
            #expect(credentials.presharedKeys.count == 3 && credentials.rsaKey != nil && credentials.ed25519Key != nil)
        }
    }
}
