// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Text from bytes and back, in any encoding that the C library knows.
enum TextCoding {
    /// The text of `bytes`, with U+FFFD for what is no character; `nil` if the encoding is not known.
    static func decode(_ bytes: ArraySlice<UInt8>, _ encoding: String) -> String? {
        switch Encoding.canonicalName(of: encoding) ?? encoding {
        case "UTF-8": return String(decoding: bytes, as: UTF8.self)
        case "ASCII":
            return String(String.UnicodeScalarView(bytes.map { $0 < 0x80 ? Unicode.Scalar($0) : "\u{FFFD}" }))
        case "ISO-8859-1": return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        case let name: return convert(Array(bytes), from: name, to: "UTF-8").map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The bytes of `text`; `nil` if the encoding is not known.
    static func encode(_ text: String, _ encoding: String) -> [UInt8]? {
        let name = Encoding.canonicalName(of: encoding) ?? encoding
        return name == "UTF-8" ? Array(text.utf8) : convert(Array(text.utf8), from: "UTF-8", to: name)
    }

    private static func convert(_ bytes: [UInt8], from source: String, to target: String) -> [UInt8]? {
        // A name with a slash would ask iconv for other behaviour.
        guard !source.contains("/"), !target.contains("/") else { return nil }
        let opened = unsafe iconv_open(target, source)
        // iconv_open gives -1 as a pointer for what it does not know.
        guard let converter = unsafe opened, Int(bitPattern: converter) != -1 else { return nil }
        defer { unsafe _ = iconv_close(converter) }
        var input = bytes
        var result = [UInt8](repeating: 0, count: 4 * bytes.count + 16)
        let replacement: [UInt8] = target == "UTF-8" ? [0xEF, 0xBF, 0xBD] : []
        var room = result.count
        // iconv moves pointers into both buffers, which stay where they are for these calls.
        unsafe input.withUnsafeMutableBytes { input in
            unsafe result.withUnsafeMutableBytes { output in
                var from = unsafe input.baseAddress?.assumingMemoryBound(to: CChar.self)
                var to = unsafe output.baseAddress?.assumingMemoryBound(to: CChar.self)
                var left = input.count
                while left > 0 {
                    _ = unsafe iconv(converter, &from, &left, &to, &room)
                    guard left > 0, room > replacement.count else { break }
                    // The next byte begins no character.
                    for byte in replacement {
                        unsafe to?.pointee = CChar(bitPattern: byte)
                        unsafe to = to?.advanced(by: 1)
                    }
                    room -= replacement.count
                    unsafe from = from?.advanced(by: 1)
                    left -= 1
                }
            }
        }
        return Array(result.dropLast(room))
    }
}
