// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

/// The suite that the others should have been: fresh X25519 keys in every session, identities under handshake keys,
/// Ed25519 signatures over the transcript, an AEAD for the records. PROTOCOL.md §6.7.
protocol X25519Ed25519Suite: AEADSuite {}

extension X25519Ed25519Suite {
    public static var keygenName: StaticString { "ed25519" }
    public static var properties: SuiteProperties {
        SuiteProperties(
            confidential: true, authenticatesRecords: true, peer: .identity, forwardSecret: true, replayProof: true)
    }
    public static var flights: [Flight] {
        [
            Flight(.fromClient, .keyShare), Flight(.fromServer, .keyShare),
            Flight(.fromServer, .identity, isProtected: true), Flight(.fromClient, .identity, isProtected: true),
        ]
    }

    public static var handshakeOperations: KeyOperations { .short }

    public static func identityKind(of direction: Direction) -> KeyKind? { .ed25519 }

    public static func isUsable(by direction: Direction, with credentials: Credentials) -> Bool {
        direction == .fromClient || credentials.ed25519Key != nil
    }

    public static func verify(flight index: Int, _ content: [UInt8], _ facts: SessionFacts) -> Bool? {
        guard let identity = try? Identity(decoding: content.rawSpan), !identity.isAnonymous,
            let message = signedContent(flight: index, identity.key, facts)
        else { return nil }
        guard let key = try? Ed25519PublicKey(der: identity.key) else { return false }
        return key.verify(identity.signature.rawSpan, of: message.rawSpan)
    }

    /// What the signature in flight `index` covers. PROTOCOL.md §3.7.
    static func signedContent(flight index: Int, _ key: [UInt8], _ facts: SessionFacts) -> [UInt8]? {
        guard let hash = facts.transcriptHash(beforeFlight: index, of: flights), let schedule = facts.schedule else {
            return nil
        }
        return schedule.info(flights[index].sender.sender, " identity") + hash + key
    }

    public static func makeExchange(by direction: Direction, with credentials: Credentials) -> any SuiteExchange {
        X25519Ed25519Exchange(suite: Self.self, role: direction, credentials: credentials)
    }
}

/// ``X25519Ed25519Suite`` with ChaCha20-Poly1305.
public enum X25519Ed25519ChaCha20Poly1305: X25519Ed25519Suite {
    public static let id = SuiteID(rawValue: 0x000A)
    public static let name: StaticString = "x25519-ed25519-chacha20poly1305"
    static let algorithm = AEAD.Algorithm.chacha20Poly1305
    static let keyLabel = KeyLabel.chacha20Key
    static let ivLabel = KeyLabel.chacha20IV
}

/// ``X25519Ed25519Suite`` with AES-256-GCM.
public enum X25519Ed25519AES256GCM: X25519Ed25519Suite {
    public static let id = SuiteID(rawValue: 0x000B)
    public static let name: StaticString = "x25519-ed25519-aes256gcm"
    static let algorithm = AEAD.Algorithm.aes256GCM
    static let keyLabel = KeyLabel.aes256Key
    static let ivLabel = KeyLabel.aes256IV
}
