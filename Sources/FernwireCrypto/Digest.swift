// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// SHA-256.
public enum SHA256 {
    public static let length = 32

    public static func hash(_ bytes: RawSpan) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
            bytes.withUnsafeBytes {
                must(EVP_Digest($0.baseAddress, $0.count, buffer.baseAddress, nil, EVP_sha256(), nil))
            }
            filled = length
        }
    }
}

/// Compares without telling by its time where the difference is.
public func isEqualInConstantTime(_ left: RawSpan, _ right: RawSpan) -> Bool {
    guard left.byteCount == right.byteCount else { return false }
    return left.withUnsafeBytes { left in
        right.withUnsafeBytes { CRYPTO_memcmp(left.baseAddress, $0.baseAddress, left.count) == 0 }
    }
}
