// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// OpenSSL's algorithms, each of which is looked for once: a search in OpenSSL's tables costs more than a record.
///
/// They are those of the process, also on a thread that has another library context for its random numbers, which may
/// end before the process does. They live as long as the process, and may be used by several threads.
enum OpenSSL {
    nonisolated(unsafe) static let sha256 = must(EVP_MD_fetch(context, "SHA256", nil))
    nonisolated(unsafe) static let aes128CBC = must(EVP_CIPHER_fetch(context, "AES-128-CBC", nil))
    nonisolated(unsafe) static let aes256GCM = must(EVP_CIPHER_fetch(context, "AES-256-GCM", nil))
    nonisolated(unsafe) static let chacha20Poly1305 = must(EVP_CIPHER_fetch(context, "ChaCha20-Poly1305", nil))

    /// A context of HMAC-SHA256 without a key, of which each user makes a copy.
    nonisolated(unsafe) static let hmac: OpaquePointer = {
        let algorithm = must(EVP_MAC_fetch(context, "HMAC", nil))
        defer { EVP_MAC_free(algorithm) }
        let made = must(EVP_MAC_CTX_new(algorithm))
        must(EVP_MAC_CTX_set_params(made, [Parameter.sha256, Parameter.end]))
        return made
    }()

    private static var context: OpaquePointer? { OSSL_LIB_CTX_get0_global_default() }
}
