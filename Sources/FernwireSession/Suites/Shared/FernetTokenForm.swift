// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

extension FernetToken {
    /// Whether `text` has only characters of base64url, and begins as the version 0x80 and a timestamp of our age do.
    static func mayBe(_ text: RawSpan) -> Bool {
        let beginning = Self.beginning
        guard text.byteCount >= shortest, text.byteCount % 4 == 0,
            text.extracting(0..<beginning.count).isEqual(to: beginning.rawSpan)
        else { return false }
        for index in 0..<text.byteCount {
            switch text.byte(index) {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="):
                continue
            default: return false
            }
        }
        return true
    }
}
