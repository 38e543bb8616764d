// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct
import WireSchema

// Checks: the value of the member must be what they give for their arguments.
extension OperationRegistry {
    static let macs: [CheckOperation] = [
        CheckOperation(
            name: "hmac", summary: "the HMAC of the data, or its first bytes, 8 at least",
            signature: Signature([.digest, .key(), .bytes("data").repeated])
        ) { (call) throws(ReadFailure) in
            let (digest, data) = (try call.digest(0), try call.joinedBytes(from: 2))
            return try holds(call, key: 1) { () throws(ReadFailure) in
                try call.firstSecret(1) { (secret) throws(ReadFailure) in
                    digest.verify(
                        call.input.rawSpan, key: secret.bytes, parts: [data], mayBeTruncated: true) ? true : nil
                }
            }
        },
        hash("sha256"), hash("sha1"), hash("sha384"), hash("sha512"), hash("md5"),
        CheckOperation(
            name: "toy_rsa",
            summary: "the signature of reference system 4: three bytes, over the code points of the text",
            signature: Signature([.number("exponent"), .number("modulus"), .bytes("text")]), isForgeable: true
        ) { (call) throws(ReadFailure) in
            var hash: UInt32 = 0
            for scalar in String(decoding: try call.bytes(2), as: UTF8.self).unicodeScalars {
                hash = (hash &* 32 &+ scalar.value) & 0xFFFF
            }
            let (exponent, modulus) = (try call.number(0), try call.number(1))
            guard call.input.count == 3, exponent > 0, modulus > 1, modulus < 1 << 32 else { return false }
            let signature = call.input.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            return SmallNumbers.power(signature, UInt64(exponent), modulo: UInt64(modulus)) == UInt64(hash)
        },
    ]

    /// What verifying a signature counts for: some hundredths of a millisecond.
    private static let signatureCost = 1 << 12

    static let signatures: [CheckOperation] = [
        CheckOperation(
            name: "rsa_pss", summary: "an RSA-PSS signature of the data, with a salt of any length",
            signature: Signature([.key(), .digest, .bytes("data").repeated])
        ) { (call) throws(ReadFailure) in
            try isSigned(call, .pss)
        },
        CheckOperation(
            name: "rsa_pkcs1", summary: "an RSA signature of the data with the padding of PKCS#1 v1.5",
            signature: Signature([.key(), .digest, .bytes("data").repeated])
        ) { (call) throws(ReadFailure) in
            try isSigned(call, .pkcs1)
        },
        CheckOperation(
            name: "ed25519", summary: "an Ed25519 signature of the data",
            signature: Signature([.key(), .bytes("data").repeated])
        ) { (call) throws(ReadFailure) in
            let data = try call.joinedBytes(from: 1)
            return try holds(call, key: 0) { () throws(ReadFailure) in
                try call.firstEncoded(0) { (key) throws(ReadFailure) in
                    try call.evaluation.look(at: signatureCost)
                    return key.ed25519Public?.verify(call.input.rawSpan, of: data.rawSpan) ?? false ? true : nil
                }
            }
        },
    ]

    private static func isSigned(
        _ call: Call, _ scheme: ObservedRSAPublicKey.Scheme
    ) throws(ReadFailure) -> Bool {
        let (digest, data) = (try call.digest(1), try call.joinedBytes(from: 2))
        return try holds(call, key: 0) { () throws(ReadFailure) in
            try call.firstEncoded(0) { (key) throws(ReadFailure) in
                guard let key = key.rsaPublic else { return nil }
                call.note(key)
                try call.evaluation.look(at: signatureCost)
                return key.verify(call.input.rawSpan, of: data.rawSpan, scheme: scheme, digest: digest)
                    ? true : nil
            }
        }
    }

    /// Whether a key fits. That none does is an answer, unless the key that was meant may not be among them.
    private static func holds(
        _ call: Call, key: Int, _ attempt: () throws(ReadFailure) -> Bool
    ) throws(ReadFailure) -> Bool {
        do throws(ReadFailure) {
            return try attempt()
        } catch {
            guard case .sealed(.noFit) = error.reason, try call.hasCertainKey(key) else { throw error }
            return false
        }
    }

    private static func hash(_ name: String) -> CheckOperation {
        CheckOperation(
            name: name, summary: "the hash of the data, without a key: it shows damage and stops nobody",
            signature: Signature([.bytes("data").repeated]), isForgeable: true
        ) { (call) throws(ReadFailure) in
            let data = try call.joinedBytes(from: 0)
            guard let digest = Digest(named: name) else { return false }
            return isEqualInConstantTime(digest.hash(data.rawSpan).rawSpan, call.input.rawSpan)
        }
    }
}
