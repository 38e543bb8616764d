// SPDX-License-Identifier: Apache-2.0

extension RawSpan {
    /// Gives `body` the bytes by a pointer that is never null: OpenSSL takes a null pointer to no bytes for an argument
    /// that was left out, and then may not even look at the tag of an empty message.
    func withOctets<Output, Failure: Error>(
        _ body: (UnsafePointer<UInt8>, Int) throws(Failure) -> Output
    ) throws(Failure) -> Output {
        try withUnsafeBytes { (bytes) throws(Failure) in
            if let base = bytes.baseAddress {
                return try body(base.assumingMemoryBound(to: UInt8.self), bytes.count)
            }
            return try withUnsafePointer(to: 0) { (none) throws(Failure) in try body(none, 0) }
        }
    }

    /// A copy of the bytes.
    var octets: [UInt8] { withUnsafeBytes { Array($0) } }
}
