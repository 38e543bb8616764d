// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// What every packet begins with: a byte of type and flags, and the length of the rest in 1 to 4 bytes.
struct FixedHeader {
    /// Where the length ends and the rest begins, in bytes from the packet's first.
    let end: Int
    /// Bytes of the rest.
    let remainingLength: Int

    /// What the first bytes of a packet tell.
    enum Outcome {
        case header(FixedHeader)
        /// There are too few bytes to tell.
        case incomplete
        /// The fourth byte of the length says that one more follows: section 2.2.3 allows none.
        case malformed
    }

    static func read(_ bytes: RawSpan) -> Outcome {
        var (length, offset) = (0, 1)
        while offset < bytes.byteCount {
            let byte = bytes.byte(offset)
            length |= Int(byte & 0x7F) << (7 * (offset - 1))
            offset += 1
            if byte & 0x80 == 0 { return .header(FixedHeader(end: offset, remainingLength: length)) }
            if offset == 5 { return .malformed }
        }
        return .incomplete
    }
}
