// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// The binary form of a Fernet token, for whoever shows its parts. PROTOCOL.md §5.
public enum Token {
    public static let layout = layout(
        version: .tokenVersion, timestamp: .tokenTimestamp, iv: .tokenIV, ciphertext: .tokenCiphertext,
        hmac: .tokenHMAC)

    /// Returns the same form with the fields of another protocol.
    public static func layout(version: Field, timestamp: Field, iv: Field, ciphertext: Field, hmac: Field) -> Layout {
        Layout([.value(version), .value(timestamp), .fixed(iv, 16), .allBut(32, ciphertext), .fixed(hmac, 32)])
    }
}

extension Field {
    public static let tokenVersion = Field(
        "fernwire.token.version", "Token version", kind: .u8.hexadecimal, summary: "0x80 for Fernet")
    public static let tokenTimestamp = Field(
        "fernwire.token.timestamp", "Token timestamp", kind: .secondsSince1970,
        summary: "The sender's clock, in the clear")
    public static let tokenIV = Field(
        "fernwire.token.iv", "IV", kind: .bytes, summary: "Initialisation vector of AES-128-CBC")
    public static let tokenCiphertext = Field(
        "fernwire.token.ciphertext", "Ciphertext", kind: .bytes, summary: "AES-128-CBC with PKCS#7")
    public static let tokenHMAC = Field(
        "fernwire.token.hmac", "Token HMAC", kind: .bytes, summary: "HMAC-SHA256 of the token's other bytes")
}
