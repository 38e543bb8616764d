// SPDX-License-Identifier: Apache-2.0

/// The little of DER that is written here, X.690.
extension DER {
    /// Returns an element of at most 65535 bytes.
    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        let length: [UInt8] =
            count < 0x80
            ? [UInt8(count)]
            : count < 0x100 ? [0x81, UInt8(count)] : [0x82, UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
        return [tag] + length + content
    }

    /// Returns the INTEGER of a number that is not negative, big-endian.
    static func integer(_ digits: ArraySlice<UInt8>) -> [UInt8] {
        let number = Array(digits.drop { $0 == 0 })
        let needsSign = (number.first ?? 0x80) >= 0x80
        return element(0x02, (needsSign ? [0] : []) + number)
    }
}
