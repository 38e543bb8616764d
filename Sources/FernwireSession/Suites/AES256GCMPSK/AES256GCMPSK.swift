// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

extension SuiteID {
    fileprivate static let aes256GCMPSK = SuiteID(rawValue: 0x0009)
}

extension CipherSuite {
    /// Both sides hold a key of 32 bytes, from which each direction and epoch derives its AES-256-GCM key.
    /// PROTOCOL.md §6.3.
    public static let aes256GCMPSK = CipherSuite(
        description: SuiteDescription(
            id: .aes256GCMPSK, name: "aes256-gcm-psk", keygenName: "aes256",
            properties: SuiteProperties(
                confidential: true, authenticatesRecords: true, peer: .keyHolder, forwardSecret: false,
                replayProof: true),
            keys: "32 bytes on both sides",
            limits: "whoever has the key",
            canRekey: true, nonceIsSequence: true, keyLogLabels: AEADRecords.aes256GCM.labels,
            payloadLayout: AEADRecords.layout, verdict: .detected(by: .tag)),
        endpoint: PresharedKeyEndpoint(suite: .aes256GCMPSK, keyLength: AEAD.keyLength, records: AEADRecords.aes256GCM),
        observer: PresharedRecordsObserver(keyLength: AEAD.keyLength, records: AEADRecords.aes256GCM))
}
