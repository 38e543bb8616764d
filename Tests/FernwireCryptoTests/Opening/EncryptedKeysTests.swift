// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import TestSupport
import Testing

/// Private keys that a passphrase encrypts. The keys are throw-away samples, made with openssl pkcs8 and openssl pkcs12.
@Suite struct EncryptedKeysTests {
    private static let encrypted = """
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
