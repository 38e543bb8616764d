// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// The forms in which keys are kept in DER. Each function returns a key that the caller frees, and `nil` for bytes that
/// have another form, or more after it.
enum DER {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// A PrivateKeyInfo, RFC 5208, of any algorithm.
    static func pkcs8(_ bytes: Bytes) -> OpaquePointer? {
        let info = whole(bytes, freeing: PKCS8_PRIV_KEY_INFO_free) { d2i_PKCS8_PRIV_KEY_INFO(nil, $0, $1) }
        guard let info else { return nil }
        defer { PKCS8_PRIV_KEY_INFO_free(info) }
        return EVP_PKCS82PKEY(info)
    }

    /// An RSAPrivateKey, RFC 8017 A.1.2.
    static func rsaPrivate(_ bytes: Bytes) -> OpaquePointer? {
        whole(bytes, freeing: EVP_PKEY_free) { d2i_PrivateKey(EVP_PKEY_RSA, nil, $0, $1) }
    }

    /// An ECPrivateKey, RFC 5915.
    static func ellipticPrivate(_ bytes: Bytes) -> OpaquePointer? {
        whole(bytes, freeing: EVP_PKEY_free) { d2i_PrivateKey(EVP_PKEY_EC, nil, $0, $1) }
    }

    /// A SubjectPublicKeyInfo, RFC 5280, of any algorithm.
    static func publicKeyInfo(_ bytes: Bytes) -> OpaquePointer? {
        whole(bytes, freeing: EVP_PKEY_free) { d2i_PUBKEY(nil, $0, $1) }
    }

    /// An RSAPublicKey, RFC 8017 A.1.1.
    static func rsaPublic(_ bytes: Bytes) -> OpaquePointer? {
        whole(bytes, freeing: EVP_PKEY_free) { d2i_PublicKey(EVP_PKEY_RSA, nil, $0, $1) }
    }

    /// The key that a certificate is about. Nothing else of the certificate is looked at, its signature neither.
    static func certificate(_ bytes: Bytes) -> OpaquePointer? {
        let certificate = whole(bytes, freeing: X509_free) { d2i_X509(nil, $0, $1) }
        guard let certificate else { return nil }
        defer { X509_free(certificate) }
        return X509_get_pubkey(certificate)
    }

    /// An EncryptedPrivateKeyInfo, RFC 5208. The caller frees it with X509_SIG_free.
    static func encryptedKey(_ bytes: Bytes) -> OpaquePointer? {
        whole(bytes, freeing: X509_SIG_free) { d2i_X509_SIG(nil, $0, $1) }
    }

    /// A PFX, RFC 7292. The caller frees it with PKCS12_free.
    static func pkcs12(_ bytes: [UInt8]) -> OpaquePointer? {
        bytes.withUnsafeBufferPointer { whole($0, freeing: PKCS12_free) { d2i_PKCS12(nil, $0, $1) } }
    }

    private static func whole(
        _ bytes: Bytes, freeing free: (OpaquePointer) -> Void,
        decode: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?
    ) -> OpaquePointer? {
        guard let start = bytes.baseAddress else { return nil }
        var position: UnsafePointer<UInt8>? = start
        guard let decoded = decode(&position, bytes.count) else { return nil }
        guard position == start + bytes.count else {
            free(decoded)
            return nil
        }
        return decoded
    }
}
