// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

extension CipherSuite {
    /// Diffie-Hellman of 16 bits, RSA signatures of 9-bit primes, a toy cipher: to be broken. PROTOCOL.md §6.10.
    public static let toyDH16 = CipherSuite(
        description: SuiteDescription(
            id: SuiteID(rawValue: 0x0008), name: "toy-dh16",
            properties: SuiteProperties(
                confidential: false, authenticatesRecords: false, peer: .anyone, forwardSecret: false,
                replayProof: false),
            keys: "none",
            limits: "anyone who listens: the dissector finds its key",
            warning: "is a toy: whoever listens finds its key in less than a millisecond",
            flights: [
                Flight(.fromClient, .keyShare), Flight(.fromClient, .publicKey), Flight(.fromServer, .keyShare),
                Flight(.fromServer, .publicKey),
            ],
            payloadLayout: Layout([
                .value(.plaintextLength), .allBut(ToyRSAPublicKey.signatureLength, .ciphertext),
                .fixed(.signature, ToyRSAPublicKey.signatureLength),
            ]),
            verdict: .undetected(because: "nothing covers the header"),
            exceptions: [
                (.signature, .detected(by: .signature)),
                (.ciphertext, .undetected(because: "the hash that is signed covers the last three bytes and a bit")),
                (.plaintextLength, .undetected(because: "it is not signed; a length that cannot be is noticed")),
            ]),
        endpoint: ToyDH16Endpoint(), observer: ToyDH16Observer())
}

extension KeyShare {
    /// The public value of a toy's key share; `nil` for another kind, or for a value that no side may send.
    var toyPublicValue: UInt16? {
        guard kind == ShareKind.toyDH16.rawValue, share.count == 2 else { return nil }
        let value = UInt16(share.rawSpan.integer(at: 0, width: 2))
        return ToyDH.isAcceptable(value) ? value : nil
    }
}

extension PublicKey {
    /// The key that a toy's public_key shows; `nil` for another kind, or for a key that is none.
    var toyKey: ToyRSAPublicKey? {
        guard kind == KeyKind.toyRSA.rawValue, key.count == 6 else { return nil }
        let numbers = key.rawSpan
        return ToyRSAPublicKey(
            exponent: UInt16(numbers.integer(at: 0, width: 2)), modulus: UInt32(numbers.integer(at: 2, width: 4)))
    }
}
