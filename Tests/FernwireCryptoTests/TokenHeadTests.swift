// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import TestSupport
import Testing

/// What everyone can read of a Fernet token.
@Suite struct TokenHeadTests {
    private let token = Array(FernetVectors.token.utf8)

    private func isRead(_ text: [UInt8]) -> Bool { TokenHead(text.span.bytes) != nil }

    @Test("The head of the specification's token tells its time and its IV")
    func tellsTimeAndIV() throws {
        let found = TokenHead(token.span.bytes)
        let head = try #require(found)
        let iv: UInt128 = 0x0001_0203_0405_0607_0809_0A0B_0C0D_0E0F
        #expect(head.timestamp == FernetVectors.timestamp)
        #expect(head.iv == iv)
    }

    @Test("A head takes 37 characters, and no fewer")
    func shortTexts() {
        for count in 0...36 {
            #expect(!isRead(Array(token[..<count])), "\(count)")
        }
        #expect(isRead(Array(token[..<37])))
    }

    @Test("A character outside the base64url alphabet is refused at each place of the head, and not looked at after it")
    func foreignCharacters() {
        for character in [0, 0xFF, UInt8(ascii: "%"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "/")] {
            for place in token.indices {
                var changed = token
                changed[place] = character
                #expect(isRead(changed) == (place >= 36), "\(character) at \(place)")
            }
        }
    }
}
