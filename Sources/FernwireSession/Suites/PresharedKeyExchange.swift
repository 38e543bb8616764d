// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// No flights: both sides hold the session secret beforehand.
struct PresharedKeyExchange: SuiteExchange {
    let secret: SecretBytes

    func sessionSecret(_ facts: SessionFacts) -> SecretBytes { secret }
}

/// A suite whose only secret is a pre-shared key.
protocol PresharedKeySuite: CipherSuite {
    /// Bytes of the key.
    static var keyLength: Int { get }
}

extension PresharedKeySuite {
    public static var flights: [Flight] { [] }

    public static func presharedKey(_ credentials: Credentials) -> PresharedKey? {
        credentials.presharedKey(for: id, length: keyLength)
    }

    public static func isUsable(by direction: Direction, with credentials: Credentials) -> Bool {
        presharedKey(credentials) != nil
    }

    public static func selectKeyID(_ hello: ClientHello, _ credentials: Credentials) throws(SessionError) -> [UInt8] {
        guard let id = presharedKey(credentials)?.id, !id.isEmpty, !hello.keyIDs.isEmpty else {
            return []
        }
        guard hello.keyIDs.contains(id) else { throw SessionError(.unknownKey) }
        return id
    }

    public static func makeExchange(by direction: Direction, with credentials: Credentials) -> any SuiteExchange {
        guard let key = presharedKey(credentials) else {
            preconditionFailure("the suite is not usable")
        }
        return PresharedKeyExchange(secret: key.secret)
    }

    /// The one of the ring's keys that made the client's finished.
    public static func sessionSecret(_ facts: SessionFacts, _ keys: KeyRing) throws(KeyMismatch) -> SecretBytes? {
        guard keys.hasKeys(length: keyLength), let schedule = facts.schedule,
            let finished = facts.finished(.fromClient, flights),
            let hash = facts.transcriptHash(before: .fromClient, flights)
        else { return nil }
        let key = keys.key(length: keyLength) {
            schedule.verifyData($0, .fromClient, transcriptHash: hash) == finished
        }
        guard let key else { throw .noPresharedKey }
        return key.secret
    }
}
