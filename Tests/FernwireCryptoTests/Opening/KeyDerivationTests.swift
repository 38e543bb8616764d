// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@Suite struct KeyDerivationTests {
    private func digest(_ name: String) throws -> Digest { try #require(Digest(named: name)) }

    private func hkdf(
        _ name: String, secret: [UInt8], salt: [UInt8] = [], info: [UInt8] = [], length: Int
    ) throws -> [UInt8]? {
        KeyDerivation.hkdf(
            try digest(name), secret: secret.span.bytes, salt: salt.span.bytes, info: info.span.bytes, length: length)?
            .copy()
    }

    private func pbkdf2(
        _ name: String, _ password: String, salt: String, iterations: Int, length: Int
    ) throws -> [UInt8]? {
        KeyDerivation.pbkdf2(
            try digest(name), password: utf8(password).span.bytes, salt: utf8(salt).span.bytes, iterations: iterations,
            length: length)?.copy()
    }

    private func scrypt(_ password: String, salt: String, n: Int, r: Int, p: Int, length: Int = 64) -> [UInt8]? {
        KeyDerivation.scrypt(
            password: utf8(password).span.bytes, salt: utf8(salt).span.bytes, cost: .init(n: n, r: r, p: p),
            length: length)?.copy()
    }

    private func evpBytesToKey(_ name: String, salt: String, length: Int) throws -> [UInt8]? {
        KeyDerivation.evpBytesToKey(
            try digest(name), password: utf8("secret").span.bytes, salt: bytes(salt).span.bytes, length: length)?
            .copy()
    }

    /// RFC 5869 A.1, A.2, A.3, A.4 and A.7.
    @Test("HKDF gives the keys of RFC 5869 with SHA-256 and SHA-1")
    func hkdf() throws {
        func range(_ first: UInt8, _ last: UInt8) -> [UInt8] { Array(first...last) }
        let expected = bytes("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
        let secret = [UInt8](repeating: 0x0B, count: 22)
        #expect(
            try hkdf("sha256", secret: secret, salt: range(0, 12), info: range(0xF0, 0xF9), length: 42) == expected)
        #expect(
            try hkdf("sha256", secret: range(0, 0x4F), salt: range(0x60, 0xAF), info: range(0xB0, 0xFF), length: 82)
                == bytes(
                    "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                        + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"))
        #expect(
            try hkdf("sha256", secret: secret, length: 42)
                == bytes("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"))
        #expect(
            try hkdf(
                "sha1", secret: Array(secret[..<11]), salt: range(0, 12), info: range(0xF0, 0xF9), length: 42)
                == bytes("085a01ea1b10f36933068b56efa5ad81a4f14b822f5b091568a9cdd4f155fda2c22e422478d305f3f896"))
        #expect(
            try hkdf("sha1", secret: [UInt8](repeating: 0x0C, count: 22), length: 42)
                == bytes("2c91117204d745f3500d636a62f64f0ab3bae548aa53d423b0d1f27ebba6f5e5673a081d70cce7acfc48"))
        // Made by Python's hmac: of nothing at all.
        #expect(
            try hkdf("sha512", secret: [], length: 70)
                == bytes(
                    "9d73c98e791e80ebe5b4cb45693aa32fdd44b5fa3edab3ec82f9d0f4d66905e2215ad0d4ac20fe570da59a5d189fdde6"
                        + "0e55f283703cd19bc95ebb16fc1c868e8a3872492cc6"))
        #expect(try hkdf("sha256", secret: secret, salt: range(0, 12), info: [], length: 42) != expected)
        #expect(
            try hkdf("sha256", secret: secret + [0], salt: range(0, 12), info: range(0xF0, 0xF9), length: 42)
                != expected)
    }

    @Test("HKDF gives up to 255 hashes, and no more")
    func hkdfLengths() throws {
        #expect(try hkdf("sha256", secret: [1], length: 0) == [])
        #expect(try hkdf("sha256", secret: [1], length: 255 * 32)?.count == 255 * 32)
        #expect(try hkdf("md5", secret: [1], length: 255 * 16)?.count == 255 * 16)
        for length in [-1, .min, 255 * 32 + 1, .max] { #expect(try hkdf("sha256", secret: [1], length: length) == nil) }
    }

    /// RFC 6070; the key with SHA-256 was made by Python's hashlib, as was that of nothing.
    @Test("PBKDF2 gives the keys of RFC 6070, and others with one thing changed")
    func pbkdf2() throws {
        let expected = bytes("4b007901b765489abead49d926f721d065a429c1")
        #expect(
            try pbkdf2("sha1", "password", salt: "salt", iterations: 1, length: 20)
                == bytes("0c60c80f961f0e71f3a9b524af6012062fe037a6"))
        #expect(try pbkdf2("sha1", "password", salt: "salt", iterations: 4096, length: 20) == expected)
        #expect(
            try pbkdf2(
                "sha1", "passwordPASSWORDpassword", salt: "saltSALTsaltSALTsaltSALTsaltSALTsalt", iterations: 4096,
                length: 25) == bytes("3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"))
        #expect(
            try pbkdf2("sha1", "pass\0word", salt: "sa\0lt", iterations: 4096, length: 16)
                == bytes("56fa6aa75548099dcc37d7f03425e0c3"))
        #expect(
            try pbkdf2("sha256", "password", salt: "salt", iterations: 4096, length: 32)
                == bytes("c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"))
        #expect(
            try pbkdf2("sha512", "", salt: "", iterations: 1, length: 20)
                == bytes("6d2ecbbbfb2e6dcd7056faf9af6aa06eae594391"))
        #expect(try pbkdf2("sha1", "Password", salt: "salt", iterations: 4096, length: 20) != expected)
        #expect(try pbkdf2("sha1", "password", salt: "", iterations: 4096, length: 20) != expected)
        #expect(try pbkdf2("sha1", "password", salt: "salt", iterations: 4095, length: 20) != expected)
    }

    @Test("PBKDF2 refuses costs that a capture should not be able to claim")
    func pbkdf2Limits() throws {
        for iterations in [0, -1, .min, 10_000_001, .max] {
            #expect(try pbkdf2("sha1", "a", salt: "b", iterations: iterations, length: 20) == nil)
        }
        for length in [0, -1, .min, KeyDerivation.maximumLength + 1, .max] {
            #expect(try pbkdf2("sha1", "a", salt: "b", iterations: 1, length: length) == nil)
        }
        // Each block of the key takes all iterations.
        #expect(try pbkdf2("sha1", "a", salt: "b", iterations: 10_000_000, length: 21) == nil)
        #expect(try pbkdf2("sha1", "a", salt: "b", iterations: 10_000, length: KeyDerivation.maximumLength) == nil)
        #expect(try pbkdf2("sha1", "a", salt: "b", iterations: 1, length: KeyDerivation.maximumLength) != nil)
    }

    /// RFC 7914 §12.
    @Test("scrypt gives the keys of RFC 7914, and others with one thing changed")
    func scrypt() {
        let expected = bytes(
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")
        #expect(
            scrypt("", salt: "", n: 16, r: 1, p: 1)
                == bytes(
                    "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                        + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"))
        #expect(scrypt("password", salt: "NaCl", n: 1024, r: 8, p: 16) == expected)
        #expect(scrypt("password", salt: "NaCl", n: 1024, r: 8, p: 16, length: 16) == Array(expected[..<16]))
        #expect(scrypt("Password", salt: "NaCl", n: 1024, r: 8, p: 16) != expected)
        #expect(scrypt("password", salt: "", n: 1024, r: 8, p: 16) != expected)
    }

    @Test("scrypt refuses numbers that it does not allow, and costs that a capture should not be able to claim")
    func scryptLimits() {
        let numbers = [-1, 0, 1, 2, 3, 1 << 23, 1 << 24, 1 << 25, 1 << 31, 1 << 62, .min, .max]
        for n in numbers {
            for (r, p) in [(0, 1), (1, 0), (-1, 1), (1, -1), (.max, 1), (1, .max), (.min, .min), (.max, .max)] {
                #expect(scrypt("a", salt: "b", n: n, r: r, p: p) == nil)
            }
        }
        for n in numbers where n != 2 { #expect(scrypt("a", salt: "b", n: n, r: 8, p: 1) == nil) }
        // Above 1 GiB; then too much to mix; then more than there are blocks of so few bytes.
        #expect(scrypt("a", salt: "b", n: 1 << 20, r: 9, p: 1) == nil)
        #expect(scrypt("a", salt: "b", n: 1 << 14, r: 8, p: 129) == nil)
        #expect(scrypt("a", salt: "b", n: 1 << 16, r: 1, p: 1) == nil)
        for length in [0, -1, .min, KeyDerivation.maximumLength + 1, .max] {
            #expect(scrypt("a", salt: "b", n: 16, r: 1, p: 1, length: length) == nil)
        }
    }

    @Test("The cost of scrypt may reach 1 GiB and 2^24 blocks, and not go above either")
    func scryptBounds() {
        // 128 · r · n is 1 GiB in the first two, 128 · r · p in the next two, and both are in the last.
        let largest: [(Int, Int, Int)] = [
            (0x80_0000, 1, 1), (0x80_0000, 1, 2), (2, 1, 0x80_0000), (2, 8, 0x10_0000), (2, 0x40_0000, 2),
        ]
        for (n, r, p) in largest {
            #expect(KeyDerivation.ScryptCost(n: n, r: r, p: p).isAcceptable, "\(n), \(r), \(p)")
        }
        let tooLarge: [(Int, Int, Int)] = [
            (0x100_0000, 1, 1), (0x80_0000, 2, 1), (0x80_0000, 1, 3), (2, 0x40_0001, 1), (2, 1, 0x80_0001),
            (2, 8, 0x10_0001), (2, 0x40_0000, 3),
        ]
        for (n, r, p) in tooLarge {
            #expect(!KeyDerivation.ScryptCost(n: n, r: r, p: p).isAcceptable, "\(n), \(r), \(p)")
        }
    }

    /// `openssl enc -P -k secret`, of AES-256-CBC with the salt and of AES-128-CBC without.
    @Test("The old way of openssl enc gives the keys and vectors that openssl enc -P prints")
    func opensslEnc() throws {
        let salt = "0102030405060708"
        #expect(
            try evpBytesToKey("md5", salt: salt, length: 48)
                == bytes(
                    "c9e5a1bd216dbe1317e230cef48f38ee7f0e17ad64022144bccec4a1aa2879ab"
                        + "e24b32bbbc4ef02ecbcb6576523ad893"))
        #expect(
            try evpBytesToKey("sha256", salt: salt, length: 48)
                == bytes(
                    "03b375940cb96c16f84faa87f5ef39cc0bc7066ccd3e14456d9d74e438e35832"
                        + "904aebc6e588fdb49fd15806bb4fee6f"))
        #expect(
            try evpBytesToKey("md5", salt: "", length: 32)
                == bytes("5ebe2294ecd0e0f08eab7690d2a6ee6926ae5cc854e36b6bdfca366848dea6bb"))
        #expect(
            try evpBytesToKey("sha256", salt: "", length: 32)
                == bytes("2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"))
        for wrong in ["00", "01020304050607", salt + "00", salt + salt] {
            #expect(try evpBytesToKey("md5", salt: wrong, length: 48) == nil)
        }
        for length in [0, -1, .min, KeyDerivation.maximumLength + 1, .max] {
            #expect(try evpBytesToKey("md5", salt: salt, length: length) == nil)
        }
        #expect(try evpBytesToKey("md5", salt: salt, length: KeyDerivation.maximumLength)?.count == 65_536)
    }
}
