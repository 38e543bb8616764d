// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

extension SuiteID {
    fileprivate static let aes128CBCPSK = SuiteID(rawValue: 0x0006)
}

extension CipherSuite {
    /// Both sides hold a key of 16 bytes; each record is AES-128-CBC, then HMAC. PROTOCOL.md §6.4.
    public static let aes128CBCPSK = CipherSuite(
        description: SuiteDescription(
            id: .aes128CBCPSK, name: "aes128-cbc-psk", keygenName: "aes128",
            properties: SuiteProperties(
                confidential: true, authenticatesRecords: true, peer: .keyHolder, forwardSecret: false,
                replayProof: true),
            keys: "16 bytes on both sides",
            limits: "whoever has the key",
            canRekey: true, keyLogLabels: [.aes128Key, .macKey],
            payloadLayout: Layout([
                .fixed(.recordIV, AESCBC.block), .allBut(HMAC.length, .ciphertext), .fixed(.recordMAC, HMAC.length),
            ]),
            verdict: .detected(by: .recordMAC)),
        endpoint: PresharedKeyEndpoint(
            suite: .aes128CBCPSK, keyLength: AESCBC.keyLength, records: AES128CBCRecords(hasMAC: true)),
        observer: PresharedRecordsObserver(keyLength: AESCBC.keyLength, records: AES128CBCRecords(hasMAC: true)))
}
