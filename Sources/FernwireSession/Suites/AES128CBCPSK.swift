// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// Both sides hold a key of 16 bytes; each record is AES-128-CBC, then HMAC. PROTOCOL.md §6.4.
public enum AES128CBCPSK: PresharedKeySuite {
    public static let id = SuiteID(rawValue: 0x0006)
    public static let name: StaticString = "aes128-cbc-psk"
    public static let keygenName: StaticString = "aes128"
    public static let properties = SuiteProperties(
        confidential: true, authenticatesRecords: true, peer: .keyHolder, forwardSecret: false, replayProof: true)
    static let keyLength = AESCBC.keyLength
    public static let canRekey = true
    public static let keyLogLabels: [KeyLabel] = [.aes128Key, .macKey]
    public static let payloadLayout = Layout([
        .fixed(.recordIV, AESCBC.block), .allBut(HMAC.length, .ciphertext), .fixed(.recordMAC, HMAC.length),
    ])

    public static func verdict(_ field: Field) -> Verdict {
        .detected(by: .recordMAC)
    }

    public static func mayBe(payload: RawSpan) -> Bool { false }

    public static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys {
        RecordKeys([
            .aes128Key: schedule.derive(secret, "record key", direction, epoch: epoch, length: AESCBC.keyLength),
            .macKey: schedule.derive(secret, "record mac", direction, epoch: epoch, length: HMAC.length),
        ])
    }

    public static func protection(_ keys: RecordKeys) -> RecordProtection? {
        guard let key = keys[.aes128Key], let macKey = keys[.macKey] else { return nil }
        return AES128CBCProtection(key: key, macKey: macKey)
    }
}
