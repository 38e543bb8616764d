// SPDX-License-Identifier: Apache-2.0

/// Why a token is refused: each kind of invalid token that the Fernet specification knows.
public enum FernetError: BitwiseCopyable, Error, Equatable, Sendable {
    /// The text is not canonical base64url.
    case invalidBase64
    /// The token has fewer than the 73 bytes of one without plaintext.
    case tooShort(bytes: Int)
    case unsupportedVersion(UInt8)
    /// The ciphertext is not whole blocks.
    case incompleteBlock(bytes: Int)
    /// The HMAC does not match: another key, or the token was changed.
    case invalidMAC
    /// The token is older than the time to live.
    case expired(ageSeconds: UInt64)
    /// The token is from further in the future than clocks may differ.
    case fromTheFuture(aheadSeconds: UInt64)
    /// The HMAC matches, but what was decrypted does not end as it must.
    case invalidPadding
}

extension FernetError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalidBase64: "the token is not canonical base64url"
        case .tooShort(let bytes): "the token has \(bytes) bytes; 73 are the least"
        case .unsupportedVersion(let version): "the token has version \(version), not 128"
        case .incompleteBlock(let bytes): "the token's ciphertext of \(bytes) bytes is not whole blocks of 16"
        case .invalidMAC: "the token's HMAC does not match"
        case .expired(let age): "the token is \(age) s old and has expired"
        case .fromTheFuture(let ahead): "the token is from \(ahead) s in the future"
        case .invalidPadding: "the token's padding is invalid"
        }
    }
}
