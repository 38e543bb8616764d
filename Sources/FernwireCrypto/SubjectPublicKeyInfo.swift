// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// The DER of a public key with its algorithm, RFC 5280.
enum SubjectPublicKeyInfo {
    /// Reads the key in `der`, which must hold that and nothing else. The caller frees it.
    static func decode(_ der: [UInt8]) throws(KeyError) -> OpaquePointer {
        let decoded = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var position = buffer.baseAddress
            return d2i_PUBKEY(nil, &position, buffer.count)
        }
        ERR_clear_error()
        guard let decoded else { throw .notAPublicKey }
        // One key has one DER. Bytes that encode back to others had a second form, or something after them.
        guard encode(decoded) == der else {
            EVP_PKEY_free(decoded)
            throw .notAPublicKey
        }
        return decoded
    }

    static func encode(_ key: OpaquePointer) -> [UInt8] {
        let count = i2d_PUBKEY(key, nil)
        guard count > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
            var position = buffer.baseAddress
            filled = Int(i2d_PUBKEY(key, &position))
        }
    }
}
