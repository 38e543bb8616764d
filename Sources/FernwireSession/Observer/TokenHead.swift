// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// What a Fernet token shows to everyone: when it was made, and the IV.
public struct TokenHead {
    /// Seconds since 1970.
    public let timestamp: UInt64
    public let iv: UInt128

    /// - Parameter token: its base64url text; `nil` where that is too short, or no base64url.
    public init?(_ token: RawSpan) {
        // 12 characters hold version and timestamp; the IV's 128 bits end 2 bits into the 34th.
        guard token.byteCount > 36 else { return nil }
        var bits: UInt128 = 0
        var timestamp: UInt64 = 0
        for place in 0..<33 {
            guard let value = Base64URL.value(of: token.byte(place)) else { return nil }
            bits = bits << 6 | UInt128(value)
            if place == 11 { timestamp = UInt64(truncatingIfNeeded: bits) }
        }
        guard let last = Base64URL.value(of: token.byte(33)) else { return nil }
        self.timestamp = timestamp
        iv = bits << 2 | UInt128(last >> 4)
    }
}
