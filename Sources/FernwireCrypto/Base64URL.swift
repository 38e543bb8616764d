// SPDX-License-Identifier: Apache-2.0

/// base64url with padding, RFC 4648 §5. It is strict: one text for each byte string and no other.
public enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let padding = UInt8(ascii: "=")

    /// The value of each character; 0xFF for those outside the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// Returns the value of a character; `nil` for those outside the alphabet.
    public static func value(of character: UInt8) -> UInt8? {
        let value = values[Int(character)]
        return value == 0xFF ? nil : value
    }

    /// Returns the number of characters that `count` bytes become.
    public static func encodedLength(_ count: Int) -> Int { (count + 2) / 3 * 4 }

    /// Appends the text of `bytes` to `text`.
    public static func encode(_ bytes: RawSpan, into text: inout [UInt8]) {
        text.reserveCapacity(text.count + encodedLength(bytes.byteCount))
        var index = 0
        let whole = bytes.byteCount / 3 * 3
        alphabet.withUnsafeBufferPointer { alphabet in
            bytes.withUnsafeBytes { bytes in
                while index < whole {
                    let (a, b, c) = (bytes[index], bytes[index + 1], bytes[index + 2])
                    text.append(alphabet[Int(a >> 2)])
                    text.append(alphabet[Int((a & 3) << 4 | b >> 4)])
                    text.append(alphabet[Int((b & 15) << 2 | c >> 6)])
                    text.append(alphabet[Int(c & 63)])
                    index += 3
                }
                guard index < bytes.count else { return }
                let a = bytes[index]
                let b = index + 1 < bytes.count ? bytes[index + 1] : 0
                text.append(alphabet[Int(a >> 2)])
                text.append(alphabet[Int((a & 3) << 4 | b >> 4)])
                text.append(index + 1 < bytes.count ? alphabet[Int((b & 15) << 2)] : padding)
                text.append(padding)
            }
        }
    }

    /// Replaces `bytes` by the bytes that `text` encodes.
    ///
    /// - Returns: whether `text` is canonical: full groups of four, no character outside the alphabet, padding only
    ///   at the end, no bits set that stand for nothing. If not, `bytes` is empty.
    public static func decode(_ text: RawSpan, into bytes: inout [UInt8]) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        let count = text.byteCount
        guard count % 4 == 0 else { return false }
        guard count > 0 else { return true }
        let isCanonical = text.withUnsafeBytes { text in
            let pads = text[count - 1] != padding ? 0 : text[count - 2] != padding ? 1 : 2
            let length = count / 4 * 3
            var invalid: UInt8 = 0
            var unused: UInt8 = 0
            bytes.append(contentsOf: repeatElement(0, count: length))
            bytes.withUnsafeMutableBufferPointer { bytes in
                values.withUnsafeBufferPointer { values in
                    var (source, target) = (0, 0)
                    while source < count {
                        let isLast = source + 4 == count
                        let a = values[Int(text[source])]
                        let b = values[Int(text[source + 1])]
                        let c = isLast && pads == 2 ? 0 : values[Int(text[source + 2])]
                        let d = isLast && pads >= 1 ? 0 : values[Int(text[source + 3])]
                        // 0xFF is the only value with the highest bit.
                        invalid |= a | b | c | d
                        bytes[target] = a << 2 | b >> 4
                        bytes[target + 1] = b << 4 | c >> 2
                        bytes[target + 2] = c << 6 | d
                        if isLast { unused = pads == 2 ? b & 15 : pads == 1 ? c & 3 : 0 }
                        source += 4
                        target += 3
                    }
                }
            }
            bytes.removeLast(pads)
            return invalid & 0x80 == 0 && unused == 0
        }
        if !isCanonical { bytes.removeAll(keepingCapacity: true) }
        return isCanonical
    }
}
