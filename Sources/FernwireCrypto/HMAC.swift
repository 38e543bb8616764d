// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// HMAC-SHA256 under one key, whose inner and outer states are computed once.
///
/// It must not be used by two threads at a time.
public final class HMAC {
    public static let length = 32

    private let context: OpaquePointer

    public init(key: RawSpan) {
        context = must(EVP_MAC_CTX_dup(OpenSSL.hmac))
        key.withUnsafeBytes {
            must(EVP_MAC_init(context, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count, nil))
        }
    }

    deinit {
        EVP_MAC_CTX_free(context)
    }

    /// Begins a new message under the same key.
    public func begin() {
        must(EVP_MAC_init(context, nil, 0, nil))
    }

    public func update(_ bytes: RawSpan) {
        bytes.withUnsafeBytes { update($0) }
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        must(EVP_MAC_update(context, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
    }

    /// Writes the 32 bytes of the MAC.
    func finish(into target: UnsafeMutableRawBufferPointer) {
        var written = 0
        let bytes = target.assumingMemoryBound(to: UInt8.self).baseAddress
        must(EVP_MAC_final(context, bytes, &written, target.count))
        precondition(written == Self.length)
    }

    /// Appends the MAC of all bytes that were given since ``begin()``.
    public func finish(appendingTo bytes: inout [UInt8]) {
        withUnsafeTemporaryAllocation(byteCount: Self.length, alignment: 16) {
            finish(into: $0)
            bytes.append(contentsOf: $0)
        }
    }

    /// Whether `expected` is the MAC of all bytes that were given since ``begin()``; compared in constant time.
    public func finish(verifying expected: RawSpan) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: Self.length, alignment: 16) {
            finish(into: $0)
            return isEqualInConstantTime(UnsafeRawBufferPointer($0).bytes, expected)
        }
    }
}
