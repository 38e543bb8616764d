// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

extension CipherSuite {
    /// Each record is encrypted to the receiver's RSA key and signed with the sender's. PROTOCOL.md §6.8.
    public static let rsaSealed = CipherSuite(
        description: SuiteDescription(
            id: SuiteID(rawValue: 0x0003), name: "rsa-sealed", keygenName: "rsa",
            properties: SuiteProperties(
                confidential: true, authenticatesRecords: true, peer: .identity, forwardSecret: false,
                replayProof: true),
            keys: "both sides' RSA keys: every record is encrypted to the one and signed by the other",
            limits: "whoever obtains a private key later reads what was sent to its owner",
            handshakeOperations: .long, recordOperations: .long, flights: RSAIdentityExchange.flights,
            clientIdentity: .rsa, serverIdentity: .rsa,
            payloadLayout: Layout([.bytes(.ciphertext, length: .ciphertextLength), .rest(.signature)]),
            verdict: .detected(by: .signature)),
        endpoint: RSASealedEndpoint(), observer: RSASealedObserver())
}
