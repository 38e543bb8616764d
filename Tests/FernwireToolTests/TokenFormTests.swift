// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FernwireTool

/// All that is told of a token that opens, in lines for people and as JSON.
@Suite struct TokenFormTests {
    private static let note = "it is given as bytes; services take its base64url text"

    /// Returns what is found of the sample at the very second at which it was made.
    private func finding(_ text: [UInt8]) throws -> TokenFinding {
        try #require(TokenSample.findings(text, keys: try TokenSample.keys()).first)
    }

    @Test("The lines of a token count its characters where it is text, and only its bytes where it is given as those")
    func lines() throws {
        let begin = ["version     0x80", "timestamp   1985-10-26 08:20:00 UTC", "age         0 seconds (0 s)"]
        let end = ["key         keys, line 1", "plaintext   5 bytes, text", "    hello"]
        let text = TokenPage(try finding(Array(TokenSample.token.utf8))).lines
        #expect(
            text == begin
                + ["length      100 characters, 73 bytes, 16 of them ciphertext", "base64url   canonical"] + end)
        let bytes = TokenPage(try finding(TokenSample.bytes())).lines
        #expect(
            bytes == begin
                + [
                    "length      73 bytes, 16 of them ciphertext", "base64url   none: given as bytes",
                    "note        " + Self.note,
                ] + end)
    }

    @Test("The object of a token has characters only where it is text, and notes only where there is one")
    func objects() throws {
        let begin = #"{"line":3,"version":128,"timestamp":499162800,"time":"1985-10-26T08:20:00Z","age":0,"#
        let end =
            #""status":"opened","key":{"path":"keys","line":1},"plaintext_bytes":5,"plaintext_form":"text","#
            + #""plaintext":"hello"}"#
        let text = TokenObject(try finding(Array(TokenSample.token.utf8)), line: 3).text
        #expect(text == begin + #""characters":100,"bytes":73,"ciphertext_bytes":16,"canonical":true,"# + end)
        let bytes = TokenObject(try finding(TokenSample.bytes()), line: 3).text
        let notes = "\"notes\":[\"" + Self.note + "\"],"
        #expect(bytes == begin + #""bytes":73,"ciphertext_bytes":16,"canonical":false,"# + notes + end)
    }
}
