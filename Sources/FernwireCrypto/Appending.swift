// SPDX-License-Identifier: Apache-2.0
import Glibc

extension [UInt8] {
    /// Appends what `write` puts at the beginning of `count` bytes, whose memory is overwritten afterwards.
    ///
    /// An array can grow only by bytes that exist. So they are written beside it and copied, which costs less than zeros
    /// that are overwritten, and leaves nothing of a result that is given up.
    ///
    /// - Returns: the number of bytes that `write` returned; `nil` if it returned `nil`, and then nothing is appended.
    @discardableResult
    mutating func append(
        atMost count: Int, _ write: (UnsafeMutableRawBufferPointer) -> Int?
    ) -> Int? {
        withUnsafeTemporaryAllocation(byteCount: count, alignment: 16) { target in
            defer { if let start = target.baseAddress { explicit_bzero(start, target.count) } }
            guard let written = write(target) else { return nil }
            append(contentsOf: UnsafeRawBufferPointer(rebasing: target[..<written]))
            return written
        }
    }
}
