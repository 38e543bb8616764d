// SPDX-License-Identifier: Apache-2.0

/// Bytes in lines of 16: the offset, the bytes in hexadecimal, and the characters that they are in ASCII.
enum HexDump {
    /// The most bytes that are shown.
    private static let limit = 1024
    private static let width = 16

    static func lines(_ bytes: [UInt8]) -> [String] {
        let shown = min(bytes.count, limit)
        var lines = stride(from: 0, to: shown, by: width).map { start in
            line(bytes[start..<min(start + width, shown)], at: start)
        }
        if shown < bytes.count { lines.append("… and \(bytes.count - shown) bytes more, which --json shows") }
        return lines
    }

    private static func line(_ bytes: ArraySlice<UInt8>, at offset: Int) -> String {
        let digits = String(offset, radix: 16)
        let place = String(repeating: "0", count: max(4 - digits.count, 0)) + digits
        let hexadecimal = bytes.map { ValueText.hexadecimal([$0]) }.joined(separator: " ")
        let characters = bytes.map { (0x20..<0x7F).contains($0) ? Character(Unicode.Scalar($0)) : "." }
        return "\(place)  \(Columns.pad(hexadecimal, 3 * width - 1))  \(String(characters))"
    }
}
