// SPDX-License-Identifier: Apache-2.0

/// What base64 and base64url share, RFC 4648: all but two characters.
struct Base64Alphabet: Sendable {
    private static let padding = UInt8(ascii: "=")

    private let characters: [UInt8]
    /// The value of each character; 0xFF for those outside the alphabet.
    private let values: [UInt8]

    /// - Parameter last: the characters for 62 and 63.
    init(last: StaticString) {
        let characters =
            Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8) + Array(last.description.utf8)
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in characters.enumerated() { values[Int(character)] = UInt8(value) }
        self.characters = characters
        self.values = values
    }

    func value(of character: UInt8) -> UInt8? {
        let value = values[Int(character)]
        return value == 0xFF ? nil : value
    }

    static func encodedLength(_ count: Int) -> Int { (count + 2) / 3 * 4 }

    func encode(_ bytes: RawSpan, into text: inout [UInt8]) {
        text.reserveCapacity(text.count + Self.encodedLength(bytes.byteCount))
        var index = 0
        let whole = bytes.byteCount / 3 * 3
        characters.withUnsafeBufferPointer { characters in
            bytes.withUnsafeBytes { bytes in
                while index < whole {
                    let (a, b, c) = (bytes[index], bytes[index + 1], bytes[index + 2])
                    text.append(characters[Int(a >> 2)])
                    text.append(characters[Int((a & 3) << 4 | b >> 4)])
                    text.append(characters[Int((b & 15) << 2 | c >> 6)])
                    text.append(characters[Int(c & 63)])
                    index += 3
                }
                guard index < bytes.count else { return }
                let a = bytes[index]
                let b = index + 1 < bytes.count ? bytes[index + 1] : 0
                text.append(characters[Int(a >> 2)])
                text.append(characters[Int((a & 3) << 4 | b >> 4)])
                text.append(index + 1 < bytes.count ? characters[Int((b & 15) << 2)] : Self.padding)
                text.append(Self.padding)
            }
        }
    }

    /// Replaces `bytes` by the bytes that `text` encodes.
    ///
    /// - Returns: whether `text` is canonical: full groups of four, no character outside the alphabet, padding only
    ///   at the end, no bits set that stand for nothing. If not, `bytes` is empty.
    func decode(_ text: RawSpan, into bytes: inout [UInt8]) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        let count = text.byteCount
        guard count % 4 == 0 else { return false }
        guard count > 0 else { return true }
        let isCanonical = text.withUnsafeBytes { text in
            let pads = text[count - 1] != Self.padding ? 0 : text[count - 2] != Self.padding ? 1 : 2
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

    /// Replaces `bytes` by the bytes that `text` encodes, as people and mail programs write it: with spaces, tabs and
    /// line breaks anywhere, padding that may be missing, and whatever bits stand for nothing.
    ///
    /// - Returns: whether `text` has no other character outside the alphabet, padding only at the end, not more of it
    ///   than is missing, and no single character left over. If not, `bytes` is empty.
    func decodeLeniently(_ text: RawSpan, into bytes: inout [UInt8]) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        bytes.reserveCapacity(text.byteCount / 4 * 3 + 3)
        var (group, digits, pads): (UInt32, Int, Int) = (0, 0, 0)
        let isBase64 = text.withUnsafeBytes { text in
            for character in text where !Self.isSpace(character) {
                if character == Self.padding {
                    pads += 1
                    continue
                }
                guard pads == 0, let value = value(of: character) else { return false }
                group = group << 6 | UInt32(value)
                digits += 1
                guard digits == 4 else { continue }
                for shift in [16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: group >> shift)) }
                (group, digits) = (0, 0)
            }
            switch digits {
            case 0: return pads == 0
            case 2: bytes.append(UInt8(truncatingIfNeeded: group >> 4))
            case 3:
                bytes.append(UInt8(truncatingIfNeeded: group >> 10))
                bytes.append(UInt8(truncatingIfNeeded: group >> 2))
            default: return false
            }
            return pads == 0 || pads == 4 - digits
        }
        if !isBase64 { bytes.removeAll(keepingCapacity: true) }
        return isBase64
    }

    private static func isSpace(_ character: UInt8) -> Bool {
        character == UInt8(ascii: " ") || character == UInt8(ascii: "\t") || character == UInt8(ascii: "\r")
            || character == UInt8(ascii: "\n")
    }
}
