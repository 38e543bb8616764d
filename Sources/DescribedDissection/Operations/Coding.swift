// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession

/// Texts that stand for bytes.
enum Coding {
    /// The bytes of hexadecimal digits, two for each; `nil` for any other text.
    static func hexadecimal(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        var place = text.startIndex
        while place < text.endIndex {
            guard let high = Hex.digit(text[place]), let low = Hex.digit(text[place + 1]) else { return nil }
            bytes.append(high << 4 | low)
            place += 2
        }
        return bytes
    }

    /// The bytes of base64 of either alphabet; `nil` for any other text.
    ///
    /// - Parameter isLenient: whether line breaks and blanks may stand in it, and padding may be missing.
    static func base64(_ text: ArraySlice<UInt8>, isLenient: Bool) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var (bits, count): (UInt32, Int) = (0, 0)
        var padding = 0
        for character in text {
            if isLenient, character == 0x0A || character == 0x0D || character == 0x20 || character == 0x09 { continue }
            if character == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = value(character) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 1
            if count % 4 == 0 {
                bytes += [UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8)]
                bytes.append(UInt8(truncatingIfNeeded: bits))
            }
        }
        let rest = count % 4
        guard rest != 1, padding == (4 - rest) % 4 || (isLenient && padding == 0) else { return nil }
        if rest == 2 { bytes.append(UInt8(truncatingIfNeeded: bits >> 4)) }
        if rest == 3 {
            bytes += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
        }
        return bytes
    }

    private static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: Base64URL.value(of: character)
        }
    }
}
