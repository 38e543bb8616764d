// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

/// Both sides hold a key of 32 bytes, from which each direction and epoch derives its AES-256-GCM key.
/// PROTOCOL.md §6.3.
public enum AES256GCMPSK: PresharedKeySuite, AEADSuite {
    public static let id = SuiteID(rawValue: 0x0009)
    public static let name: StaticString = "aes256-gcm-psk"
    public static let keygenName: StaticString = "aes256"
    public static let properties = SuiteProperties(
        confidential: true, authenticatesRecords: true, peer: .keyHolder, forwardSecret: false, replayProof: true)
    static let keyLength = 32
    static let algorithm = AEAD.Algorithm.aes256GCM
    static let keyLabel = KeyLabel.aes256Key
    static let ivLabel = KeyLabel.aes256IV
}
