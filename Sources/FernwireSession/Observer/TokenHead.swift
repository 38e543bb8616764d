// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// What a Fernet token shows to everyone: when it was made, and the IV.
struct TokenHead {
    /// Seconds since 1970.
    let timestamp: UInt64
    let iv: UInt128

    /// - Parameter token: its base64url text.
    init?(_ token: RawSpan) {
        // 36 characters hold the first 27 bytes: version, timestamp, IV and two more.
        guard token.byteCount > 36 else { return nil }
        var bytes: [UInt8] = []
        guard Base64URL.decode(token.extracting(0..<36), into: &bytes), bytes.count == 27 else { return nil }
        timestamp = bytes.rawSpan.integer(at: 1, width: 8)
        iv = bytes.rawSpan.integer128(at: 9)
    }
}

extension RawSpan {
    /// The big-endian integer of 16 bytes at `offset`.
    func integer128(at offset: Int) -> UInt128 {
        UInt128(integer(at: offset, width: 8)) << 64 | UInt128(integer(at: offset + 8, width: 8))
    }
}
