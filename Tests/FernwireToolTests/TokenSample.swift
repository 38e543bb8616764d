// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import TestSupport

@testable import FernwireTool

/// Tokens, keys and findings for tests of `fernwire token`.
enum TokenSample {
    static let token = FernetVectors.token
    /// The token without its padding.
    static let bare = String(token.dropLast(2))
    static let made = FernetVectors.timestamp

    static func key(_ text: String? = nil) throws -> TokenKeys.Key {
        let bytes = Array((text ?? FernetVectors.keyText).utf8)
        return key(try FernetKey(text: bytes.span.bytes))
    }

    static func key(_ key: FernetKey) -> TokenKeys.Key {
        TokenKeys.Key(
            cipher: FernetCipher(key: key), path: "keys", line: 1, number: nil, name: nil, role: nil, isInFolder: false)
    }

    /// The key of the vectors behind another one.
    static func keys() throws -> [TokenKeys.Key] { [key(.random()), try key()] }

    static func bytes(_ token: String = token) -> [UInt8] {
        var bytes: [UInt8] = []
        _ = Base64URL.decode(Array(token.utf8).span.bytes, into: &bytes)
        return bytes
    }

    static func findings(
        _ text: [UInt8], keys: [TokenKeys.Key], timeToLive: UInt64? = nil, now: UInt64 = made
    ) -> [TokenFinding] {
        TokenInput.tokens(text).map { TokenFinding($0.token, keys: keys, timeToLive: timeToLive, now: now) }
    }

    /// A token of `plaintext` under the key of the vectors.
    static func token(of plaintext: [UInt8], at timestamp: UInt64 = made) throws -> String {
        var token: [UInt8] = []
        try key().cipher.seal(plaintext.span.bytes, timestamp: timestamp, into: &token)
        return String(decoding: token, as: UTF8.self)
    }
}
