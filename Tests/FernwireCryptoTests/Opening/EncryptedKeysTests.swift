// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import TestSupport
import Testing

/// Private keys that a passphrase encrypts. The keys are throw-away samples, made with openssl pkcs8 and openssl pkcs12.
@Suite struct EncryptedKeysTests {
    /// Its passphrase is "a sample passphrase", and it takes 2,048 rounds.
    static let encrypted = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjndJSQGFc05AICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEFIzIoSpra4MNvQjyXpGMPMEQPsx
        mKf88ogeOEDaX9ODibTYJ2U8/gu/sY+DBIZmiDarA8HGCpoES0W1eD6pF29wQaSA
        yTSycAOmQA2GpXZPE9Q=
        -----END ENCRYPTED PRIVATE KEY-----

        """
    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIGJpIoPDloYLBxzOz0N+EZGes5CAhkapqgKxbvZr71em
        -----END PRIVATE KEY-----

        """
    /// A PKCS#12 file of the same key whose passphrase is empty.
    private static let withEmptyPassphrase = [
        "MIIBJQIBAzCB3AYJKoZIhvcNAQcBoIHOBIHLMIHIMIHFBgkqhkiG9w0BBwGggbcEgbQwgbEwga4G",
        "CyqGSIb3DQEMCgECoIGeMIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhWFzCq4IL+",
        "IwICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEAJiJaNZ0iTCvPO9neLCeh4EQFOWqg67",
        "zkKe21oh8COVCjF10y53s3yeHCZRDESxx99DThMeuirCtxhdxJsbz9UtJGYQrSggr2SUuQiRhk/t",
        "+GQwQTAxMA0GCWCGSAFlAwQCAQUABCDCWX0zSUqMWJlyH9b/5reXD17HXM1I8DHZ5frtjpTYQQQI",
        "4HblCVNSxusCAggA",
    ].joined()

    private func decrypted(_ text: String, _ passphrases: String) -> String? {
        EncryptedKeys.decrypt(utf8(text), with: Passphrases(text: utf8(passphrases)))
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("A key opens on the line where it stood, with what is before and after it, and not with another passphrase")
    func opensInItsPlace() throws {
        let text = "# before\n" + Self.encrypted + "after\n"
        let opened = try #require(decrypted(text, "a sample passphrase\n"))
        #expect(opened.hasPrefix("# before\n" + Self.key) && opened.hasSuffix("\nafter\n"))
        #expect(opened.split(separator: "\n", omittingEmptySubsequences: false).count == 9)
        #expect(decrypted(text, "a sample passphrase \n") == nil && decrypted(text, "") == nil)
        #expect(decrypted(Self.key, "a sample passphrase") == nil)
        let windows = Self.encrypted.replacing("\n", with: "\r\n")
        #expect(decrypted(windows, "a sample passphrase\r\n")?.hasPrefix(Self.key) == true)
    }

    /// `Samples.rsa1024` in the form of RFC 1421, as `openssl rsa -traditional -aes128` writes it.
    private func traditional(_ passphrase: String) throws -> String {
        let lines = Samples.rsa1024.split(separator: "\n").filter { !$0.hasPrefix("-----") }
        var der: [UInt8] = []
        let isBase64 = Base64.decode(utf8(lines.joined()).span.bytes, into: &der)
        try #require(isBase64)
        // The key of PKCS#1 stands after the 26 bytes that PKCS#8 puts before it.
        let plaintext = Array(der[26...])
        let iv = [UInt8](0..<16)
        let salt = Array(iv[..<8])
        let md5 = try #require(Digest(named: "md5"))
        let derived = KeyDerivation.evpBytesToKey(
            md5, password: utf8(passphrase).span.bytes, salt: salt.span.bytes, length: 16)
        let key = try #require(derived).copy()
        var sealed: [UInt8] = []
        AESCBC(key: key.span.bytes).encrypt(plaintext.span.bytes, iv: iv, into: &sealed)
        let headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,000102030405060708090A0B0C0D0E0F\n\n"
        return pemText("RSA PRIVATE KEY", Array(sealed[iv.count...]), headers: headers)
    }

    @Test("A key in the form of RFC 1421 opens with its passphrase, and not with another one")
    func opensTheOlderForm() throws {
        let text = try traditional("a sample passphrase")
        #expect(decrypted(text, "a sample passphrase")?.hasPrefix(Samples.rsa1024) == true)
        #expect(decrypted(text, "another passphrase") == nil)
    }

    @Test("An algorithm with few parameters or none in it opens nothing, and does not keep other keys from opening")
    func shortParameters() {
        let identifier = bytes("06092a864886f70d01050d")
        // With their header, the last two have 8 bytes and 9: one fewer than the identifier of scrypt, and as many.
        for content in ["", "0500", "040400000000", "04050000000000"].map({ bytes($0) }) {
            let parameters: [UInt8] = [0x30, UInt8(content.count)] + content
            let algorithm: [UInt8] = [0x30, UInt8(identifier.count + parameters.count)] + identifier + parameters
            let fields: [UInt8] = algorithm + [0x04, 0x01, 0x00]
            let text = pemText("ENCRYPTED PRIVATE KEY", [0x30, UInt8(fields.count)] + fields)
            #expect(decrypted(text, "a sample passphrase") == nil)
            #expect(decrypted(text + Self.encrypted, "a sample passphrase")?.contains(Self.key) == true)
        }
    }

    @Test("At most 16 passphrases are tried, and empty lines are none")
    func passphrasesAreBounded() {
        let others = (1...15).map { "wrong \($0)\n\n" }.joined()
        #expect(Passphrases(text: utf8(others)).count == 15 && Passphrases(text: utf8("\r\n\n")).isEmpty)
        #expect(decrypted(Self.encrypted, others + "a sample passphrase") != nil)
        #expect(decrypted(Self.encrypted, others + "wrong\na sample passphrase") == nil)
    }

    @Test("At most 16 keys of a text are decrypted")
    func keysAreBounded() throws {
        let many = String(repeating: Self.encrypted, count: 18)
        let opened = try #require(decrypted(many, "a sample passphrase"))
        #expect(opened.split(separator: "\n").count { $0 == "-----BEGIN PRIVATE KEY-----" } == 16)
        #expect(opened.hasSuffix(Self.encrypted + Self.encrypted))
    }

    @Test("A PKCS#12 file opens with an empty passphrase, and not once a bit of it is changed")
    func pkcs12() throws {
        let text = utf8(Self.withEmptyPassphrase)
        var file: [UInt8] = []
        let isBase64 = Base64.decode(text.span.bytes, into: &file)
        #expect(isBase64)
        #expect(EncryptedKeys.isPKCS12(file) && !EncryptedKeys.isPKCS12(utf8(Self.key)))
        #expect(EncryptedKeys.decrypt(file, with: Passphrases()) == utf8(Self.key))
        for index in stride(from: 0, to: file.count, by: 7) {
            var changed = file
            changed[index] ^= 4
            let opened = EncryptedKeys.decrypt(changed, with: Passphrases())
            #expect(opened == nil || opened == utf8(Self.key))
            _ = EncryptedKeys.decrypt(Array(file[..<index]), with: Passphrases())
        }
    }

    @Test("What has the elements of a PKCS#12 file is one, unless the last is longer than the rest of the file")
    func elementsOfPKCS12() {
        for (file, isPKCS12) in [("300702010330003000", true), ("300702010330003001", false)] {
            #expect(EncryptedKeys.isPKCS12(bytes(file)) == isPKCS12, "\(file)")
        }
    }

    @Test("A text that is cut anywhere neither opens nor traps")
    func cutTexts() {
        let passphrases = Passphrases(text: utf8("a sample passphrase"))
        let whole = utf8(Self.encrypted)
        for count in 0..<(whole.count - 10) {
            #expect(EncryptedKeys.decrypt(Array(whole[..<count]), with: passphrases) == nil)
        }
    }

    /// The same key, with iteration counts that would take minutes: 2,147,483,647 in the first, and 300 times scrypt's in the second.
    private static let endless = [
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIGdMFkGCSqGSIb3DQEFDTBMMCsGCSqGSIb3DQEFDDAeBAiXzveUIa00BgIEf///
        /zAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQYaK4ORb5metRaPCXijYPRwRA
        z9qdAsL8thT+RXLy7qcSQkXTGBotfVlykqivEB2CgCuKqCevVYRdIFOcwZKQcYcY
        XIvr6zkkNUljTxhxLpvlJQ==
        -----END ENCRYPTED PRIVATE KEY-----

        """,
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIGUMFAGCSqGSIb3DQEFDTBDMCIGCSsGAQQB2kcECzAVBAg/GTqOMh7QnAICQAAC
        AQgCAgEsMB0GCWCGSAFlAwQBKgQQyAomOIRlr0v13bi8LDUoZARAnZDE+vN1KPOc
        K990PE8T45cWlge3dElwiaTo1usla+vouXf7KyeIVRM8b1giNlxKHxI1tMSdNY+m
        OBgR04tcjA==
        -----END ENCRYPTED PRIVATE KEY-----

        """,
    ]
    /// The same key as OpenSSL encrypts it with scrypt.
    private static let withScrypt = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIGTME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAixJ0nhyrs7aAICQAAC
        AQgCAQEwHQYJYIZIAWUDBAEqBBAC+THq64WfB93Ii404nO1JBEA0mMVHW+3OShJ6
        iAOeRf9jQmo29fRwNg5WL1QHFi0Jm4Kyk6JRpquyOvtGb8VfyXokarbr5wIdDmf/
        hYMUemQ7
        -----END ENCRYPTED PRIVATE KEY-----

        """
    /// A PKCS#12 file whose authentication would take 2,147,483,647 rounds.
    private static let endlessFile = [
        "MIIBKQIBAzCB3gYJKoZIhvcNAQcBoIHQBIHNMIHKMIHHBgkqhkiG9w0BBwGggbkEgbYwgbMwgbAG",
        "CyqGSIb3DQEMCgECoIGgMIGdMFkGCSqGSIb3DQEFDTBMMCsGCSqGSIb3DQEFDDAeBAhIuGjXiVy2",
        "3gIEAQNmQDAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQesmECWEm6OJ3Ob09Y3oAWQRABMWj",
        "bYtUvWFgZUSOGxF9cOR7XGYBpb/qqsjkv+Xk+aK4Lho9B89nQiAH9lDR0rfjul3nSHxfKtM9hjbu",
        "VX9WhDBDMDEwDQYJYIZIAWUDBAIBBQAEIDI2o9qmBZjFR57OSde6Be3sp/xGOAonjPTKbrJ/Ptl5",
        "BAjyy+ZXRqHZhwIEf////w==",
    ].joined()

    /// Whoever gives a key away says in it what deriving its key takes.
    @Test(
        "A key that would take minutes to derive is refused at once, with and without its passphrase",
        .timeLimit(.minutes(1)))
    func costsAreBounded() throws {
        for text in Self.endless {
            #expect(decrypted(text, "a sample passphrase") == nil)
            // What stands beside it opens.
            #expect(decrypted(text + Self.encrypted, "a sample passphrase")?.contains(Self.key) == true)
        }
        #expect(decrypted(Self.withScrypt, "a sample passphrase")?.hasPrefix(Self.key) == true)
        var file: [UInt8] = []
        let isBase64 = Base64.decode(utf8(Self.endlessFile).span.bytes, into: &file)
        #expect(isBase64 && EncryptedKeys.isPKCS12(file))
        #expect(EncryptedKeys.decrypt(file, with: Passphrases(text: utf8("a sample passphrase"))) == nil)
    }
}
