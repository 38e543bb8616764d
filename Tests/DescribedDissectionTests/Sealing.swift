// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import WireSchema

@testable import DescribedDissection

/// What senders do, with the project's own code where it has it.
enum Sealing {
    static let fernetKey = FernetKey(secret: SecretBytes(copying: Array((1...32).map { UInt8($0) }).span.bytes))
    static let otherFernetKey = FernetKey(secret: SecretBytes(copying: [UInt8](repeating: 9, count: 32).span.bytes))
    static let rsa = RSAPrivateKey.generate()
    static let otherRSA = RSAPrivateKey.generate()

    static func token(_ text: String, _ key: FernetKey = fernetKey) -> [UInt8] {
        var token: [UInt8] = []
        FernetCipher(key: key).seal(
            Array(text.utf8).span.bytes, timestamp: 1_700_000_000, iv: Array(16..<32), into: &token)
        return token
    }

    /// AES-128-CBC, the IV first.
    static func cbc(_ text: String, _ key: [UInt8], iv: [UInt8] = Array(32..<48)) -> [UInt8] {
        var sealed: [UInt8] = []
        AESCBC(key: key.span.bytes).encrypt(Array(text.utf8).span.bytes, iv: iv, into: &sealed)
        return sealed
    }

    static func aead(
        _ algorithm: AEAD.Algorithm, _ text: String, _ key: [UInt8], nonce: [UInt8], associated: [UInt8] = []
    ) -> [UInt8] {
        var sealed: [UInt8] = []
        AEAD(algorithm, key: SecretBytes(copying: key.span.bytes)).seal(
            Array(text.utf8).span.bytes, nonce: nonce.span.bytes, associated: associated.span.bytes, into: &sealed)
        return sealed
    }

    static func mac(_ key: [UInt8], _ data: [UInt8], _ digest: String = "sha256") -> [UInt8] {
        Digest(named: digest)?.hmac(key: key.span.bytes, parts: [data]) ?? []
    }

    static func oaep(_ plaintext: [UInt8], _ key: RSAPrivateKey = rsa) -> [UInt8] {
        key.publicKey.encrypt(plaintext.span.bytes, label: "")
    }
}

extension FernetKey {
    /// As a key file has it.
    var line: String { String(decoding: text(), as: UTF8.self) }
}

extension RSAPrivateKey {
    var privateText: String { String(decoding: pem(), as: UTF8.self) }
    var publicText: String { String(decoding: publicPEM(), as: UTF8.self) }
}
