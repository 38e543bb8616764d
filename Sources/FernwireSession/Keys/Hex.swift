// SPDX-License-Identifier: Apache-2.0

/// Hexadecimal digits, in lower case where they are written, as key logs have them.
public enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    static func append(_ bytes: RawSpan, to text: inout [UInt8]) {
        for index in 0..<bytes.byteCount {
            let byte = bytes.byte(index)
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
    }

    /// Returns the bytes of exactly `2 * count` digits of either case; `nil` for any other text.
    public static func bytes(_ text: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        guard text.count == 2 * count else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var high: UInt8?
        for character in text {
            guard let digit = digit(character) else { return nil }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return bytes
    }

    /// Returns the value of a digit of either case; `nil` for other characters.
    public static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
