// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire

/// The keys that the sides of generated sessions hold beforehand.
public struct LongLivedKeys: Sendable {
    /// The private keys of one side.
    struct Identity: Sendable {
        var rsa: RSAPrivateKey?
        var ed25519: Ed25519PrivateKey?
    }

    /// What the hellos call the pre-shared keys, in the clear.
    var name: String
    var preshared: [PresharedKind: SecretBytes]
    /// Keys of the same kinds that open nothing.
    var otherPreshared: [PresharedKind: SecretBytes]
    var client: Identity
    var server: Identity
    /// The private keys of someone who is neither, and holds the pre-shared keys.
    var attacker: Identity
    /// Whether a key file for RSA suites has the attacker's key whatever the scenario is, as the samples have.
    var tellsAttacker: Bool

    /// What the side that sends `direction` holds for `suites`.
    func credentials(_ direction: Direction, for suites: [CipherSuite]) -> Credentials {
        credentials(direction == .fromClient ? client : server, suites)
    }

    /// What someone on the way holds.
    func attackerCredentials(for suites: [CipherSuite]) -> Credentials {
        credentials(attacker, suites)
    }

    /// Keys of the same names and lengths as those that both sides hold beforehand.
    func otherPresharedKeys(for suites: [CipherSuite]) -> [PresharedKey] {
        suites.compactMap { presharedKey($0, from: otherPreshared) }
    }

    /// The keys that open the sessions of `suites`, as a key file; empty where the key log alone does.
    ///
    /// - Parameter wrong: other ones in their place.
    func keyFile(_ suites: [CipherSuite], wrong: Bool = false) -> [UInt8] {
        suites.flatMap { suite -> [UInt8] in
            let text = presharedText(suite, wrong) ?? ("\(suite.keygenName)" == "rsa" ? privateText(wrong) : [])
            return text.isEmpty ? [] : text + [0x0A]
        }
    }

    private func credentials(_ own: Identity, _ suites: [CipherSuite]) -> Credentials {
        var credentials = Credentials(
            presharedKeys: suites.compactMap { presharedKey($0, from: preshared) }, rsaKey: own.rsa,
            ed25519Key: own.ed25519)
        // Both sides are ours: whatever keys they were given, they take each other's.
        credentials.maximumRSABits = RSAPublicKey.bits.upperBound
        return credentials
    }

    private func presharedKey(
        _ suite: CipherSuite, from keys: [PresharedKind: SecretBytes]
    ) -> PresharedKey? {
        PresharedKind(suite).flatMap { keys[$0] }.map { key in
            PresharedKey(id: Array(name.utf8), secret: key, suite: suite.id)
        }
    }

    private func presharedText(_ suite: CipherSuite, _ wrong: Bool) -> [UInt8]? {
        guard let kind = PresharedKind(suite) else { return nil }
        return (wrong ? otherPreshared : preshared)[kind].map(kind.text)
    }

    private func privateText(_ wrong: Bool) -> [UInt8] {
        let all = [client.rsa, server.rsa] + (tellsAttacker ? [attacker.rsa] : [])
        return (wrong ? [attacker.rsa] : all).flatMap { $0?.pem() ?? [] }
    }
}
