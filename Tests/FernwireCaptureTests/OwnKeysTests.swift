// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireScenario
import FernwireSession
import Testing

@testable import FernwireCapture

/// Captures with keys that were given for them.
@Suite struct OwnKeysTests {
    private let keys = [SampleKeys.keys.client.rsa, SampleKeys.keys.server.rsa].compactMap(\.self)

    /// The keys of the sides that speak `suite`, where the first `count` of the keys are given.
    private func own(_ count: Int, for suite: String) throws -> LongLivedKeys {
        let scenario = try #require(ScenarioLibrary.scenario(named: "chat-\(suite)"))
        let given = KeyRing()
        for key in keys.prefix(count) { given.add(key) }
        return try LongLivedKeys.own(given, for: scenario)
    }

    @Test("Where the client alone proves who it is, one RSA key is enough, and it is the client's")
    func oneKeyIsTheClients() throws {
        let taken = try own(1, for: "rsa-fernet-hmac")
        #expect(taken.client.rsa?.publicKey.der == keys[0].publicKey.der)
    }

    @Test("Where both sides prove who they are, two RSA keys are enough: the client's and then the server's")
    func twoKeysAreTheClientsAndTheServers() throws {
        let taken = try own(2, for: "rsa-sealed")
        #expect(taken.client.rsa?.publicKey.der == keys[0].publicKey.der)
        #expect(taken.server.rsa?.publicKey.der == keys[1].publicKey.der)
    }

    @Test("Too few RSA keys are refused, with what the suite takes and how many there are")
    func tooFewKeysAreRefused() {
        for (count, suite, need) in [
            (0, "rsa-fernet-hmac", "an RSA private key; there are 0"),
            (1, "rsa-sealed", "two RSA private keys, the client's and then the server's; there is 1"),
        ] {
            do {
                _ = try own(count, for: suite)
                Issue.record("they were taken")
            } catch {
                #expect("\(error)" == "the suite \(suite) takes \(need)")
            }
        }
    }
}
