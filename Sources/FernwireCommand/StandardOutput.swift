// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import Glibc

/// Lines for people and for other programs, written at once.
package enum StandardOutput {
    package static func write(line: String) {
        write(Array(line.utf8) + [0x0A], to: STDOUT_FILENO)
    }

    package static func write(errorLine line: String) {
        write(Array(line.utf8) + [0x0A], to: STDERR_FILENO)
    }

    package static func write(_ bytes: [UInt8], to file: Int32) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress! + offset, $0.count - offset) }
            if count < 0, errno == EINTR { continue }
            // Nobody reads any more.
            guard count > 0 else { return }
            offset += count
        }
    }
}

/// Text of a peer with control characters made visible: it must not steer the terminal.
package func harmless(_ bytes: [UInt8]) -> String {
    // Most text has nothing to be made visible.
    if bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) { return String(decoding: bytes, as: UTF8.self) }
    var text = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate:
            text += "\\u{\(String(scalar.value, radix: 16))}"
        default: text.unicodeScalars.append(scalar)
        }
    }
    return text
}
