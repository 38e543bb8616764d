// SPDX-License-Identifier: Apache-2.0

/// The parts of a Fernet token that everyone can read: the time at which it was made, and the IV.
public struct TokenHead {
    /// The time at which the token was made, in seconds since 1970.
    public let timestamp: UInt64
    /// The IV, as a big-endian number.
    public let iv: UInt128

    /// The characters that are read. Version, timestamp and IV have 25 bytes; these hold 27.
    private static let characters = 36

    /// Reads the head of a token; `nil` where the text is too short, or no base64url.
    ///
    /// - Parameter token: the token's base64url text.
    public init?(_ token: RawSpan) {
        // The last group may have padding.
        guard token.byteCount > Self.characters else { return nil }
        var head: InlineArray<27, UInt8> = .init(repeating: 0)
        let isOfAlphabet = token.withUnsafeBytes { token in
            var bytes = head.mutableSpan
            return bytes.withUnsafeMutableBufferPointer { head in
                Base64URL.decode(
                    must(token.assumingMemoryBound(to: UInt8.self).baseAddress), groups: head.count / 3,
                    to: must(head.baseAddress))
            }
        }
        guard isOfAlphabet else { return nil }
        (timestamp, iv) = head.span.withUnsafeBytes { head in
            (
                UInt64(bigEndian: head.loadUnaligned(fromByteOffset: 1, as: UInt64.self)),
                UInt128(bigEndian: head.loadUnaligned(fromByteOffset: 9, as: UInt128.self))
            )
        }
    }
}
