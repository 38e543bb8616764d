// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import WireSchema

/// A line of a key file that tells what a private key opened, for whoever does not have that key:
///
///     UNWRAPPED <SHA-256 of the bytes that were sent> <bytes that were in them>
///
/// Both are in hexadecimal.
struct UnwrappedLine {
    let hash: [UInt8]
    let bytes: SecretBytes

    private static let label = Array("UNWRAPPED".utf8)

    init(hash: [UInt8], bytes: SecretBytes) {
        self.hash = hash
        self.bytes = bytes
    }

    /// - Returns: `nil` for a line of another form.
    init?(_ line: ArraySlice<UInt8>) {
        let words = line.split(separator: UInt8(ascii: " "))
        guard words.count == 3, Array(words[0]) == Self.label, let hash = Coding.hexadecimal(words[1]),
            hash.count == SHA256.length, let bytes = Coding.hexadecimal(words[2])
        else { return nil }
        self.hash = hash
        self.bytes = SecretBytes(wiping: bytes)
    }

    /// The line with its end. The caller wipes it.
    var text: [UInt8] {
        Self.label + [0x20] + Self.hexadecimal(hash) + [0x20] + Self.hexadecimal(Array(bytes.bytes)) + [0x0A]
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}
