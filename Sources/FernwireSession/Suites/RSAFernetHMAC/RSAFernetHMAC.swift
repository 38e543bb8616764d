// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

extension CipherSuite {
    /// The client offers an RSA key, the server wraps a Fernet key and a MAC secret to it. PROTOCOL.md §6.2.
    ///
    /// The server is never authenticated. The client proves its key by opening what was wrapped to it, which tells a
    /// server who it is only if the server knows that key beforehand.
    public static let rsaFernetHMAC = CipherSuite(
        description: SuiteDescription(
            id: SuiteID(rawValue: 0x0005), name: "rsa-fernet-hmac", keygenName: "rsa",
            properties: SuiteProperties(
                confidential: true, authenticatesRecords: true, peer: .anyone, forwardSecret: false, replayProof: true),
            keys: "the client's RSA key, to which the server wraps a Fernet key and a MAC secret",
            limits: "a man in the middle: the server is never authenticated",
            warning:
                "never authenticates the server: a man in the middle may put his own key in the place of the client's",
            handshakeOperations: .long,
            flights: [Flight(.fromClient, .publicKey), Flight(.fromServer, .keyWrap)], clientIdentity: .rsa,
            keyLogLabels: [.fernetKey, .macKey],
            payloadLayout: Layout([.allBut(HMAC.length, .token), .fixed(.recordMAC, HMAC.length)]),
            verdict: .detected(by: .recordMAC)),
        endpoint: RSAFernetHMACEndpoint(), observer: RSAFernetHMACObserver())
}

/// The two secrets that the server wraps to the client's key; joined they are the session's.
enum RSAFernetHMACSecrets {
    /// The number of bytes of each.
    static let length = 32
    static let wrapped: [(kind: SecretKind, label: StaticString)] = [
        (.fernetKey, "fernwire fernet key"), (.macSecret, "fernwire mac secret"),
    ]

    /// Returns the session secret, fernet_key ‖ mac_secret; `nil` when any part does not open.
    static func unwrap(_ message: KeyWrap, with key: RSAPrivateKey) -> SecretBytes? {
        guard message.wraps.count == wrapped.count else { return nil }
        // Both are opened whatever becomes of the first, so that time tells nothing.
        let secrets = zip(message.wraps, wrapped).map { wrap, declared in
            try? key.unwrap(wrap.wrapped, label: declared.label, length: length)
        }
        let opened = secrets.compactMap { $0 }
        return opened.count == wrapped.count ? SecretBytes(joining: opened) : nil
    }
}

/// Records under both secrets.
struct RSAFernetHMACRecords: DerivedRecords {
    func keys(_ secret: EpochSecret) -> EpochKeys {
        let (fernetKey, macKey) = derived(secret)
        return EpochKeys(
            RecordKeys([.fernetKey: fernetKey, .macKey: macKey]),
            RSAFernetHMACProtection(FernetCipher(key: FernetKey(secret: fernetKey)), macKey: macKey))
    }

    func recordKeys(_ secret: EpochSecret) -> RecordKeys {
        let (fernetKey, macKey) = derived(secret)
        return RecordKeys([.fernetKey: fernetKey, .macKey: macKey])
    }

    func protection(_ keys: RecordKeys) -> RecordProtection? {
        guard let key = keys[.fernetKey] else { return nil }
        return RSAFernetHMACProtection(FernetCipher(key: FernetKey(secret: key)), macKey: keys[.macKey])
    }

    private func derived(_ epoch: EpochSecret) -> (fernetKey: SecretBytes, macKey: SecretBytes) {
        let (secret, length) = (epoch.secret, RSAFernetHMACSecrets.length)
        let macSecret = SecretBytes(copying: secret.bytes.extracting(length..<secret.count))
        let macEpoch = EpochSecret(macSecret, epoch.schedule, direction: epoch.direction, epoch: epoch.epoch)
        return (
            SecretBytes(copying: secret.bytes.extracting(0..<length)),
            macEpoch.derive("record mac", length: HMAC.length)
        )
    }
}
