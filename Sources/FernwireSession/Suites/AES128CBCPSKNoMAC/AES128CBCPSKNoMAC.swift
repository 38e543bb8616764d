// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

extension SuiteID {
    fileprivate static let aes128CBCPSKNoMAC = SuiteID(rawValue: 0x0007)
}

extension CipherSuite {
    /// As ``aes128CBCPSK``, without the MAC: the lesson that encryption alone does not keep anything from being changed.
    /// PROTOCOL.md §6.5.
    public static let aes128CBCPSKNoMAC = CipherSuite(
        description: SuiteDescription(
            id: .aes128CBCPSKNoMAC, name: "aes128-cbc-psk-nomac", keygenName: "aes128",
            properties: SuiteProperties(
                confidential: true, authenticatesRecords: false, peer: .keyHolder, forwardSecret: false,
                replayProof: false),
            keys: "16 bytes on both sides",
            limits: "someone on the way changes messages unnoticed",
            warning: "has no MAC: whoever sits between may change it unseen",
            canRekey: true, keyLogLabels: [.aes128Key],
            payloadLayout: Layout([.fixed(.recordIV, AESCBC.block), .rest(.ciphertext)]),
            verdict: .undetected(because: "no MAC covers the header"),
            exceptions: [
                (.recordIV, .undetected(because: "it flips the same bit of the content's first block")),
                (
                    .ciphertext,
                    .undetected(because: "it destroys one block and flips a bit of the next; padding sees it at times")
                ),
            ]),
        endpoint: PresharedKeyEndpoint(
            suite: .aes128CBCPSKNoMAC, keyLength: AESCBC.keyLength, records: AES128CBCRecords(hasMAC: false)),
        observer: PresharedRecordsObserver(keyLength: AESCBC.keyLength, records: AES128CBCRecords(hasMAC: false)))
}
