// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// HKDF-SHA256, RFC 5869: extract, then expand.
public enum HKDF {
    public static func derive(secret: SecretBytes, salt: [UInt8], info: [UInt8], length: Int) -> SecretBytes {
        let algorithm = must(EVP_KDF_fetch(nil, "HKDF", nil))
        defer { EVP_KDF_free(algorithm) }
        let context = must(EVP_KDF_CTX_new(algorithm))
        defer { EVP_KDF_CTX_free(context) }
        var digest = Parameter.sha256
        return SecretBytes(count: length) { (target) throws(Never) in
            digest.withUnsafeMutableBufferPointer { digest in
                salt.withUnsafeBytes { salt in
                    info.withUnsafeBytes { info in
                        let parameters = [
                            Parameter.digest(digest), Parameter.bytes("key", secret.pointer),
                            Parameter.bytes("salt", salt), Parameter.bytes("info", info), Parameter.end,
                        ]
                        let bytes = target.assumingMemoryBound(to: UInt8.self).baseAddress
                        must(EVP_KDF_derive(context, bytes, length, parameters))
                    }
                }
            }
        }
    }
}
