// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// HKDF-SHA256, RFC 5869: extract, then expand.
///
/// OpenSSL has HKDF too, but looks for its HMAC anew at each step, which takes longer than the step.
public enum HKDF {
    /// - Precondition: `length` is at most 255 times that of a hash.
    public static func derive(secret: SecretBytes, salt: [UInt8], info: [UInt8], length: Int) -> SecretBytes {
        precondition(length <= 255 * HMAC.length)
        // No salt is one of zeros.
        let salt = salt.isEmpty ? [UInt8](repeating: 0, count: HMAC.length) : salt
        let extraction = HMAC(key: salt.span.bytes)
        extraction.begin()
        extraction.update(secret.bytes)
        let key = SecretBytes(count: HMAC.length) { (target) throws(Never) in extraction.finish(into: target) }
        let expansion = HMAC(key: key.bytes)
        return SecretBytes(count: length) { (target) throws(Never) in
            withUnsafeTemporaryAllocation(byteCount: HMAC.length, alignment: 16) { block in
                defer { OPENSSL_cleanse(block.baseAddress, block.count) }
                for (number, start) in stride(from: 0, to: length, by: HMAC.length).enumerated() {
                    expansion.begin()
                    if start > 0 { expansion.update(UnsafeRawBufferPointer(block)) }
                    expansion.update(info.span.bytes)
                    let counter: InlineArray<1, UInt8> = [UInt8(number + 1)]
                    expansion.update(counter.span.bytes)
                    expansion.finish(into: block)
                    let rest = UnsafeMutableRawBufferPointer(rebasing: target[start...])
                    rest.copyBytes(from: block.prefix(rest.count))
                }
            }
        }
    }
}
