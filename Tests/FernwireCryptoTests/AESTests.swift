// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@Suite struct AESTests {
    private func secret(_ hex: String) -> SecretBytes {
        let key = bytes(hex)
        return SecretBytes(copying: key.span.bytes)
    }

    /// NIST SP 800-38A, F.2.1; the padding adds a block.
    @Test("AES-128-CBC gives the ciphertext of NIST SP 800-38A F.2.1 and decrypts it")
    func cbc() {
        let key = bytes("2b7e151628aed2a6abf7158809cf4f3c")
        let cipher = AESCBC(key: key.span.bytes)
        let plaintext = bytes("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
        var sealed: [UInt8] = []
        cipher.encrypt(plaintext.span.bytes, iv: Array(0..<16), into: &sealed)
        #expect(sealed.count == AESCBC.length(plaintext: 32) && sealed.count == 64)
        #expect(Array(sealed[..<16]) == Array(0..<16))
        #expect(
            Array(sealed[16..<48]) == bytes("7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"))
        var opened: [UInt8] = []
        let isPadded = cipher.decrypt(sealed.span.bytes, appendingTo: &opened)
        #expect(isPadded && opened == plaintext)
    }

    @Test("CBC decryption refuses partial blocks and wrong padding, and leaves no plaintext")
    func cbcRefusesWhatCannotBe() {
        let key = [UInt8](repeating: 7, count: 16)
        let cipher = AESCBC(key: key.span.bytes)
        var sealed: [UInt8] = []
        cipher.encrypt([UInt8](repeating: 1, count: 20).span.bytes, into: &sealed)
        for count in sealed.indices {
            var opened: [UInt8] = [1]
            let cut = Array(sealed[..<count])
            // Whole blocks may end in what looks like padding; nothing else may open.
            let isPadded = cipher.decrypt(cut.span.bytes, appendingTo: &opened)
            #expect(!isPadded || count % 16 == 0)
            #expect(isPadded || opened == [1])
        }
        var padding = sealed
        padding[sealed.count - 17] ^= 0xFF
        var opened: [UInt8] = []
        let isPadded = cipher.decrypt(padding.span.bytes, appendingTo: &opened)
        #expect(!isPadded && opened.isEmpty)
    }

    /// McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16.
    @Test("AES-256-GCM gives McGrew and Viega's test case 16, and refuses it once changed or cut")
    func gcm() {
        let cipher = AEAD(.aes256GCM, key: secret("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))
        let plaintext = bytes(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
        let associated = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2")
        let nonce = bytes("cafebabefacedbaddecaf888")
        let expected = bytes(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b")
        var sealed: [UInt8] = []
        cipher.seal(plaintext.span.bytes, nonce: nonce.span.bytes, associated: associated.span.bytes, into: &sealed)
        #expect(sealed == expected)
        func open(_ sealed: [UInt8], _ nonce: [UInt8], _ associated: [UInt8]) -> [UInt8]? {
            var opened: [UInt8] = [1]
            let isGenuine = cipher.open(
                sealed.span.bytes, nonce: nonce.span.bytes, associated: associated.span.bytes, appendingTo: &opened)
            #expect(isGenuine || opened == [1])
            return isGenuine ? Array(opened.dropFirst()) : nil
        }
        #expect(open(sealed, nonce, associated) == plaintext)
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            #expect(open(changed, nonce, associated) == nil)
            #expect(open(Array(sealed[..<place]), nonce, associated) == nil)
        }
        #expect(open(sealed, nonce, []) == nil)
        #expect(open(sealed, [UInt8](repeating: 0, count: 12), associated) == nil)
    }

    @Test("AES-256-GCM seals an empty plaintext as a bare tag and opens it")
    func gcmOfNothing() {
        let cipher = AEAD(.aes256GCM, key: .random(count: 32))
        let (nonce, empty, one) = ([UInt8](repeating: 0, count: 12), [UInt8](), [9] as [UInt8])
        var sealed: [UInt8] = []
        cipher.seal(empty.span.bytes, nonce: nonce.span.bytes, associated: one.span.bytes, into: &sealed)
        var opened: [UInt8] = [1]
        let isGenuine = cipher.open(
            sealed.span.bytes, nonce: nonce.span.bytes, associated: one.span.bytes, appendingTo: &opened)
        #expect(sealed.count == AEAD.tagLength && isGenuine && opened == [1])
    }

    /// RFC 8439 §2.8.2.
    @Test("ChaCha20-Poly1305 gives the tag of RFC 8439 2.8.2, and refuses a flipped bit")
    func chacha20Poly1305() {
        let cipher = AEAD(
            .chacha20Poly1305, key: secret("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"))
        let plaintext = Array(
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
                .utf8)
        let (nonce, associated) = (bytes("070000004041424344454647"), bytes("50515253c0c1c2c3c4c5c6c7"))
        var sealed: [UInt8] = []
        cipher.seal(plaintext.span.bytes, nonce: nonce.span.bytes, associated: associated.span.bytes, into: &sealed)
        #expect(Array(sealed.suffix(16)) == bytes("1ae10b594f09e26a7e902ecbd0600691"))
        #expect(Array(sealed.prefix(16)) == bytes("d31a8d34648e60db7b86afbc53ef7ec2"))
        var opened: [UInt8] = []
        let isGenuine = cipher.open(
            sealed.span.bytes, nonce: nonce.span.bytes, associated: associated.span.bytes, appendingTo: &opened)
        #expect(isGenuine && opened == plaintext)
        sealed[3] ^= 1
        let passes = cipher.open(
            sealed.span.bytes, nonce: nonce.span.bytes, associated: associated.span.bytes, appendingTo: &opened)
        #expect(!passes && opened == plaintext)
    }
}
