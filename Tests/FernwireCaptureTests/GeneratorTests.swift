// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import FernwireCrypto
import FernwireScenario
import FernwireSession
import FernwireWire
import Foundation
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

    /// captures/library is what the generator makes: make captures.
    @Test func theLibraryIsWhatIsGenerated() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "captures/library")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
        #expect(Set(files) == Set(ScenarioLibrary.all.map { $0.name + ".pcapng" }))
        for scenario in ScenarioLibrary.all {
            let file = try Data(contentsOf: folder.appending(path: scenario.name + ".pcapng"))
            #expect(try Data(capture(scenario, seed: 1)) == file, "\(scenario.name)")
        }
    }

    @Test func namesAreUnique() {
        #expect(Set(ScenarioLibrary.all.map(\.name)).count == ScenarioLibrary.all.count)
    }
}

@Suite struct SampleKeysTests {
    /// captures/keys has for other programs what the generator has in itself.
    @Test func theFilesAreTheSame() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "captures/keys")
        func file(_ name: String) throws -> String {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        let all = String(decoding: SampleKeys.keyFile, as: UTF8.self)
        for name in ["fernet.key", "aes128.key", "aes256.key", "client-rsa.pem", "server-rsa.pem"] {
            #expect(try all.contains(file(name)), "\(name)")
        }
        for (side, name) in [(Direction.fromClient, "client-ed25519.pem"), (.fromServer, "server-ed25519.pem")] {
            let key = try #require(SampleKeys.credentials(side).ed25519Key)
            #expect(try String(decoding: key.pem(), as: UTF8.self) == file(name))
        }
    }
}
