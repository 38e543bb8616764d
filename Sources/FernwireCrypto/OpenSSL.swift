// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// OpenSSL's algorithms, each of which is looked for once: a search in OpenSSL's tables costs more than a record.
///
/// They are those of the process, also on a thread that has another library context for its random numbers, which may
/// end before the process does. They live as long as the process, and may be used by several threads.
enum OpenSSL {
    static let sha256 = must(Fetched.digest("SHA256"))
    static let aes128CBC = must(Fetched.cipher("AES-128-CBC"))
    static let aes256GCM = must(Fetched.cipher("AES-256-GCM"))
    static let chacha20Poly1305 = must(Fetched.cipher("ChaCha20-Poly1305"))

    /// A context of HMAC-SHA256 without a key, of which each user makes a copy.
    nonisolated(unsafe) static let hmac: OpaquePointer = {
        let made = must(EVP_MAC_CTX_new(must(Fetched.mac("HMAC")).pointer))
        must(EVP_MAC_CTX_set_params(made, [Parameter.sha256, Parameter.end]))
        return made
    }()

    /// The library context of the process.
    static var context: OpaquePointer? { OSSL_LIB_CTX_get0_global_default() }
}
