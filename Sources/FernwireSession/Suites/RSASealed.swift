// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// Each record is encrypted to the receiver's RSA key and signed with the sender's. PROTOCOL.md §6.8.
public enum RSASealed: RSAIdentitySuite {
    public static let id = SuiteID(rawValue: 0x0003)
    public static let name: StaticString = "rsa-sealed"
    public static let properties = SuiteProperties(
        confidential: true, authenticatesRecords: true, peer: .identity, forwardSecret: false, replayProof: true)
    public static let flights = keyFlights
    public static let canRekey = false
    public static let keyLogLabels: [KeyLabel] = []
    public static let payloadLayout = Layout([
        .bytes(.ciphertext, length: .ciphertextLength), .rest(.signature),
    ])

    public static func verdict(_ field: Field) -> Verdict { .detected(by: .signature) }

    public static func mayBe(payload: RawSpan) -> Bool { false }

    public static func makeExchange(by direction: Direction, with credentials: Credentials) -> any SuiteExchange {
        RSASealedExchange(identities: RSAIdentities(direction, credentials))
    }

    public static func keyFlight(opening direction: Direction) -> Int? { keyFlight(of: direction.opposite) }

    public static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys { RecordKeys() }

    public static func protection(_ keys: RecordKeys) -> RecordProtection? { nil }

    public static func protection(
        _ direction: Direction, _ keys: RecordKeys, _ secret: SecretBytes?, _ facts: SessionFacts, _ ring: KeyRing
    ) -> RecordProtection? {
        guard let context = recordContext(facts), let sender = publicKey(direction, facts),
            let receiver = publicKey(direction.opposite, facts)
        else { return nil }
        return RSASealedProtection(
            context: context, sender: sender, receiver: receiver, opener: ring.privateKey(of: receiver.der))
    }

    public static func verifyOpenly(
        _ data: [UInt8], _ direction: Direction, _ facts: SessionFacts, transcriptHash: [UInt8]
    ) -> Bool? {
        guard let key = publicKey(direction, facts), let message = finished(direction, facts, transcriptHash) else {
            return nil
        }
        return key.verify(data.rawSpan, of: message.rawSpan)
    }

    /// What `direction`'s finished signs.
    fileprivate static func finished(
        _ direction: Direction, _ facts: SessionFacts, _ transcriptHash: [UInt8]
    ) -> [UInt8]? {
        facts.schedule.map { $0.info(direction.sender, " finished") + transcriptHash }
    }
}

private struct RSASealedExchange: SuiteExchange {
    var identities: RSAIdentities

    func write(flight index: Int, _ facts: SessionFacts) throws(SessionError) -> [UInt8] { identities.message }

    mutating func read(flight index: Int, _ payload: [UInt8], _ facts: SessionFacts) throws(SessionError) {
        try identities.read(payload)
    }

    var peerIdentity: IdentityKey? { identities.peer.map { .rsa($0) } }

    /// Nothing is shared: signatures stand in its place.
    func sessionSecret(_ facts: SessionFacts) -> SecretBytes { SecretBytes.random(count: 0) }

    func verifyData(_ direction: Direction, _ facts: SessionFacts, transcriptHash: [UInt8]) -> [UInt8] {
        guard let message = RSASealed.finished(direction, facts, transcriptHash) else { return [] }
        return identities.own.sign(message.rawSpan)
    }

    func verify(
        _ data: [UInt8], _ direction: Direction, _ facts: SessionFacts, transcriptHash: [UInt8]
    ) -> Bool {
        guard let key = identities.key(direction),
            let message = RSASealed.finished(direction, facts, transcriptHash)
        else { return false }
        return key.verify(data.rawSpan, of: message.rawSpan)
    }

    func protection(
        _ suite: any CipherSuite.Type, _ direction: Direction, _ keys: RecordKeys, _ facts: SessionFacts
    ) -> RecordProtection? {
        guard let sender = identities.key(direction), let receiver = identities.key(direction.opposite),
            let context = RSASealed.recordContext(facts)
        else { return nil }
        return RSASealedProtection(
            context: context, sender: sender, receiver: receiver, signer: identities.own, opener: identities.own)
    }
}
