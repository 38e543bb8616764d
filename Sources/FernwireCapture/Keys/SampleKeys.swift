// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession

/// The keys of generated sessions for which no others were given, the same as in captures/keys. **They are throw-away
/// samples: everyone has them.**
enum SampleKeys {
    static let keys = LongLivedKeys(
        name: "sample", preshared: decoded(fernet: fernet, aes128: aes128, aes256: aes256),
        otherPreshared: decoded(fernet: otherFernet, aes128: otherAES128, aes256: otherAES256),
        client: identity(rsa: clientRSA, ed25519: clientEd25519),
        server: identity(rsa: serverRSA, ed25519: serverEd25519),
        attacker: identity(rsa: attackerRSA, ed25519: attackerEd25519), tellsAttacker: true)

    private static func decoded(fernet: String, aes128: String, aes256: String) -> [PresharedKind: SecretBytes] {
        [.fernet: fernet, .aes128: aes128, .aes256: aes256].compactMapValues { text in
            SymmetricKeyText.decode(Array(text.utf8)[...])
        }
    }

    private static func identity(rsa: String, ed25519: String) -> LongLivedKeys.Identity {
        let (rsa, ed25519) = (Array(rsa.utf8), Array(ed25519.utf8))
        // The texts are in this file's neighbour, and a test reads each of them.
        return .init(
            rsa: try? RSAPrivateKey(pem: rsa.span.bytes), ed25519: try? Ed25519PrivateKey(pem: ed25519.span.bytes))
    }
}
