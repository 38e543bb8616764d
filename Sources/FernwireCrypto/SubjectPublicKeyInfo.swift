// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// The DER of a public key with its algorithm, RFC 5280.
enum SubjectPublicKeyInfo {
    /// Reads the key in `der`, which must hold that and nothing else. The caller frees it.
    static func decode(_ der: [UInt8]) throws(KeyError) -> OpaquePointer {
        if let key = ed25519(der) { return key }
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

    /// The bytes before the point in the DER of each Ed25519 key. RFC 8410.
    static let ed25519Prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

    /// Returns the key in the one DER that an Ed25519 key has, without OpenSSL's decoders, which take longer than a
    /// signature; `nil` for other bytes.
    private static func ed25519(_ der: [UInt8]) -> OpaquePointer? {
        guard der.count == ed25519Prefix.count + Ed25519Point.length, der.starts(with: ed25519Prefix) else {
            return nil
        }
        let point = Array(der[ed25519Prefix.count...])
        return EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, point, point.count)
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
