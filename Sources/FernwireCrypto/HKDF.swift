// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// HKDF-SHA256, RFC 5869: extract, then expand.
public enum HKDF {
    public static func derive(secret: SecretBytes, salt: [UInt8], info: [UInt8], length: Int) -> SecretBytes {
        let algorithm = must(EVP_KDF_fetch(nil, "HKDF", nil))
        defer { EVP_KDF_free(algorithm) }
        let context = must(EVP_KDF_CTX_new(algorithm))
        defer { EVP_KDF_CTX_free(context) }
        // OpenSSL takes its parameters by mutable pointer, but only reads them.
        var digest = Array("SHA256".utf8CString)
        var (salt, info) = (salt, info)
        return SecretBytes(count: length) { (target) throws(Never) in
            digest.withUnsafeMutableBufferPointer { digest in
                salt.withUnsafeMutableBytes { salt in
                    info.withUnsafeMutableBytes { info in
                        let key = UnsafeMutableRawPointer(mutating: secret.pointer.baseAddress)
                        let parameters = [
                            OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.baseAddress, 0),
                            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key, secret.count),
                            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt.baseAddress, salt.count),
                            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.baseAddress, info.count),
                            OSSL_PARAM_construct_end(),
                        ]
                        let bytes = target.assumingMemoryBound(to: UInt8.self).baseAddress
                        must(EVP_KDF_derive(context, bytes, length, parameters))
                    }
                }
            }
        }
    }
}
