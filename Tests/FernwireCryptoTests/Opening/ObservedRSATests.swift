// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import TestSupport
import Testing

/// RSA keys of somebody else's protocol.
@Suite struct ObservedRSATests {
    private func key(_ pem: String = Samples.traditional) throws -> ObservedRSAPrivateKey {
        try ObservedRSAPrivateKey(reading: utf8(pem))
    }

    private func digest(_ name: String) throws -> Digest { try #require(Digest(named: name)) }

    @Test("An OAEP ciphertext opens with its own hash functions and label, and with no others")
    func oaep() throws {
        let (key, other) = (try key(), try ObservedRSAPrivateKey(reading: Samples.otherRSA.pem()))
        for vector in RSAVectors.oaep {
            let (hash, mask) = (try digest(vector.digest), try digest(vector.mgf1))
            let (ciphertext, label) = (bytes(vector.ciphertext), utf8(vector.label))
            #expect(key.openedOAEP(ciphertext, digest: hash, mgf1: mask, label: label) == RSAVectors.message)
            if hash == mask { #expect(key.openedOAEP(ciphertext, digest: hash, label: label) == RSAVectors.message) }
            for wrong in Digest.all where wrong != hash {
                #expect(key.openedOAEP(ciphertext, digest: wrong, mgf1: mask, label: label) == nil)
            }
            for wrong in Digest.all where wrong != mask {
                #expect(key.openedOAEP(ciphertext, digest: hash, mgf1: wrong, label: label) == nil)
            }
            #expect(key.openedOAEP(ciphertext, digest: hash, mgf1: mask, label: label + [0]) == nil)
            #expect(other.openedOAEP(ciphertext, digest: hash, mgf1: mask, label: label) == nil)
            #expect(key.openedPKCS1(ciphertext) == nil)
            for wrong in changes(of: ciphertext) {
                #expect(key.openedOAEP(wrong, digest: hash, mgf1: mask, label: label) == nil)
            }
        }
    }

    @Test("A ciphertext of PKCS#1 v1.5 opens, and nothing is made up for one that is wrong")
    func pkcs1() throws {
        let (key, ciphertext) = (try key(), bytes(RSAVectors.pkcs1))
        let other = try self.key(Samples.exponent3)
        #expect(key.openedPKCS1(ciphertext) == RSAVectors.message)
        #expect(other.openedPKCS1(ciphertext) == nil)
        #expect(key.openedOAEP(ciphertext, digest: try digest("sha1")) == nil)
        for wrong in changes(of: ciphertext) { #expect(key.openedPKCS1(wrong) == nil) }
    }

    /// An empty, a shortened, a lengthened, a changed ciphertext or signature, and numbers that are too large.
    private func changes(of bytes: [UInt8]) -> [[UInt8]] {
        var changed = bytes
        changed[bytes.count / 2] ^= 1
        let (zeros, ones) = ([UInt8](repeating: 0, count: 256), [UInt8](repeating: 0xFF, count: 256))
        return [[], Array(bytes.dropLast()), Array(bytes.dropFirst()), bytes + [0], changed, zeros, ones, [1], [0]]
    }

    @Test("A signature of either scheme verifies with its own hash function, and nothing else does")
    func signatures() throws {
        let (key, other) = (try key().publicKey, try ObservedRSAPublicKey(reading: Samples.otherRSA.publicPEM()))
        for vector in RSAVectors.signatures {
            let scheme = try #require(ObservedRSAPublicKey.Scheme(rawValue: vector.scheme))
            let (hash, signature) = (try digest(vector.digest), bytes(vector.signature))
            #expect(key.verifies(signature, of: RSAVectors.message, scheme: scheme, digest: hash), "\(vector)")
            for wrong in Digest.all where wrong != hash {
                #expect(!key.verifies(signature, of: RSAVectors.message, scheme: scheme, digest: wrong))
            }
            for wrong in ObservedRSAPublicKey.Scheme.allCases where wrong != scheme {
                #expect(!key.verifies(signature, of: RSAVectors.message, scheme: wrong, digest: hash))
            }
            #expect(!key.verifies(signature, of: RSAVectors.message + [0], scheme: scheme, digest: hash))
            #expect(!key.verifies(signature, of: [], scheme: scheme, digest: hash))
            #expect(!other.verifies(signature, of: RSAVectors.message, scheme: scheme, digest: hash))
            for wrong in changes(of: signature) {
                #expect(!key.verifies(wrong, of: RSAVectors.message, scheme: scheme, digest: hash))
            }
        }
        let signature = bytes(try #require(RSAVectors.signatures.first { $0.scheme == "pss" }).signature)
        let (sha1, sha256) = (try digest("sha1"), try digest("sha256"))
        #expect(
            !key.verifies(signature, of: RSAVectors.message, scheme: .pss, digest: sha256, mgf1: sha1)
                && key.verifies(signature, of: RSAVectors.message, scheme: .pss, digest: sha256, mgf1: sha256))
    }

    @Test("A key of 512 bits, which our endpoints refuse, reads what it was made for")
    func smallKeys() throws {
        let (key, few) = (try key(RSAVectors.small), utf8("few"))
        #expect(key.publicKey.modulusBits == 512 && key.publicKey.modulusLength == 64)
        #expect(key.openedOAEP(bytes(RSAVectors.smallCiphertext), digest: try digest("sha1")) == few)
        // Its modulus has no room for SHA-256 twice.
        #expect(key.openedOAEP(bytes(RSAVectors.smallCiphertext), digest: try digest("sha256")) == nil)
        let published = try ObservedRSAPublicKey(reading: utf8(RSAVectors.smallPublic))
        #expect(published == key.publicKey)
        let (signature, sha256) = (bytes(RSAVectors.smallSignature), try digest("sha256"))
        #expect(published.verifies(signature, of: few, scheme: .pkcs1, digest: sha256))
        #expect(!published.verifies(signature, of: utf8("many"), scheme: .pkcs1, digest: sha256))
        #expect(throws: KeyError.size(bits: 512, maximum: 8192)) { try Samples.privateKey(RSAVectors.small) }
    }

    @Test("A private key belongs to its own public key in each form, and to no other")
    func belonging() throws {
        let (large, middle, small) = (try key(), try key(Samples.rsa1024), try key(RSAVectors.small))
        #expect(large.isOf(utf8(Samples.publicKey)) && large.isOf(large.publicKey.der))
        #expect(middle.isOf(utf8(RSAVectors.certificate)) && small.isOf(utf8(RSAVectors.smallPublic)))
        #expect(!large.isOf(middle.publicKey.der) && !middle.isOf(utf8(Samples.publicKey)))
        #expect(!small.isOf(utf8(RSAVectors.certificate)) && !large.isOf([]) && !large.isOf(utf8(Samples.traditional)))
        #expect(!large.isOf(large.publicKey.der.dropLast()) && !large.isOf(large.publicKey.der + [0]))
    }

    @Test("Keys of each form are read, and those of another kind are refused for their reason")
    func forms() throws {
        let traditional = try key()
        #expect(traditional.publicKey.exponent == [1, 0, 1] && traditional.publicKey.modulus.count == 256)
        #expect(try key(Samples.exponent3).publicKey.exponent == [3])
        let again = try ObservedRSAPublicKey(reading: traditional.publicKey.der)
        #expect(again == traditional.publicKey && again.modulus == traditional.publicKey.modulus)
        let refused: [(String, ObservedKeyError)] = [
            ("", .noKey), ("hello", .noKey), (String(Samples.traditional.prefix(500)), .noKey),
            (Sample.encryptedKey, .encrypted), (RSAVectors.encrypted, .encrypted), (Samples.publicKey, .otherKind),
            (RSAVectors.certificate, .otherKind), (Samples.ellipticCurve, .otherKind),
        ]
        for (pem, error) in refused {
            #expect(throws: error) { try ObservedRSAPrivateKey(reading: utf8(pem)) }
        }
        #expect(throws: ObservedKeyError.otherKind) { try ObservedRSAPublicKey(reading: utf8(Samples.traditional)) }
        #expect(throws: ObservedKeyError.encrypted) { try ObservedRSAPublicKey(reading: utf8(Sample.encryptedKey)) }
    }

    /// The DER of a SubjectPublicKeyInfo with any two numbers.
    private func der(_ modulus: [UInt8], _ exponent: [UInt8]) -> [UInt8] {
        func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
            [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
        }
        let algorithm: [UInt8] = [
            0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00,
        ]
        let key = element(0x30, element(0x02, [0] + modulus) + element(0x02, [0] + exponent))
        return element(0x30, algorithm + element(0x03, [0] + key))
    }

    @Test("Public keys of 512 to 16384 bits are read, and others are refused before they are used")
    func sizes() throws {
        for (count, bits) in [(63, 504), (2049, 16_392), (4096, 32_768), (1, 8)] {
            let modulus = [UInt8](repeating: 0xFF, count: count)
            #expect(throws: ObservedKeyError.size(bits: bits)) {
                try ObservedRSAPublicKey(reading: self.der(modulus, [1, 0, 1]))
            }
        }
        for count in [64, 2048] {
            let key = try ObservedRSAPublicKey(reading: der([UInt8](repeating: 0xFF, count: count), [1, 0, 1]))
            #expect(key.modulusLength == count)
        }
    }

    @Test("Public keys that cannot be any verify nothing, and take no long time to say so")
    func impossibleKeys() throws {
        let sha256 = try digest("sha256")
        for count in [64, 128, 512, 2048] {
            let odd = [UInt8](repeating: 0xFF, count: count)
            var even = odd
            even[count - 1] = 0xFE
            for modulus in [odd, even] {
                let exponents: [[UInt8]] = [[0], [1], [2], [3], [UInt8](repeating: 0xFF, count: 8), odd, odd + odd]
                for exponent in exponents {
                    guard let key = try? ObservedRSAPublicKey(reading: der(modulus, exponent)) else { continue }
                    for scheme in ObservedRSAPublicKey.Scheme.allCases {
                        for first in [0, 1, 0x7F] as [UInt8] {
                            let signature = [first] + [UInt8](repeating: 0x55, count: count - 1)
                            #expect(!key.verifies(signature, of: [1], scheme: scheme, digest: sha256))
                        }
                    }
                }
            }
        }
    }

    @Test("No bytes for a ciphertext, a label or a signature do more than to be refused")
    func noise() throws {
        var noise = Noise(seed: 3)
        let private512 = try key(RSAVectors.small)
        let sha1 = try digest("sha1")
        for _ in 0..<200 {
            let (ciphertext, label) = (noise.bytes(upTo: 80), noise.bytes(upTo: 40))
            #expect(private512.openedOAEP(ciphertext, digest: sha1, label: label) == nil)
            _ = private512.openedPKCS1(ciphertext)
            #expect(!private512.publicKey.verifies(ciphertext, of: label, scheme: .pss, digest: sha1))
            #expect(throws: ObservedKeyError.self) { try ObservedRSAPublicKey(reading: ciphertext) }
        }
    }
}

extension ObservedRSAPublicKey {
    convenience init(reading bytes: [UInt8]) throws(ObservedKeyError) { try self.init(bytes.span.bytes) }

    func verifies(
        _ signature: [UInt8], of message: [UInt8], scheme: Scheme, digest: Digest, mgf1: Digest? = nil
    ) -> Bool {
        verify(signature.span.bytes, of: message.span.bytes, scheme: scheme, digest: digest, mgf1: mgf1)
    }
}

extension ObservedRSAPrivateKey {
    convenience init(reading bytes: [UInt8]) throws(ObservedKeyError) { try self.init(bytes.span.bytes) }

    func openedOAEP(
        _ ciphertext: [UInt8], digest: Digest, mgf1: Digest? = nil, label: [UInt8] = []
    ) -> [UInt8]? {
        decryptOAEP(ciphertext.span.bytes, digest: digest, mgf1: mgf1, label: label.span.bytes)
    }

    func openedPKCS1(_ ciphertext: [UInt8]) -> [UInt8]? { decryptPKCS1(ciphertext.span.bytes) }

    func isOf(_ publicKey: [UInt8]) -> Bool { belongs(to: publicKey.span.bytes) }
}
