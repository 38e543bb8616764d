// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import FernwireTool

/// Tokens as people have them, which open all the same.
@Suite struct TokenRepairTests {
    private static let token = TokenSample.token
    private static let bare = TokenSample.bare
    private static let hexadecimal = ValueText.hexadecimal(TokenSample.bytes())

    /// Texts that open, each with the note about it.
    private static let repaired: [(String, String)] = [
        ("b'\(token)'", "Python's b'…' stands around it; that is left out"),
        ("b\"\(token)\"", "Python's b\"…\" stands around it; that is left out"),
        ("'\(token)'", "quotes stand around it; they are left out"),
        ("X-Auth-Token: \(token)", "text stands before it and is left out: X-Auth-Token: "),
        (bare, "its padding is missing: == at its end, which Keystone leaves out, too"),
        (bare + "=", "its padding has 1 characters instead of 2"),
        (token + "==", "its padding has 4 characters instead of 2"),
        (bare + "%3D%3D", "it is percent-encoded, as in a URL; %3D is ="),
        (bare + "%253D%253d", "it is percent-encoded, as in a URL; %3D is ="),
        (
            token.replacing("-", with: "+").replacing("_", with: "/"),
            "it is written in base64, with + and /; base64url has - and _ in their place"
        ),
        (token.prefix(40) + " " + token.dropFirst(40), "blanks or line breaks stand within it; they are left out"),
        (token.prefix(64) + "\r\n" + token.dropFirst(64), "blanks or line breaks stand within it; they are left out"),
        (token.prefix(64) + "\n" + token.dropFirst(64), "blanks or line breaks stand within it; they are left out"),
        (token.prefix(9) + "\u{200B}" + token.dropFirst(9), "blanks or line breaks stand within it; they are left out"),
        (bare.dropLast() + "B==", "its last character has bits that stand for nothing"),
        (bare + "abc", "it is too long by 3 characters; its HMAC shows where it ends"),
        (bare + String(repeating: "a", count: 22), "it is too long by 22 characters; its HMAC shows where it ends"),
        (token + "abc", "what follows its character 100 is left out, 3 characters"),
        (token + " HTTP/1.1", "what follows its character 100 is left out, 8 characters"),
        (bare + " HTTP/1.1", "what follows its character 98 is left out, 8 characters"),
        (
            token.prefix(29) + "!" + token.dropFirst(29).replacing("=", with: ""),
            "its character 30 is '!', which base64url does not have; Python passes over it, others refuse it"
        ),
        (hexadecimal, "it is given in hexadecimal; services take its base64url text"),
        ("0x" + hexadecimal.uppercased(), "it is given in hexadecimal; services take its base64url text"),
        (hexadecimal + "00", "it is too long by 1 byte; its HMAC shows where it ends"),
        (base64(token), "it is base64 of a token's text, as Kubernetes keeps secrets"),
    ]

    private static func base64(_ text: String) -> String {
        var encoded: [UInt8] = []
        Base64URL.encode(Array(text.utf8).span.bytes, into: &encoded)
        return String(decoding: encoded, as: UTF8.self)
    }

    @Test("What can be put right without doubt is put right and said, and the token opens", arguments: repaired)
    func repairs(_ text: String, _ note: String) throws {
        let findings = TokenSample.findings(Array(text.utf8), keys: try TokenSample.keys())
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.plaintext == Array("hello".utf8), "\(finding.refusal as Any)")
        #expect(finding.refusal == nil && finding.notes.contains(note), "\(finding.notes)")
        #expect(!finding.text.isCanonical || note.contains("left out"))
        // Nothing of that helps without the key.
        let closed = TokenSample.findings(Array(text.utf8), keys: [TokenSample.key(.random())])
        #expect(closed.allSatisfy { $0.plaintext == nil && $0.refusal != nil })
    }

    @Test("A token as its program made it needs no note, whatever blanks stand around it")
    func nothingToRepair() throws {
        for text in [Self.token, " \(Self.token)\n", "\n\n\t\(Self.token)\r\n\n", "\u{FEFF}\(Self.token)"] {
            let findings = TokenSample.findings(Array(text.utf8), keys: try TokenSample.keys())
            let finding = try #require(findings.first)
            #expect(findings.count == 1 && finding.plaintext == Array("hello".utf8))
            #expect(finding.text.isCanonical && finding.text.characters == 100)
            if !text.hasPrefix("\u{FEFF}") { #expect(finding.notes.isEmpty) }
        }
    }

    @Test("The bytes of a token open, and more bytes or fewer do not")
    func bytesOfAToken() throws {
        let bytes = TokenSample.bytes()
        let finding = try #require(TokenSample.findings(bytes, keys: try TokenSample.keys()).first)
        #expect(finding.plaintext == Array("hello".utf8) && finding.text.characters == 0)
        #expect(finding.notes == ["it is given as bytes; services take its base64url text"])
        let cut = try #require(TokenSample.findings(bytes.dropLast(), keys: try TokenSample.keys()).first)
        #expect(cut.refusal == .cut(missing: 1, surplus: nil, unit: .bytes) && cut.plaintext == nil)
    }

    @Test("Several tokens are told apart: on lines, in a line, and run together")
    func severalTokens() throws {
        let other = try TokenSample.token(of: Array("a second token, longer".utf8))
        for (text, lines, notes) in [
            ("\(Self.token)\n\n\(other)\n", [1, 3], []), ("\(Self.token) \(other)", [1, 1], []),
            ("\(Self.token),\(other)", [1, 1], []),
            (
                "\(Self.token)\(other)", [1, 1],
                ["another token follows without a separator: two tokens run together here"]
            ),
            (
                "\(Self.bare)\(other)", [1, 1],
                [
                    "its padding is missing: == at its end, which Keystone leaves out, too",
                    "another token follows without a separator: two tokens run together here",
                ]
            ),
            (
                "\(Self.token.prefix(50))\n\(Self.token.dropFirst(50))\n\(other)", [1, 3],
                ["blanks or line breaks stand within it; they are left out"]
            ),
        ] {
            #expect(TokenInput.tokens(Array(text.utf8)).map(\.line) == lines, "\(text)")
            let findings = TokenSample.findings(Array(text.utf8), keys: try TokenSample.keys())
            #expect(findings.map { $0.plaintext?.count } == [5, 22], "\(text)")
            #expect(findings.first?.notes == notes)
        }
    }

    /// A clock in milliseconds gives another beginning than `gAAAAA`.
    @Test("A token of any timestamp opens, and a wrong character in it is told")
    func anyTimestamp() throws {
        for timestamp: UInt64 in [0, 1 << 32, 1_700_000_000_000, .max] {
            let token = try TokenSample.token(of: Array("hello".utf8), at: timestamp)
            let opened = try #require(TokenSample.findings(Array(token.utf8), keys: try TokenSample.keys()).first)
            #expect(opened.plaintext == Array("hello".utf8) && opened.timestamp == timestamp)
            let changed = token.prefix(29) + "!" + token.dropFirst(30)
            let closed = try #require(TokenSample.findings(Array(changed.utf8), keys: try TokenSample.keys()).first)
            #expect(closed.refusal == .character("'!'", place: 30))
        }
    }

    @Test("Between tokens, a line that is none is told as none")
    func linesThatAreNoTokens() throws {
        let text = "\(Self.token)\nhello, world\n\(Self.token)"
        let findings = TokenSample.findings(Array(text.utf8), keys: try TokenSample.keys())
        #expect(findings.map { $0.plaintext != nil } == [true, false, true])
        #expect(findings[1].refusal == .notAToken(beginning: "hello,"))
    }
}
