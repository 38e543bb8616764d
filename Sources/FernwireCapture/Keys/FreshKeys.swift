// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireScenario
import FernwireSeed
import FernwireSession

extension LongLivedKeys {
    /// Makes the keys that `scenario` needs with OpenSSL's own generator: keys that nobody has had before.
    public static func fresh(for scenario: Scenario) throws(GeneratorError) -> LongLivedKeys {
        let needsRSA = try Parties.suites(of: scenario).contains { "\($0.keygenName)" == "rsa" }
        let hooks = scenario.hooks
        return LongLivedKeys(
            name: "fresh", preshared: freshPreshared(), otherPreshared: freshPreshared(),
            client: .fresh(needsRSA), server: .fresh(needsRSA),
            attacker: .fresh(needsRSA && (hooks.hasAttacker || !hooks.keysFit)), tellsAttacker: hooks.hasAttacker)
    }

    /// Makes the keys that `scenario` needs from 32 secret bytes: the same ones each time, where OpenSSL makes RSA keys
    /// in the same way.
    public static func derived(from secret: SecretBytes, for scenario: Scenario) throws(GeneratorError) -> LongLivedKeys
    {
        let random = SeededRandom(secret: secret)
        return try withExtendedLifetime(random) { () throws(GeneratorError) in
            var keys = try random.use { () throws(GeneratorError) in
                random.refillForLongLivedKeys()
                return try fresh(for: scenario)
            }
            // Keys of OpenSSL point to the context in which they were made, which ends here.
            keys.client = try keys.client.copied()
            keys.server = try keys.server.copied()
            keys.attacker = try keys.attacker.copied()
            return keys
        }
    }

    private static func freshPreshared() -> [PresharedKind: SecretBytes] {
        Dictionary(uniqueKeysWithValues: PresharedKind.allCases.map { ($0, .random(count: $0.length)) })
    }
}

extension LongLivedKeys.Identity {
    fileprivate static func fresh(_ needsRSA: Bool) -> LongLivedKeys.Identity {
        .init(rsa: needsRSA ? .generate() : nil, ed25519: .generate())
    }

    /// Returns keys of the same numbers in the context that is the thread's now.
    fileprivate func copied() throws(GeneratorError) -> LongLivedKeys.Identity {
        var (rsaText, ed25519Text) = (rsa?.pem() ?? [], ed25519?.pem() ?? [])
        defer {
            wipe(&rsaText)
            wipe(&ed25519Text)
        }
        do {
            return .init(
                rsa: rsa == nil ? nil : try RSAPrivateKey(pem: rsaText.span.bytes),
                ed25519: ed25519 == nil ? nil : try Ed25519PrivateKey(pem: ed25519Text.span.bytes))
        } catch {
            throw GeneratorError(description: "OpenSSL does not read a key that it made: \(error)")
        }
    }
}
