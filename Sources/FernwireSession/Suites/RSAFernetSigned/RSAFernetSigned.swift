// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

extension CipherSuite {
    /// The client wraps a Fernet key to the server's RSA key and signs that; each record is a token and its sender's
    /// signature. PROTOCOL.md §6.9.
    public static let rsaFernetSigned = CipherSuite(
        description: SuiteDescription(
            id: SuiteID(rawValue: 0x0004), name: "rsa-fernet-signed", keygenName: "rsa",
            properties: SuiteProperties(
                confidential: true, authenticatesRecords: true, peer: .identity, forwardSecret: false,
                replayProof: true),
            keys: "both sides' RSA keys, a Fernet key wrapped and signed",
            limits: "whoever obtains the server's private key later",
            handshakeOperations: .long, recordOperations: .long,
            flights: RSAIdentityExchange.flights + [
                Flight(.fromClient, .keyWrap), Flight(.fromClient, .signature),
            ],
            clientIdentity: .rsa, serverIdentity: .rsa, keyLogLabels: [.fernetKey],
            payloadLayout: Layout([.bytes(.token, length: .tokenLength), .rest(.signature)]),
            verdict: .detected(by: .signature)),
        endpoint: RSAFernetSignedEndpoint(), observer: RSAFernetSignedObserver())
}

/// The Fernet key that the client wraps to the server's key; it is the session's secret.
enum RSAFernetSignedSecret {
    static let label: StaticString = "fernwire fernet key"

    /// The key; `nil` when it does not open.
    static func unwrap(_ message: KeyWrap, with key: RSAPrivateKey) -> SecretBytes? {
        guard message.wraps.map(\.kind) == [.fernetKey] else { return nil }
        return try? key.unwrap(message.wraps[0].wrapped, label: label, length: FernetKey.length)
    }
}

extension TranscriptPoint {
    /// What the client's signature at this point covers: the server's key, by its fingerprint, and the handshake with the
    /// wrap.
    func rsaFernetSignedContent(server: RSAPublicKey) -> [UInt8] {
        schedule.info("client", " signature") + SHA256.hash(server.der.rawSpan) + hash
    }
}
