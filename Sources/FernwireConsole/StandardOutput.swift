// SPDX-License-Identifier: Apache-2.0
package import FernwireFiles

/// Lines for people and for other programs, each of which is written at once.
package enum StandardOutput {
    /// Writes a line to standard output.
    package static func write(line: String) {
        write(Array(line.utf8) + [0x0A])
    }

    /// Writes a line to standard error.
    package static func write(errorLine line: String) {
        write(Array(line.utf8) + [0x0A], to: .standardError)
    }

    /// Writes bytes. Where nobody reads any more they are lost.
    package static func write(_ bytes: [UInt8], to file: Descriptor = .standardOutput) {
        try? file.write(bytes)
    }
}

/// Text of a peer with control characters made visible: it must not steer the terminal.
package func harmless(_ bytes: [UInt8]) -> String {
    // Most text has nothing to be made visible.
    if bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) { return String(decoding: bytes, as: UTF8.self) }
    var text = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
        if steersTerminal(scalar) {
            text += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
            text.unicodeScalars.append(scalar)
        }
    }
    return text
}

/// Whether a character does something to a terminal instead of being shown.
package func steersTerminal(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
    default: false
    }
}
