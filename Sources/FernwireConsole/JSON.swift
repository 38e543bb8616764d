// SPDX-License-Identifier: Apache-2.0

/// Strings of JSON, RFC 8259, that break no line and steer no terminal, whatever they hold.
package enum JSON {
    /// Returns `text` as a string of JSON, in quotes.
    package static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        append(Array(text.utf8), to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends `text`, which may be any bytes, as a string of JSON. What is no UTF-8 becomes U+FFFD.
    package static func append(_ text: [UInt8], to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        // Most text has nothing to be escaped.
        if text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            line += text
        } else {
            for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { append(scalar, to: &line) }
        }
        line.append(UInt8(ascii: "\""))
    }

    private static func append(_ scalar: Unicode.Scalar, to line: inout [UInt8]) {
        switch scalar {
        case "\"": line += Array("\\\"".utf8)
        case "\\": line += Array("\\\\".utf8)
        case "\n": line += Array("\\n".utf8)
        case "\r": line += Array("\\r".utf8)
        case "\t": line += Array("\\t".utf8)
        case _ where steersTerminal(scalar):
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                line += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
            }
        case _: line += Array(String(scalar).utf8)
        }
    }
}
