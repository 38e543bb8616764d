// SPDX-License-Identifier: Apache-2.0
import COpenSSL

extension ObservedRSAPublicKey {
    /// How a signature is laid out, RFC 8017 §8.
    public enum Scheme: String, CaseIterable, Sendable {
        /// RSASSA-PSS, with a salt of any length.
        case pss
        /// RSASSA-PKCS1-v1_5.
        case pkcs1
    }

    /// Whether `signature` is this key's of `message`.
    ///
    /// - Parameter mgf1: the hash function of PSS's mask; `nil` for `digest`, as it nearly always is.
    public func verify(
        _ signature: RawSpan, of message: RawSpan, scheme: Scheme, digest: Digest, mgf1: Digest? = nil
    ) -> Bool {
        // The key is anybody's: where OpenSSL refuses it, or the hash function with it, no signature is right.
        defer { ERR_clear_error() }
        let context = must(EVP_MD_CTX_new())
        defer { EVP_MD_CTX_free(context) }
        var parameters: OpaquePointer?
        guard EVP_DigestVerifyInit(context, &parameters, digest.algorithm.pointer, nil, key) == 1, let parameters,
            set(scheme, mgf1 ?? digest, on: parameters)
        else { return false }
        return signature.withOctets { signature, length in
            message.withOctets { EVP_DigestVerify(context, signature, length, $0, $1) == 1 }
        }
    }

    private func set(_ scheme: Scheme, _ mgf1: Digest, on context: OpaquePointer) -> Bool {
        switch scheme {
        case .pss:
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
                && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_AUTO) == 1
                && EVP_PKEY_CTX_set_rsa_mgf1_md_name(context, mgf1.openSSLName, nil) == 1
        case .pkcs1:
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1
        }
    }
}
