// SPDX-License-Identifier: Apache-2.0

/// The little of DER that is read here and not by OpenSSL, X.690.
extension DER {
    /// Returns the tags of the first elements, at most three, of `bytes`, which must be one SEQUENCE and nothing after
    /// it; `nil` if it is not, or if an element is longer than it.
    static func tags(of bytes: RawSpan) -> [UInt8]? {
        bytes.withUnsafeBytes { bytes in
            guard let sequence = element(of: bytes, from: 0), sequence.tag == 0x30,
                sequence.content.upperBound == bytes.count
            else { return nil }
            var (tags, position): ([UInt8], Int) = ([], sequence.content.lowerBound)
            while position < bytes.count, tags.count < 3 {
                guard let element = element(of: bytes, from: position) else { return nil }
                tags.append(element.tag)
                position = element.content.upperBound
            }
            return tags
        }
    }

    /// - Returns: `nil` for an element that is longer than `bytes`, of no definite length or of one above 32 bits.
    static func element(
        of bytes: UnsafeRawBufferPointer, from start: Int
    ) -> (tag: UInt8, content: Range<Int>)? {
        guard bytes.count - start >= 2 else { return nil }
        var (position, length) = (start + 2, Int(bytes[start + 1]))
        if length >= 0x80 {
            let digits = length & 0x7F
            guard (1...4).contains(digits), bytes.count - position >= digits else { return nil }
            length = bytes[position..<position + digits].reduce(0) { $0 << 8 | Int($1) }
            position += digits
        }
        guard bytes.count - position >= length else { return nil }
        return (bytes[start], position..<position + length)
    }
}
