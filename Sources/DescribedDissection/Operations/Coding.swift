// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import WireSchema

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
        let text = SymmetricKeyText.base64URL(Array(text))
        var bytes: [UInt8] = []
        let isRight =
            isLenient
            ? Base64URL.decodeLeniently(text.rawSpan, into: &bytes) : Base64URL.decode(text.rawSpan, into: &bytes)
        return isRight ? bytes : nil
    }
}
