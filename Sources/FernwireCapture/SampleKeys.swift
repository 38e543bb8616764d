// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireSession
public import FernwireWire

/// The keys of all generated sessions, the same as in captures/keys. **Throw-away samples: everyone has them.**
public enum SampleKeys {
    /// What both sides hold beforehand for `suites`, and the keys of `side`.
    public static func credentials(_ side: Direction, for suites: [any CipherSuite.Type]) -> Credentials {
        side == .fromClient
            ? credentials(suites, rsa: clientRSA, ed25519: clientEd25519)
            : credentials(suites, rsa: serverRSA, ed25519: serverEd25519)
    }

    /// Keys of someone who is neither, and holds what both hold beforehand.
    static func attacker(for suites: [any CipherSuite.Type]) -> Credentials {
        credentials(suites, rsa: attackerRSA, ed25519: attackerEd25519)
    }

    /// Keys of the same names and lengths as those that both sides hold beforehand.
    static func otherPresharedKeys(for suites: [any CipherSuite.Type]) -> [PresharedKey] {
        suites.compactMap { presharedKey($0, wrong: true) }
    }

    /// Long-lived keys that open the sessions of `suites`, as a key file; empty where the key log alone does.
    ///
    /// - Parameter wrong: other ones in their place.
    static func keyFile(_ suites: [any CipherSuite.Type], wrong: Bool = false) -> [UInt8] {
        suites.flatMap { keyFile($0, wrong) }
    }

    private static func keyFile(_ suite: any CipherSuite.Type, _ wrong: Bool) -> [UInt8] {
        let pairs = wrong ? attackerRSA : clientRSA + serverRSA + attackerRSA
        let text = presharedText(suite, wrong: wrong) ?? ("\(suite.keygenName)" == "rsa" ? pairs : "")
        return text.isEmpty ? [] : Array(text.utf8) + [0x0A]
    }

    private static func credentials(
        _ suites: [any CipherSuite.Type], rsa: String, ed25519: String
    ) -> Credentials {
        let (rsa, ed25519) = (Array(rsa.utf8), Array(ed25519.utf8))
        // They are in this file's neighbour, and a test reads each of them.
        return Credentials(
            presharedKeys: suites.compactMap { presharedKey($0, wrong: false) },
            rsaKey: try? RSAPrivateKey(pem: rsa.span.bytes), ed25519Key: try? Ed25519PrivateKey(pem: ed25519.span.bytes)
        )
    }

    private static func presharedKey(_ suite: any CipherSuite.Type, wrong: Bool) -> PresharedKey? {
        guard let text = presharedText(suite, wrong: wrong) else { return nil }
        return SymmetricKeyText.decode(Array(text.utf8)[...]).map {
            PresharedKey(id: Array("sample".utf8), secret: $0, suite: suite.id)
        }
    }

    private static func presharedText(_ suite: any CipherSuite.Type, wrong: Bool) -> String? {
        switch "\(suite.keygenName)" {
        case "fernet": wrong ? otherFernet : fernet
        case "aes128": wrong ? otherAES128 : aes128
        case "aes256": wrong ? otherAES256 : aes256
        default: nil
        }
    }
}
