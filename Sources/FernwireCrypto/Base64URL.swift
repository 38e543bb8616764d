// SPDX-License-Identifier: Apache-2.0

/// base64url with padding, RFC 4648 §5. It is strict, but for ``decodeLeniently(_:into:)``: one text for each byte
/// string and no other.
public enum Base64URL {
    private static let alphabet = Base64Alphabet(last: "-_")

    /// Returns the value of a character; `nil` for those outside the alphabet.
    public static func value(of character: UInt8) -> UInt8? { alphabet.value(of: character) }

    /// Returns the number of characters that `count` bytes become.
    public static func encodedLength(_ count: Int) -> Int { Base64Alphabet.encodedLength(count) }

    /// Appends the text of `bytes` to `text`.
    public static func encode(_ bytes: RawSpan, into text: inout [UInt8]) { alphabet.encode(bytes, into: &text) }

    /// Replaces `bytes` by the bytes that `text` encodes.
    ///
    /// - Returns: whether `text` is canonical: full groups of four, no character outside the alphabet, padding only
    ///   at the end, no bits set that stand for nothing. If not, `bytes` is empty.
    public static func decode(_ text: RawSpan, into bytes: inout [UInt8]) -> Bool {
        alphabet.decode(text, into: &bytes)
    }

    /// Reads `groups` groups of four characters, none of which has padding, and writes three bytes for each.
    ///
    /// - Returns: whether all characters are of the alphabet.
    static func decode(
        _ source: UnsafePointer<UInt8>, groups: Int, to target: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        alphabet.tables.decode(source, groups: groups, to: target)
    }

    /// Replaces `bytes` by the bytes that `text` encodes, where spaces, tabs and line breaks may stand anywhere, the
    /// padding may be missing, and bits that stand for nothing may be set.
    ///
    /// - Returns: whether `text` is base64url in this wider sense. If not, `bytes` is empty.
    public static func decodeLeniently(_ text: RawSpan, into bytes: inout [UInt8]) -> Bool {
        alphabet.decodeLeniently(text, into: &bytes)
    }
}
