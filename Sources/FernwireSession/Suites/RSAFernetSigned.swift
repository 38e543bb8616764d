// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// The client wraps a Fernet key to the server's RSA key and signs that; each record is a token and its sender's
/// signature. PROTOCOL.md §6.9.
public enum RSAFernetSigned: RSAIdentitySuite {
    public static let id = SuiteID(rawValue: 0x0004)
    public static let name: StaticString = "rsa-fernet-signed"
    public static let properties = SuiteProperties(
        confidential: true, authenticatesRecords: true, peer: .identity, forwardSecret: false, replayProof: true)
    public static let flights = keyFlights + [Flight(.fromClient, .keyWrap), Flight(.fromClient, .signature)]
    static let (wrapFlight, signatureFlight) = (2, 3)
    static let label: StaticString = "fernwire fernet key"
    public static let canRekey = false
    public static let keyLogLabels: [KeyLabel] = [.fernetKey]
    public static let payloadLayout = Layout([.bytes(.token, length: .tokenLength), .rest(.signature)])

    public static func verdict(_ field: Field) -> Verdict { .detected(by: .signature) }

    public static func mayBe(payload: RawSpan) -> Bool {
        guard payload.byteCount > 2 else { return false }
        let end = 2 + Int(payload.integer(at: 0, width: 2))
        let isSigned = (RSAPublicKey.bits.lowerBound / 8...RSAPublicKey.bits.upperBound / 8)
            .contains(payload.byteCount - end)
        return isSigned && TokenText.mayBe(payload.extracting(2..<end))
    }

    public static func makeExchange(by direction: Direction, with credentials: Credentials) -> any SuiteExchange {
        RSAFernetSignedExchange(direction, credentials)
    }

    public static func sessionSecret(_ facts: SessionFacts, _ keys: KeyRing) throws(KeyMismatch) -> SecretBytes? {
        guard !keys.rsaKeys.isEmpty, let server = publicKey(.fromServer, facts),
            let sent = facts.payload(flight: wrapFlight, of: flights),
            let wrap = try? KeyWrap(decoding: sent.rawSpan)
        else { return nil }
        guard let key = keys.privateKey(of: server.der) else { throw .noPrivateKey }
        guard let secret = unwrap(wrap, with: key) else { throw .unwrapFailed }
        return secret
    }

    static func unwrap(_ message: KeyWrap, with key: RSAPrivateKey) -> SecretBytes? {
        guard message.wraps.map(\.kind) == [.fernetKey] else { return nil }
        return try? key.unwrap(message.wraps[0].wrapped, label: label, length: FernetKey.length)
    }

    public static func keyFlight(opening direction: Direction) -> Int? { keyFlight(of: .fromServer) }

    public static func token(inRecord frame: RawSpan) -> Range<Int>? {
        RSAFernetSignedProtection.token(frame)
    }

    public static func looseProtection(_ cipher: FernetCipher) -> RecordProtection? {
        RSAFernetSignedProtection(cipher, context: [], sender: nil)
    }

    public static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys {
        RecordKeys([.fernetKey: secret])
    }

    public static func protection(_ keys: RecordKeys) -> RecordProtection? {
        keys[.fernetKey].flatMap { looseProtection(FernetCipher(key: FernetKey(secret: $0))) }
    }

    public static func protection(
        _ direction: Direction, _ keys: RecordKeys, _ secret: SecretBytes?, _ facts: SessionFacts, _ ring: KeyRing
    ) -> RecordProtection? {
        guard let context = recordContext(facts), let sender = publicKey(direction, facts) else {
            return keys.isEmpty ? nil : protection(keys)
        }
        return RSAFernetSignedProtection(
            key: keys[.fernetKey].map { FernetKey(secret: $0) }, context: context, sender: sender)
    }

    /// What the client's signature covers: the server's key, by its fingerprint, and the handshake with the wrap.
    static func signedContent(_ server: RSAPublicKey, _ facts: SessionFacts) -> [UInt8]? {
        guard let schedule = facts.schedule, let hash = facts.transcriptHash(beforeFlight: signatureFlight, of: flights)
        else { return nil }
        return schedule.info("client", " signature") + SHA256.hash(server.der.rawSpan) + hash
    }

    public static func verify(flight index: Int, _ content: [UInt8], _ facts: SessionFacts) -> Bool? {
        guard index == signatureFlight, let server = publicKey(.fromServer, facts),
            let message = signedContent(server, facts), let client = publicKey(.fromClient, facts)
        else { return nil }
        return client.verify(content.rawSpan, of: message.rawSpan)
    }
}
