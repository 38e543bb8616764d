// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import TestSupport
import Testing

@testable import FernwireTool

/// Why a token stays closed, in one sentence.
@Suite struct TokenRefusalTests {
    private static let token = TokenSample.token
    private static let bare = TokenSample.bare
    /// A token of 120 characters, whose last is padding.
    private static let longer = FernetVectors.python[3].1

    private static let beginning = "it is no Fernet token: a token begins with gAAAAA, and this begins with "
    private static let whole = "; copy the token from its beginning"
    private static let length = "it is cut: a token has 57 bytes and whole blocks of 16, so at least "
    private static let copy = "; copy all of it, and no more"
    private static let wrong =
        ": it was made with another key, or changed on its way; look for the key that the service had when it made the token"

    private static func version(_ version: String) -> String {
        "it is no Fernet token: its first byte, the version, is 0x\(version) instead of 0x80, so the text does not begin with"
            + " gAAAAA\(whole)"
    }

    /// Texts that stay closed with the right key, and the sentences.
    private static let closed: [(String, String)] = [
        (FernetVectors.invalid[0].token, "none of the 2 keys makes its HMAC" + wrong),
        (FernetVectors.invalid[1].token, length + "44 characters are missing at its end" + copy),
        (FernetVectors.invalid[2].token, beginning + "%%%%%%" + whole),
        (FernetVectors.invalid[3].token, length + "2 characters are missing at its end" + copy),
        (
            FernetVectors.invalid[4].token,
            "its HMAC is right, but what was decrypted has no valid padding (PKCS#7); correct the program that made it"
        ),
        (FernetVectors.invalid[5].token, version("81")),
        // One of the specification's own, in a form that was given up.
        (
            "rn9hs9yS0GVWjk4hH822VIwQUWz-_WZWCLzsD7SgV2IAAAAAHcCesAABAgMEBQYHCAkKCwwNDg8tNtXKRlVimf3hMAhjOASy",
            version("ae")
        ),
        (String(bare.prefix(50)), length + "48 characters are missing at its end" + copy),
        (String(bare.dropLast()), length + "1 character is missing at its end" + copy),
        (
            String(longer.prefix(110)),
            length + "9 characters are missing at its end, or it is too long by 12 characters" + copy
        ),
        ("gAAAAA", length + "92 characters are missing at its end" + copy),
        (
            token.prefix(29) + "!" + token.dropFirst(30),
            "its character 30 is '!', which base64url does not have; copy the token again"
        ),
        (
            token.prefix(29) + "\u{2013}" + token.dropFirst(30),
            "its character 30 is '\u{2013}', which base64url does not have; copy the token again"
        ),
        (
            token.prefix(29) + "\u{1B}[31m" + token.dropFirst(30),
            "its character 30 is '\\u{1b}', which base64url does not have; copy the token again"
        ),
        (
            token.prefix(30) + "…",
            "it was shortened by the program that showed it: character 31 is an ellipsis; copy all of the token"
        ),
        (
            token.prefix(30) + "..." + token.suffix(9),
            "it was shortened by the program that showed it: character 31 is an ellipsis; copy all of the token"
        ),
        (
            "eyJhbGciOiJIUzI1NiJ9.e30.x",
            "it is no Fernet token but a JSON Web Token, which begins with eyJ; open it with a program for those"
        ),
        (
            FernetVectors.keyText,
            "it is a key, not a token; keep it in a file that only you may read, and name that with --keys PATH"
        ),
        ("hello", version("85")),
        ("hello, world", beginning + "hello," + whole),
        ("\u{1B}[31mred", beginning + "\\u{1b}[31mr" + whole),
        ("\u{FF}\u{FE}", beginning + "ÿþ" + whole),
        ("-", beginning + "-" + whole),
    ]

    @Test("Each reason why a token stays closed is told in one sentence, with what to do", arguments: closed)
    func reasons(_ text: String, _ sentence: String) throws {
        let findings = TokenSample.findings(Array(text.utf8), keys: try TokenSample.keys())
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.plaintext == nil)
        #expect(finding.refusal?.description == sentence)
        let labels = TokenPage(finding).lines.filter { $0.hasPrefix("closed ") }
        #expect(labels == ["closed      " + sentence])
        #expect(TokenObject(finding, line: 1).text.contains(#""status":"closed","reason":""#))
    }

    @Test("Without a key, with one and with several, the sentence says which were tried")
    func keysThatDoNotFit() throws {
        let other = TokenSample.key(.random())
        for (keys, refusal, sentence) in [
            ([], .noKey, "no key was given; name the file or the folder of the service's keys with --keys PATH"),
            ([other], .wrongKey(count: 1), "the key does not make its HMAC" + Self.wrong),
            ([other, other, other], .wrongKey(count: 3), "none of the 3 keys makes its HMAC" + Self.wrong),
        ] as [([TokenKeys.Key], TokenRefusal, String)] {
            let finding = try #require(TokenSample.findings(Array(Self.token.utf8), keys: keys).first)
            #expect(finding.refusal == refusal && refusal.description == sentence)
            #expect(finding.key == nil && finding.plaintextLengths == 0...15 && finding.ciphertextLength == 16)
        }
    }

    @Test("A token with any one character changed stays closed")
    func changedTokens() throws {
        let keys = try TokenSample.keys()
        for place in Self.bare.indices.dropLast() {
            var changed = Self.token
            changed.replaceSubrange(place...place, with: changed[place] == "A" ? "B" : "A")
            let findings = TokenSample.findings(Array(changed.utf8), keys: keys)
            #expect(findings.allSatisfy { $0.plaintext == nil && $0.refusal != nil }, "\(changed)")
        }
    }

    @Test("An expired token and one from the future are refused where a time to live is given, and only there")
    func timestamps() throws {
        let (keys, made) = (try TokenSample.keys(), TokenSample.made)
        func finding(_ timeToLive: UInt64?, _ now: UInt64) throws -> TokenFinding {
            let found = TokenSample.findings(Array(Self.token.utf8), keys: keys, timeToLive: timeToLive, now: now)
            return try #require(found.first)
        }
        for (timeToLive, now) in [
            (60, made + 60), (60, made), (60, made - 60), (nil, made + (1 << 40)), (.max, .max),
        ] as [(UInt64?, UInt64)] {
            #expect(try finding(timeToLive, now).refusal == nil)
        }
        let expired = try finding(60, made + 60 + 90)
        #expect(expired.refusal == .expired(age: 150, timeToLive: 60) && expired.plaintext == Array("hello".utf8))
        #expect(
            expired.refusal?.description
                == "it expired 1 minute 30 seconds ago (90 s): its age is above the time to live of 60 s; ask the service for"
                + " a new one")
        #expect(TokenPage(expired).lines.contains { $0.hasPrefix("refused     it expired") })
        let ahead = try finding(60, made - 61)
        #expect(ahead.refusal == .fromTheFuture(ahead: 61))
        #expect(
            ahead.refusal?.description
                == "its timestamp is 1 minute 1 second (61 s) in the future, and services allow 60 s; compare the clock of the"
                + " program that made it with this one's")
        let noted = try finding(nil, made - 61)
        #expect(noted.refusal == nil)
        #expect(noted.notes == ["its timestamp is in the future: a service that checks a time to live refuses it"])
        // Nobody confirms the timestamp of a token that stays closed.
        let closed = try #require(
            TokenSample.findings(Array(Self.token.utf8), keys: [], timeToLive: 60, now: made + 61).first)
        #expect(closed.refusal == .noKey)
        #expect(
            closed.notes.first?.hasPrefix("as its timestamp says, though no key confirms it, it expired 1 second")
                == true)
    }
}
