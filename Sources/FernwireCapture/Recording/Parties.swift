// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireScenario
import FernwireSession
import FernwireWire

/// Who speaks with whom, and what they are ready to speak.
struct Parties {
    var suite: CipherSuite
    /// The suites that both sides speak, the preferred one first.
    var suites: [CipherSuite]
    var client: Credentials
    var server: Credentials
    /// What someone on the way holds.
    let attacker: Credentials
    /// Whether the parties are the scenario's own, and none of them someone on the way.
    var names = (client: "client", server: "server")

    /// The parties of `scenario`, which hold `keys` but for what its fault changes.
    init(_ scenario: Scenario, _ keys: LongLivedKeys) throws(GeneratorError) {
        suites = try Self.suites(of: scenario)
        suite = suites[0]
        client = keys.credentials(.fromClient, for: suites)
        server = keys.credentials(.fromServer, for: suites)
        attacker = keys.attackerCredentials(for: suites)
        let hooks = scenario.hooks
        if hooks.clientHoldsOtherKey { client.presharedKeys = keys.otherPresharedKeys(for: suites) }
        // Where identities are proved, the client knows the server's.
        if hooks.hasAttacker, let identity = server.identity(suite.identityKind(of: .fromServer)) {
            client.peers = .known([identity])
        }
    }

    /// Returns the suites that are spoken in `scenario`, its own, which is preferred, first.
    static func suites(of scenario: Scenario) throws(GeneratorError) -> [CipherSuite] {
        try [scenario.suite, scenario.hooks.furtherSuite].compactMap(\.self).map { name throws(GeneratorError) in
            guard let suite = SuiteRegistry.standard.suite(named: name) else {
                throw GeneratorError(description: "there is no suite \(name)")
            }
            return suite
        }
    }

    func configuration(_ role: Direction, _ clock: VirtualClock) -> SessionConfiguration {
        SessionConfiguration(role: role, suites: suites, credentials: role == .fromClient ? client : server) {
            clock.seconds
        }
    }
}

extension Credentials {
    /// The public key of `kind` that the private keys prove.
    fileprivate func identity(_ kind: KeyKind?) -> IdentityKey? {
        switch kind {
        case .rsa: rsaKey.map { .rsa($0.publicKey) }
        case .ed25519: ed25519Key.map { .ed25519($0.publicKey) }
        case .toyRSA, nil: nil
        }
    }
}
