// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// HMAC over any of the hash functions, RFC 2104.
extension Digest {
    private static let macAlgorithm = Fetched.mac("HMAC")

    /// The fewest bytes to which a MAC may be cut off.
    public static let shortestMAC = 8

    /// Returns the HMAC of `parts`, one after another, under a key of any length.
    public func hmac(key: RawSpan, parts: [[UInt8]]) -> [UInt8] {
        let context = must(EVP_MAC_CTX_new(must(Self.macAlgorithm).pointer))
        defer { EVP_MAC_CTX_free(context) }
        var name = openSSLName.utf8CString
        name.withUnsafeMutableBufferPointer { name in
            let parameters = [Parameter.digest(name), Parameter.end]
            key.withOctets { must(EVP_MAC_init(context, $0, $1, parameters)) }
        }
        for part in parts { must(EVP_MAC_update(context, part, part.count)) }
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
            must(EVP_MAC_final(context, buffer.baseAddress, &filled, length))
        }
    }

    /// Whether `mac` is the HMAC of `parts`; compared in constant time.
    ///
    /// - Parameter mayBeTruncated: whether the first bytes of the HMAC do, if they are at least ``shortestMAC``.
    public func verify(_ mac: RawSpan, key: RawSpan, parts: [[UInt8]], mayBeTruncated: Bool = false) -> Bool {
        let count = mac.byteCount
        guard count == length || mayBeTruncated && (Self.shortestMAC..<length).contains(count) else { return false }
        let expected = hmac(key: key, parts: parts)
        return isEqualInConstantTime(expected.span.bytes.extracting(0..<count), mac)
    }
}
