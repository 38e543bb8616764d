// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// As ``AES128CBCPSK``, without the MAC: the lesson that encryption alone does not keep anything from being changed.
/// PROTOCOL.md §6.5.
public enum AES128CBCPSKNoMAC: PresharedKeySuite {
    public static let id = SuiteID(rawValue: 0x0007)
    public static let name: StaticString = "aes128-cbc-psk-nomac"
    public static let keygenName: StaticString = "aes128"
    public static let properties = SuiteProperties(
        confidential: true, authenticatesRecords: false, peer: .keyHolder, forwardSecret: false, replayProof: false)
    public static let warning: StaticString? = "has no MAC: whoever sits between may change it unseen"
    static let keyLength = AESCBC.keyLength
    public static let canRekey = true
    public static let keyLogLabels: [KeyLabel] = [.aes128Key]
    public static let payloadLayout = Layout([.fixed(.recordIV, AESCBC.block), .rest(.ciphertext)])

    public static func verdict(_ field: Field) -> Verdict {
        switch field {
        case .recordIV: .undetected(because: "it flips the same bit of the content's first block")
        case .ciphertext:
            .undetected(because: "it destroys one block and flips a bit of the next; padding sees it at times")
        default: .undetected(because: "no MAC covers the header")
        }
    }

    public static func mayBe(payload: RawSpan) -> Bool { false }

    public static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys {
        RecordKeys([
            .aes128Key: schedule.derive(secret, "record key", direction, epoch: epoch, length: AESCBC.keyLength)
        ])
    }

    public static func protection(_ keys: RecordKeys) -> RecordProtection? {
        keys[.aes128Key].map { AES128CBCProtection(key: $0, macKey: nil) }
    }
}
