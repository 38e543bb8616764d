// SPDX-License-Identifier: Apache-2.0

/// What base64 and base64url share, RFC 4648: all but two characters.
struct Base64Alphabet: Sendable {
    private static let padding = UInt8(ascii: "=")

    let tables: Base64Tables
    /// The character that stands for 0, with which a last group is filled up.
    private let zero = UInt8(ascii: "A")

    /// - Parameter last: the characters for 62 and 63.
    init(last: StaticString) {
        tables = Base64Tables(
            characters: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
                + Array(last.description.utf8))
    }

    func value(of character: UInt8) -> UInt8? { tables.value(of: character) }

    static func encodedLength(_ count: Int) -> Int { (count + 2) / 3 * 4 }

    /// The groups that are written or read at a time, whose bytes fit on the stack.
    private static let blockGroups = 256

    /// Appends the text of `bytes` to `text`.
    func encode(_ bytes: RawSpan, into text: inout [UInt8]) {
        text.reserveCapacity(text.count + Self.encodedLength(bytes.byteCount))
        bytes.withUnsafeBytes { bytes in
            guard let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
            let groups = bytes.count / 3
            for first in stride(from: 0, to: groups, by: Self.blockGroups) {
                let count = min(Self.blockGroups, groups - first)
                encode(start + 3 * first, groups: count, into: &text)
            }
            let rest = bytes.count - 3 * groups
            guard rest > 0 else { return }
            var last: (UInt8, UInt8, UInt8) = (start[3 * groups], rest > 1 ? start[3 * groups + 1] : 0, 0)
            withUnsafeBytes(of: &last) { last in
                encode(last.assumingMemoryBound(to: UInt8.self).baseAddress!, groups: 1, into: &text)
            }
            for place in 1...3 - rest { text[text.count - place] = Self.padding }
        }
    }

    private func encode(_ source: UnsafePointer<UInt8>, groups: Int, into text: inout [UInt8]) {
        text.append(atMost: 4 * groups) { target in
            tables.encode(source, groups: groups, to: target.assumingMemoryBound(to: UInt8.self).baseAddress!)
            return 4 * groups
        }
    }

    /// Replaces `bytes` by the bytes that `text` encodes.
    ///
    /// - Returns: whether `text` is canonical: full groups of four, no character outside the alphabet, padding only
    ///   at the end, no bits set that stand for nothing. If not, `bytes` is empty.
    func decode(_ text: RawSpan, into bytes: inout [UInt8]) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        bytes.reserveCapacity(text.byteCount / 4 * 3)
        let isCanonical = text.withUnsafeBytes { text in
            guard text.count % 4 == 0 else { return false }
            guard let start = text.assumingMemoryBound(to: UInt8.self).baseAddress, text.count > 0 else { return true }
            // The last group may have padding.
            let groups = text.count / 4 - 1
            for first in stride(from: 0, to: groups, by: Self.blockGroups) {
                let count = min(Self.blockGroups, groups - first)
                guard decode(start + 4 * first, groups: count, into: &bytes) else { return false }
            }
            return decodeLast(start + 4 * groups, into: &bytes)
        }
        if !isCanonical { bytes.removeAll(keepingCapacity: true) }
        return isCanonical
    }

    private func decode(_ source: UnsafePointer<UInt8>, groups: Int, into bytes: inout [UInt8]) -> Bool {
        let written = bytes.append(atMost: 3 * groups) { target in
            let bytes = target.assumingMemoryBound(to: UInt8.self).baseAddress!
            return tables.decode(source, groups: groups, to: bytes) ? 3 * groups : nil
        }
        return written != nil
    }

    /// Appends the bytes of a text's last group.
    private func decodeLast(_ group: UnsafePointer<UInt8>, into bytes: inout [UInt8]) -> Bool {
        let pads = group[3] != Self.padding ? 0 : group[2] != Self.padding ? 1 : 2
        var filled = (group[0], group[1], pads == 2 ? zero : group[2], pads > 0 ? zero : group[3])
        let isOfAlphabet = withUnsafeBytes(of: &filled) { filled in
            decode(filled.assumingMemoryBound(to: UInt8.self).baseAddress!, groups: 1, into: &bytes)
        }
        guard isOfAlphabet else { return false }
        // The bits that stand for nothing are those of the bytes that the padding takes away.
        for _ in 0..<pads {
            guard bytes.removeLast() == 0 else { return false }
        }
        return true
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
