// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireSession
public import FernwireWire

/// The keys of all generated sessions, the same as in captures/keys. **Throw-away samples: everyone has them.**
public enum SampleKeys {
    /// What both sides hold beforehand, and the keys of `side`.
    public static func credentials(_ side: Direction) -> Credentials {
        side == .fromClient
            ? credentials(rsa: clientRSA, ed25519: clientEd25519) : credentials(rsa: serverRSA, ed25519: serverEd25519)
    }

    /// Keys of someone who is neither, and holds what both hold beforehand.
    static var attacker: Credentials { credentials(rsa: attackerRSA, ed25519: attackerEd25519) }

    /// Keys of the same names and lengths as those that both sides hold beforehand.
    static var otherPresharedKeys: [PresharedKey] { presharedKeys([otherFernet, otherAES256, otherAES128]) }

    /// Long-lived keys that open the sessions of `suites`, as a key file; empty where the key log alone does.
    ///
    /// - Parameter wrong: other ones in their place.
    static func keyFile(_ suites: [any CipherSuite.Type], wrong: Bool = false) -> [UInt8] {
        suites.flatMap { keyFile($0, wrong) }
    }

    private static func keyFile(_ suite: any CipherSuite.Type, _ wrong: Bool) -> [UInt8] {
        let text =
            switch "\(suite.keygenName)" {
            case "fernet": wrong ? otherFernet : fernet
            case "aes128": wrong ? otherAES128 : aes128
            case "aes256": wrong ? otherAES256 : aes256
            case "rsa": wrong ? attackerRSA : clientRSA + serverRSA + attackerRSA
            default: ""
            }
        return text.isEmpty ? [] : Array(text.utf8) + [0x0A]
    }

    private static func credentials(rsa: String, ed25519: String) -> Credentials {
        let (rsa, ed25519) = (Array(rsa.utf8), Array(ed25519.utf8))
        // They are in this file's neighbour, and a test reads each of them.
        return Credentials(
            presharedKeys: presharedKeys([fernet, aes256, aes128]), rsaKey: try? RSAPrivateKey(pem: rsa.span.bytes),
            ed25519Key: try? Ed25519PrivateKey(pem: ed25519.span.bytes))
    }

    private static func presharedKeys(_ texts: [String]) -> [PresharedKey] {
        texts.compactMap { text in
            let secret = SymmetricKeyText.decode(Array(text.utf8)[...])
            return secret.map { PresharedKey(id: Array("sample".utf8), secret: $0) }
        }
    }
}
