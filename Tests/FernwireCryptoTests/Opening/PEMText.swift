// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto

/// A block in PEM that holds `bytes`.
///
/// - Parameter headers: those of RFC 1421, with the empty line after them.
func pemText(_ label: String, _ bytes: [UInt8], headers: String = "") -> String {
    var text: [UInt8] = []
    Base64.encode(bytes.span.bytes, into: &text)
    var block = "-----BEGIN \(label)-----\n" + headers
    for start in stride(from: 0, to: text.count, by: 64) {
        block += String(decoding: text[start..<min(start + 64, text.count)], as: UTF8.self) + "\n"
    }
    return block + "-----END \(label)-----\n"
}
