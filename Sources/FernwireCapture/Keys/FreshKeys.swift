// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireScenario
import FernwireSession

extension LongLivedKeys {
    /// Keys that nobody has had before, from OpenSSL's own generator: those that `scenario` needs.
    public static func fresh(for scenario: Scenario) throws(GeneratorError) -> LongLivedKeys {
        let needsRSA = try Parties.suites(of: scenario).contains { "\($0.keygenName)" == "rsa" }
        let hooks = scenario.hooks
        return LongLivedKeys(
            name: "fresh", preshared: freshPreshared(), otherPreshared: freshPreshared(),
            client: .fresh(needsRSA), server: .fresh(needsRSA),
            attacker: .fresh(needsRSA && (hooks.hasAttacker || !hooks.keysFit)), tellsAttacker: hooks.hasAttacker)
    }

    private static func freshPreshared() -> [PresharedKind: SecretBytes] {
        Dictionary(uniqueKeysWithValues: PresharedKind.allCases.map { ($0, .random(count: $0.length)) })
    }
}

extension LongLivedKeys.Identity {
    fileprivate static func fresh(_ needsRSA: Bool) -> LongLivedKeys.Identity {
        .init(rsa: needsRSA ? .generate() : nil, ed25519: .generate())
    }
}
