// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

/// Fernet tokens that are not written as text.
@Suite struct FernetBytesTests {
    private func token(_ plaintext: [UInt8], _ cipher: FernetCipher) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let isText = Base64URL.decode(cipher.sealed(plaintext).span.bytes, into: &bytes)
        try #require(isText)
        return bytes
    }

    private func opened(_ token: [UInt8], _ cipher: FernetCipher) throws(FernetError) -> [UInt8] {
        var plaintext: [UInt8] = [1]
        do throws(FernetError) {
            try cipher.open(bytes: token, appendingTo: &plaintext)
        } catch {
            #expect(plaintext == [1])
            throw error
        }
        return Array(plaintext.dropFirst())
    }

    @Test("The bytes of a token open under a key of 32 bytes as its text does, and nothing near them does")
    func tokensOfBytes() throws {
        let (cipher, other) = (FernetCipher(key: try Samples.fernetKey()), FernetCipher(key: .random()))
        for count in [0, 1, 15, 16, 100] {
            let plaintext = [UInt8](repeating: 7, count: count)
            let token = try token(plaintext, cipher)
            #expect(try opened(token, cipher) == plaintext)
            #expect(throws: FernetError.invalidMAC) { try opened(token, other) }
            for place in token.indices {
                var changed = token
                changed[place] ^= 1
                #expect(throws: FernetError.self) { try opened(changed, cipher) }
                #expect(throws: FernetError.self) { try opened(Array(token[..<place]), cipher) }
            }
            #expect(throws: FernetError.self) { try opened(token + [0], cipher) }
            #expect(throws: FernetError.unsupportedVersion(UInt8(ascii: "g"))) {
                try opened(cipher.sealed(plaintext), cipher)
            }
        }
        #expect(throws: FernetError.tooShort(bytes: 0)) { try opened([], cipher) }
    }
}
