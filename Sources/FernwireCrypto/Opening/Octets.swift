// SPDX-License-Identifier: Apache-2.0

extension RawSpan {
    /// Gives `body` the bytes by a pointer that is never null: OpenSSL takes a null pointer to no bytes for an argument
    /// that was left out, and then may not even look at the tag of an empty message.
    func withOctets<Output>(_ body: (UnsafePointer<UInt8>, Int) -> Output) -> Output {
        withUnsafeBytes { bytes in
            if let base = bytes.baseAddress {
                return body(base.assumingMemoryBound(to: UInt8.self), bytes.count)
            }
            return withUnsafePointer(to: 0) { body($0, 0) }
        }
    }

    /// A copy of the bytes.
    var octets: [UInt8] { withUnsafeBytes { Array($0) } }
}
