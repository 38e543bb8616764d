// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// The client offers an RSA key, the server wraps a Fernet key and a MAC secret to it. PROTOCOL.md §6.2.
///
/// Neither side is authenticated.
public enum RSAFernetHMAC: CipherSuite {
    public static let id = SuiteID(rawValue: 0x0005)
    public static let name: StaticString = "rsa-fernet-hmac"
    public static let keygenName: StaticString = "rsa"
    public static let properties = SuiteProperties(
        confidential: true, authenticatesRecords: true, peer: .anyone, forwardSecret: false, replayProof: true)
    public static let warning: StaticString? =
        "authenticates neither side: a man in the middle may put his own key in the place of the client's"
    public static let flights = [Flight(.fromClient, .publicKey), Flight(.fromServer, .keyWrap)]
    public static let handshakeOperations = KeyOperations.long
    public static let canRekey = false
    public static let keyLogLabels: [KeyLabel] = [.fernetKey, .macKey]
    public static let payloadLayout = Layout([.allBut(HMAC.length, .token), .fixed(.recordMAC, HMAC.length)])

    /// The client proves its key by opening what was wrapped to it.
    public static func identityKind(of direction: Direction) -> KeyKind? {
        direction == .fromClient ? .rsa : nil
    }

    static let secretLength = 32
    static let wrapped: [(kind: SecretKind, label: StaticString)] = [
        (.fernetKey, "fernwire fernet key"), (.macSecret, "fernwire mac secret"),
    ]

    public static func verdict(_ field: Field) -> Verdict {
        .detected(by: .recordMAC)
    }

    public static func mayBe(payload: RawSpan) -> Bool {
        guard payload.byteCount > HMAC.length, !TokenText.mayBe(payload) else { return false }
        return TokenText.mayBe(payload.extracting(0..<payload.byteCount - HMAC.length))
    }

    public static func isUsable(by direction: Direction, with credentials: Credentials) -> Bool {
        direction == .fromServer || credentials.rsaKey != nil
    }

    public static func makeExchange(by direction: Direction, with credentials: Credentials) -> any SuiteExchange {
        guard direction == .fromClient else { return RSAFernetHMACServer(credentials: credentials) }
        guard let key = credentials.rsaKey else { preconditionFailure("the suite is not usable") }
        return RSAFernetHMACClient(key: key)
    }

    public static func sessionSecret(_ facts: SessionFacts, _ keys: KeyRing) throws(KeyMismatch) -> SecretBytes? {
        guard !keys.rsaKeys.isEmpty, let offered = facts.payload(flight: 0, of: flights),
            let sent = facts.payload(flight: 1, of: flights),
            let publicKey = try? PublicKey(decoding: offered.rawSpan),
            let wrap = try? KeyWrap(decoding: sent.rawSpan)
        else { return nil }
        guard let key = keys.privateKey(of: publicKey.key) else { throw .noPrivateKey }
        guard let secret = unwrap(wrap, with: key) else { throw .unwrapFailed }
        return secret
    }

    public static func keyFlight(opening direction: Direction) -> Int? { 0 }

    /// The session secret, fernet_key ‖ mac_secret; `nil` when any part does not open.
    static func unwrap(_ message: KeyWrap, with key: RSAPrivateKey) -> SecretBytes? {
        guard message.wraps.count == wrapped.count else { return nil }
        // Both are opened whatever becomes of the first, so that time tells nothing.
        let secrets = zip(message.wraps, wrapped).map { wrap, declared in
            try? key.unwrap(wrap.wrapped, label: declared.label, length: secretLength)
        }
        let opened = secrets.compactMap { $0 }
        return opened.count == wrapped.count ? SecretBytes(joining: opened) : nil
    }

    public static func token(inRecord frame: RawSpan) -> Range<Int>? {
        let end = frame.byteCount - HMAC.length
        return end > Wire.headerLength ? Wire.headerLength..<end : nil
    }

    public static func looseProtection(_ cipher: FernetCipher) -> RecordProtection? {
        RSAFernetHMACProtection(cipher, macKey: nil)
    }

    public static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys {
        let fernetKey = SecretBytes(copying: secret.bytes.extracting(0..<secretLength))
        let macSecret = SecretBytes(copying: secret.bytes.extracting(secretLength..<secret.count))
        let macKey = schedule.derive(macSecret, "record mac", direction, epoch: epoch, length: HMAC.length)
        return RecordKeys([.fernetKey: fernetKey, .macKey: macKey])
    }

    public static func protection(_ keys: RecordKeys) -> RecordProtection? {
        guard let key = keys[.fernetKey] else { return nil }
        return RSAFernetHMACProtection(FernetCipher(key: FernetKey(secret: key)), macKey: keys[.macKey])
    }
}
