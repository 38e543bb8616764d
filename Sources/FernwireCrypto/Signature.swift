// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Digital signatures: RSA-PSS with SHA-256, RFC 8017, or those of algorithms that need no parameters.
enum Signature {
    static func make(_ message: RawSpan, _ key: OpaquePointer, isPSS: Bool) -> [UInt8] {
        let context = must(EVP_MD_CTX_new())
        defer { EVP_MD_CTX_free(context) }
        var parameters: OpaquePointer?
        must(EVP_DigestSignInit(context, &parameters, isPSS ? OpenSSL.sha256.pointer : nil, nil, key))
        if isPSS { precondition(setPSS(must(parameters))) }
        return message.withUnsafeBytes { message in
            let bytes = message.assumingMemoryBound(to: UInt8.self).baseAddress
            var length = 0
            must(EVP_DigestSign(context, nil, &length, bytes, message.count))
            return [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
                must(EVP_DigestSign(context, buffer.baseAddress, &length, bytes, message.count))
                filled = length
            }
        }
    }

    static func verify(_ signature: RawSpan, of message: RawSpan, _ key: OpaquePointer, isPSS: Bool) -> Bool {
        // The key is a peer's: where OpenSSL refuses it, no signature is right.
        defer { ERR_clear_error() }
        let context = must(EVP_MD_CTX_new())
        defer { EVP_MD_CTX_free(context) }
        var parameters: OpaquePointer?
        guard EVP_DigestVerifyInit(context, &parameters, isPSS ? OpenSSL.sha256.pointer : nil, nil, key) == 1,
            !isPSS || parameters.map({ setPSS($0) }) == true
        else { return false }
        let result = signature.withUnsafeBytes { signature in
            message.withUnsafeBytes { message in
                EVP_DigestVerify(
                    context, signature.assumingMemoryBound(to: UInt8.self).baseAddress, signature.count,
                    message.assumingMemoryBound(to: UInt8.self).baseAddress, message.count)
            }
        }
        return result == 1
    }

    private static func setPSS(_ context: OpaquePointer) -> Bool {
        EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
            && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, Int32(SHA256.length)) == 1
            && EVP_PKEY_CTX_set_rsa_mgf1_md(context, OpenSSL.sha256.pointer) == 1
    }
}
