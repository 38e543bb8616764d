// SPDX-License-Identifier: Apache-2.0
import COpenSSL

extension ObservedECPublicKey {
    /// How a signature of ECDSA is written.
    public enum SignatureForm: String, CaseIterable, Sendable {
        /// The DER of a SEQUENCE of r and s, RFC 3279 §2.2.3.
        case der
        /// r, then s, each with as many bytes as a coordinate of the curve: IEEE P1363.
        case raw
    }

    /// Whether `signature` is this key's of `message`.
    public func verify(_ signature: RawSpan, of message: RawSpan, form: SignatureForm, digest: Digest) -> Bool {
        switch form {
        case .der: return verify(der: signature, of: message, digest: digest)
        case .raw:
            let (bytes, length) = (signature.octets, curve.coordinateLength)
            guard bytes.count == 2 * length else { return false }
            let sequence = DER.element(0x30, DER.integer(bytes[..<length]) + DER.integer(bytes[length...]))
            return verify(der: sequence.span.bytes, of: message, digest: digest)
        }
    }

    private func verify(der signature: RawSpan, of message: RawSpan, digest: Digest) -> Bool {
        defer { ERR_clear_error() }
        let context = must(EVP_MD_CTX_new())
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestVerifyInit(context, nil, digest.algorithm.pointer, nil, key) == 1 else { return false }
        return signature.withOctets { signature, length in
            message.withOctets { EVP_DigestVerify(context, signature, length, $0, $1) == 1 }
        }
    }
}
