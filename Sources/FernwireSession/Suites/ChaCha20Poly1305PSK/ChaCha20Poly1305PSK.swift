// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

extension SuiteID {
    fileprivate static let chaCha20Poly1305PSK = SuiteID(rawValue: 0xFF00)
}

extension CipherSuite {
    /// As aes256-gcm-psk, with ChaCha20-Poly1305. PROTOCOL.md §6.11.
    public static let chaCha20Poly1305PSK = CipherSuite(
        description: SuiteDescription(
            id: .chaCha20Poly1305PSK, name: "chacha20-poly1305-psk", keygenName: "aes256",
            properties: SuiteProperties(
                confidential: true, authenticatesRecords: true, peer: .keyHolder, forwardSecret: false,
                replayProof: true),
            keys: "32 bytes on both sides",
            limits: "whoever has the key",
            canRekey: true, nonceIsSequence: true, keyLogLabels: AEADRecords.chacha20Poly1305.labels,
            payloadLayout: AEADRecords.layout, verdict: .detected(by: .tag)),
        endpoint: PresharedKeyEndpoint(
            suite: .chaCha20Poly1305PSK, keyLength: AEAD.keyLength, records: AEADRecords.chacha20Poly1305),
        observer: PresharedRecordsObserver(keyLength: AEAD.keyLength, records: AEADRecords.chacha20Poly1305))
}
