// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

extension SuiteID {
    fileprivate static let fernetPSK = SuiteID(rawValue: 0x0002)
}

extension CipherSuite {
    /// Both sides hold one Fernet key, and each record is a token under it. PROTOCOL.md §6.1.
    public static let fernetPSK = CipherSuite(
        description: SuiteDescription(
            id: .fernetPSK, name: "fernet-psk", keygenName: "fernet",
            properties: SuiteProperties(
                confidential: true, authenticatesRecords: true, peer: .keyHolder, forwardSecret: false,
                replayProof: true),
            keys: "one Fernet key on both sides",
            limits: "whoever has the key reads and forges everything, past sessions too",
            payloadLayout: Layout([.rest(.token)]),
            prefixLayout: Layout([.fixed(.repeatedHeader, Wire.headerLength)]),
            verdict: .detected(by: .headerCopy), exceptions: [(.token, .detected(by: .tokenHMAC))]),
        endpoint: PresharedKeyEndpoint(suite: .fernetPSK, keyLength: FernetKey.length, records: FernetPSKRecords()),
        observer: FernetPSKObserver())
}

/// Records that are tokens under the pre-shared key itself.
struct FernetPSKRecords: DerivedRecords {
    func keys(_ secret: EpochSecret) -> EpochKeys {
        EpochKeys(recordKeys(secret), Self.protection(secret.secret))
    }

    func recordKeys(_ secret: EpochSecret) -> RecordKeys { RecordKeys([.fernetKey: secret.secret]) }

    func protection(_ keys: RecordKeys) -> RecordProtection? { keys[.fernetKey].map { Self.protection($0) } }

    private static func protection(_ key: SecretBytes) -> RecordProtection {
        FernetPSKProtection(FernetCipher(key: FernetKey(secret: key)))
    }
}
