// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// SHA-256.
public enum SHA256 {
    public static let length = 32

    public static func hash(_ bytes: RawSpan) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
            bytes.withUnsafeBytes {
                must(EVP_Digest($0.baseAddress, $0.count, buffer.baseAddress, nil, OpenSSL.sha256.pointer, nil))
            }
            filled = length
        }
    }
}

/// The SHA-256 of bytes that come in pieces.
public final class SHA256Stream {
    private let context: OpaquePointer

    public init() {
        context = must(EVP_MD_CTX_new())
        must(EVP_DigestInit_ex(context, OpenSSL.sha256.pointer, nil))
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    public func update(_ bytes: RawSpan) {
        bytes.withUnsafeBytes { must(EVP_DigestUpdate(context, $0.baseAddress, $0.count)) }
    }

    /// Returns the hash of all that was given. Nothing may follow.
    public func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: SHA256.length) { buffer, filled in
            must(EVP_DigestFinal_ex(context, buffer.baseAddress, nil))
            filled = SHA256.length
        }
    }
}

/// Compares two byte strings in a time that does not tell where they differ.
public func isEqualInConstantTime(_ left: RawSpan, _ right: RawSpan) -> Bool {
    guard left.byteCount == right.byteCount else { return false }
    return left.withUnsafeBytes { left in
        right.withUnsafeBytes { CRYPTO_memcmp(left.baseAddress, $0.baseAddress, left.count) == 0 }
    }
}
