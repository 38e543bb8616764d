// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import FernwireTool

/// Where a token begins and ends in a text.
@Suite struct TokenInputTests {
    @Test("A token that is cut goes on in the next line only if that has nothing but characters of base64")
    func continuation() {
        let begun = TokenSample.token.prefix(50)
        for (next, lines, isCut) in [
            (String(TokenSample.token.dropFirst(50)), [1], false), ("hello, world", [1, 2], true),
            ("!", [1, 2], true),
        ] {
            let tokens = TokenInput.tokens(Array("\(begun)\n\(next)\n".utf8))
            #expect(tokens.map(\.line) == lines, "\(next)")
            #expect(tokens.first?.token.isCut == isCut, "\(next)")
        }
    }

    @Test("Blanks around a text are left out, and those at the end of a token's bytes belong to them")
    func blanks() {
        let version = FernetCipher.version
        for (text, trimmed) in [
            ([0x20, 0x09, 0x41, 0x0A, 0x20], [0x41]), ([version, 0x41, 0x0A, 0x20], [version, 0x41, 0x0A, 0x20]),
            ([0x0A, 0x20], []),
        ] as [([UInt8], [UInt8])] {
            let found = Array(TokenScan.trimmed(text[...]))
            #expect(found == trimmed)
        }
    }

    @Test("What stands around hexadecimal digits is noted, and nothing where nothing does")
    func wrappedDigits() {
        let digits = ValueText.hexadecimal(TokenSample.bytes())
        let isHexadecimal = "it is given in hexadecimal; services take its base64url text"
        let isWrapped = "what stands around it is left out, such as quotes or a name"
        for (text, notes) in [
            (digits, [isHexadecimal]), ("'\(digits)'", [isWrapped, isHexadecimal]),
            ("TOKEN=\(digits)", [isWrapped, isHexadecimal]),
        ] {
            let token = TokenText(Array(text.utf8)[...])
            #expect(token.notes == notes && token.bytes == TokenSample.bytes(), "\(text)")
        }
    }
}
