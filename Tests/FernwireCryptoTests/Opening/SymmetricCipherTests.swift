// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@Suite struct SymmetricCipherTests {
    private let plaintext = bytes(CipherVectors.plaintext)

    private func cipher(_ mode: SymmetricCipher.Mode, _ key: [UInt8]) throws -> SymmetricCipher {
        try #require(SymmetricCipher(mode, keyLength: key.count))
    }

    @Test("AES in each mode and with each size of key decrypts the examples of NIST SP 800-38A")
    func aes() throws {
        for vector in CipherVectors.aes {
            let mode = try #require(SymmetricCipher.Mode(rawValue: vector.mode))
            let (key, iv, ciphertext) = (bytes(vector.key), bytes(vector.iv), bytes(vector.ciphertext))
            let cipher = try cipher(mode, key)
            #expect(cipher.opened(ciphertext, key: key, iv: iv) == Array(plaintext.prefix(ciphertext.count)))
            try expectRefusals(of: ciphertext, mode, key: key, iv: iv)
        }
        // Three sizes of six modes.
        #expect(CipherVectors.aes.count == 18)
    }

    @Test("3DES with two keys and with three decrypts what Python's cryptography encrypted")
    func tripleDES() throws {
        for vector in CipherVectors.tripleDES {
            let (key, iv, ciphertext) = (bytes(vector.key), bytes(vector.iv), bytes(vector.ciphertext))
            let cipher = try cipher(.tripleDESCBC, key)
            #expect(cipher.opened(ciphertext, key: key, iv: iv) == plaintext)
            try expectRefusals(of: ciphertext, .tripleDESCBC, key: key, iv: iv)
        }
        let (two, ciphertext) = (bytes(CipherVectors.tripleDES[1].key), bytes(CipherVectors.tripleDES[1].ciphertext))
        let iv = bytes(CipherVectors.tripleDES[1].iv)
        let three = two + two[..<8]
        #expect(try cipher(.tripleDESCBC, three).opened(ciphertext, key: three, iv: iv) == plaintext)
    }

    /// RFC 8439 §2.4.2; the counter of the standard is 1, that of the other form 0.
    @Test("ChaCha20 decrypts the example of RFC 8439 2.4.2, and counts from 0 without a counter")
    func chacha20() throws {
        let key = [UInt8](0..<32)
        let text = utf8(
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
        )
        let ciphertext = bytes(
            "6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0bf91b65c5524733ab8f593dabcd62b357"
                + "1639d624e65152ab8f530c359f0861d807ca0dbf500d6a6156a38e088a22b65e52bc514d16ccf806818ce91ab7793736"
                + "5af90bbf74a35be6b40b8eedf2785e42874d")
        let nonce = bytes("000000000000004a00000000")
        let cipher = try cipher(.chacha20, key)
        #expect(cipher.opened(ciphertext, key: key, iv: [1, 0, 0, 0] + nonce) == text)
        let fromZero = bytes(
            "e3647a29ded31528ef56bac70f7a7ac3b735c7444da42d99823ef9938c8ebfdcf05bb71a822c62981aa1ea608f47933f"
                + "2ed755b62d9312ae72037674f3e93e244c2328d32f75bcc15bb7574fde0c6fcdf87b7aa25b5972970c2ae6cced86a10b"
                + "e9496fc61c407dfdc01510ed8f4eb35d0d62")
        #expect(cipher.opened(fromZero, key: key, iv: nonce) == text)
        #expect(cipher.opened(fromZero, key: key, iv: [0, 0, 0, 0] + nonce) == text)
        #expect(cipher.opened(fromZero, key: key, iv: [1, 0, 0, 0] + nonce) != text)
        #expect(cipher.opened(ciphertext, key: key, iv: nonce, padding: .pkcs7) == nil)
        try expectRefusals(of: ciphertext, .chacha20, key: key, iv: nonce)
    }

    /// Another key gives other bytes; keys, vectors and blocks of other lengths give none.
    private func expectRefusals(
        of ciphertext: [UInt8], _ mode: SymmetricCipher.Mode, key: [UInt8], iv: [UInt8]
    ) throws {
        let cipher = try cipher(mode, key)
        var other = key
        // The highest bit: the lowest of a byte of DES is parity, and means nothing.
        other[0] ^= 0x80
        #expect(cipher.opened(ciphertext, key: other, iv: iv) != cipher.opened(ciphertext, key: key, iv: iv))
        #expect(cipher.opened([], key: key, iv: iv) == [])
        for wrong in [[], Array(key.dropLast()), key + [0]] {
            #expect(cipher.opened(ciphertext, key: wrong, iv: iv) == nil)
        }
        for wrong in [[], Array(iv.dropLast()), iv + [0]] where !mode.ivLengths.contains(wrong.count) {
            #expect(cipher.opened(ciphertext, key: key, iv: wrong) == nil)
        }
        let cut = cipher.opened(Array(ciphertext.dropLast()), key: key, iv: iv)
        #expect((cut == nil) == mode.takesWholeBlocks)
    }

    @Test("Modes go by their names, and take the lengths that they say and no others")
    func modes() {
        let names = ["aes-cbc", "aes-ctr", "aes-cfb", "aes-cfb8", "aes-ofb", "aes-ecb", "3des-cbc", "chacha20"]
        #expect(SymmetricCipher.Mode.allCases.map(\.rawValue) == names)
        for mode in SymmetricCipher.Mode.allCases {
            for length in [-1, 0, 1, 8, 15, 16, 17, 24, 32, 33, 64, .max] {
                let cipher = SymmetricCipher(mode, keyLength: length)
                #expect((cipher != nil) == mode.keyLengths.contains(length))
                #expect(cipher?.mode == mode || cipher == nil)
            }
        }
        #expect(SymmetricCipher.Mode(rawValue: "AES-CBC") == nil && SymmetricCipher.Mode(rawValue: "") == nil)
    }

    @Test("PKCS#7 padding is taken off where it holds, and refuses the plaintext where it does not")
    func pkcs7() throws {
        let key = bytes(CipherVectors.aes[0].key)
        let (ctr, iv) = (try cipher(.aesCTR, key), [UInt8](repeating: 0, count: 16))
        // In counter mode, what encrypts also decrypts.
        func opened(_ padded: [UInt8], _ padding: CipherPadding) throws -> [UInt8]? {
            let ciphertext = try #require(ctr.opened(padded, key: key, iv: iv))
            return ctr.opened(ciphertext, key: key, iv: iv, padding: padding)
        }
        for count in 1...16 {
            let text = [UInt8](repeating: 0x41, count: 16 - count)
            let padding = [UInt8](repeating: UInt8(count), count: count)
            #expect(try opened(text + padding, .pkcs7) == text)
            #expect(try opened(padding + text + padding, .pkcs7) == (count == 16 ? padding : nil))
            #expect(try opened(text + padding, .none) == text + padding)
            guard count > 1 else { continue }
            #expect(try opened(text + [0] + padding.dropFirst(), .pkcs7) == nil)
        }
        for last in [0, 17, 0x80, 0xFF] as [UInt8] {
            #expect(try opened([UInt8](repeating: last, count: 16), .pkcs7) == nil)
            #expect(try opened([UInt8](repeating: last, count: 256), .pkcs7) == nil)
        }
        #expect(try opened([], .pkcs7) == nil)
        #expect(try opened([1], .pkcs7) == nil)
        // The example of NIST ends in 10 hexadecimal, which is a block of padding only if all are.
        let cbc = CipherVectors.aes[1]
        let cipher = try cipher(.aesCBC, bytes(cbc.key))
        #expect(cipher.opened(bytes(cbc.ciphertext), key: bytes(cbc.key), iv: bytes(cbc.iv), padding: .pkcs7) == nil)
    }

    @Test("Zeros are taken off the end, all of them, and nothing else is")
    func zeros() throws {
        let key = bytes(CipherVectors.aes[0].key)
        let (ctr, iv) = (try cipher(.aesCTR, key), [UInt8](repeating: 0, count: 16))
        for (padded, expected) in [
            ([1, 0, 2, 0, 0], [1, 0, 2]), ([0, 0], []), ([], []), ([1], [1]), ([0, 1], [0, 1]),
        ] as [([UInt8], [UInt8])] {
            let ciphertext = try #require(ctr.opened(padded, key: key, iv: iv))
            #expect(ctr.opened(ciphertext, key: key, iv: iv, padding: .zeros) == expected)
        }
    }

    @Test("No length of ciphertext, key or vector does more than to be refused")
    func noise() throws {
        var noise = Noise(seed: 1)
        for mode in SymmetricCipher.Mode.allCases {
            for length in mode.keyLengths {
                let cipher = try #require(SymmetricCipher(mode, keyLength: length))
                for round in 0..<300 {
                    let ciphertext = noise.bytes(upTo: 70)
                    let fits = round % 2 == 0
                    let key = fits ? [UInt8](repeating: UInt8(round & 0xFF), count: length) : noise.bytes(upTo: 40)
                    let iv = fits ? [UInt8](repeating: 1, count: mode.ivLengths[0]) : noise.bytes(upTo: 20)
                    for padding in CipherPadding.allCases {
                        let opened = cipher.opened(ciphertext, key: key, iv: iv, padding: padding)
                        #expect((opened?.count ?? 0) <= ciphertext.count)
                        let isWhole = ciphertext.count % mode.block == 0 || !mode.takesWholeBlocks
                        if fits, padding == .none { #expect(opened?.count == (isWhole ? ciphertext.count : nil)) }
                    }
                }
            }
        }
    }
}

extension SymmetricCipher {
    func opened(_ bytes: [UInt8], key: [UInt8], iv: [UInt8], padding: CipherPadding = .none) -> [UInt8]? {
        decrypt(bytes.span.bytes, key: key.span.bytes, iv: iv.span.bytes, padding: padding)
    }
}
