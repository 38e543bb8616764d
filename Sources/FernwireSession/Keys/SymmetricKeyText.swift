// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto

/// A pre-shared key of 16 or 32 bytes as people keep it in files.
public enum SymmetricKeyText {
    static let lengths = [16, 32]

    /// Reads a key in hexadecimal, base64 or base64url, which is the form of Fernet keys.
    ///
    /// - Parameter text: the key without blanks around it.
    ///
    /// - Returns: the key; `nil` for a text that is no key of 16 or 32 bytes.
    public static func decode(_ text: ArraySlice<UInt8>) -> SecretBytes? {
        for length in lengths {
            if var bytes = Hex.bytes(text, count: length) {
                defer { wipe(&bytes) }
                return SecretBytes(copying: bytes.rawSpan)
            }
        }
        var encoded = base64URL(Array(text))
        var bytes: [UInt8] = []
        defer {
            wipe(&encoded)
            wipe(&bytes)
        }
        guard Base64URL.decode(encoded.rawSpan, into: &bytes), lengths.contains(bytes.count) else { return nil }
        return SecretBytes(copying: bytes.rawSpan)
    }

    /// Returns base64 text of either alphabet in the alphabet of base64url.
    public static func base64URL(_ text: [UInt8]) -> [UInt8] { text.map { base64URL($0) } }

    /// Returns a character of either alphabet in the alphabet of base64url.
    public static func base64URL(_ character: UInt8) -> UInt8 {
        switch character {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        default: character
        }
    }

    /// Returns the key's hexadecimal digits. The caller wipes them.
    public static func hexadecimal(_ key: SecretBytes) -> [UInt8] {
        var text: [UInt8] = []
        Hex.append(key.bytes, to: &text)
        return text
    }

    /// Reads a whole file: one key as text, with or without a newline, or its bare bytes.
    ///
    /// - Returns: the key; `nil` for a file that is neither.
    public static func decode(file: [UInt8]) -> SecretBytes? {
        var text = file[...]
        while let last = text.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { text.removeLast() }
        if let key = decode(text) { return key }
        return lengths.contains(file.count) ? SecretBytes(copying: file.rawSpan) : nil
    }
}
