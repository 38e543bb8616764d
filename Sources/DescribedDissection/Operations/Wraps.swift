// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct
import WireSchema

// Processes that decrypt under a private key.
extension OperationRegistry {
    /// What an operation with a private key counts for: some milliseconds.
    private static let privateCost = 1 << 16

    static let wraps: [ProcessOperation] = [
        ProcessOperation(
            name: "rsa_oaep",
            summary: "RSA-OAEP with MGF1 of the same hash, which is `\"sha256\"` unless another is named",
            signature: Signature([.key(), .digest.optional, .bytes("label").optional]), verb: .unwrapped,
            isExpensive: true
        ) { (call) throws(ReadFailure) in
            let (digest, label) = (try call.digest(1), try call.bytes(2))
            return try call.firstEncoded(0) { (key) throws(ReadFailure) in
                call.note(key.rsaPublic)
                try call.evaluation.look(at: privateCost)
                return key.rsaPrivate?.decryptOAEP(call.input.rawSpan, digest: digest, label: label.rawSpan)
            }
        },
        ProcessOperation(
            name: "rsa_pkcs1", summary: "RSA with the padding of PKCS#1 v1.5", signature: Signature([.key()]),
            verb: .unwrapped, weakness: .pkcs1, isExpensive: true
        ) { (call) throws(ReadFailure) in
            try call.firstEncoded(0) { (key) throws(ReadFailure) in
                call.note(key.rsaPublic)
                try call.evaluation.look(at: privateCost)
                return key.rsaPrivate?.decryptPKCS1(call.input.rawSpan)
            }
        },
    ]
}
