// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import TestSupport
import Testing

@Suite struct RSAKeyTests {
    static let label: StaticString = "a label"

    @Test("An RSA key pair survives PEM, and a traditional RSA PEM is read")
    func aPairSurvivesPEM() throws {
        let pem = String(decoding: Samples.rsa.pem(), as: UTF8.self)
        #expect(pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(try Samples.privateKey(pem).publicKey.der == Samples.rsa.publicKey.der)
        #expect(String(decoding: Samples.rsa.publicPEM(), as: UTF8.self).hasPrefix("-----BEGIN PUBLIC KEY-----\n"))
        #expect(throws: Never.self) { try Samples.privateKey(Samples.traditional) }
    }

    @Test("A PEM that is no RSA private key of an allowed size is refused with its reason")
    func otherPEMIsRefusedForItsReason() {
        let cases: [(String, KeyError)] = [
            ("", .notAPrivateKey), ("hello", .notAPrivateKey), (Samples.publicKey, .notAPrivateKey),
            (Sample.encryptedKey, .encrypted), (Samples.ellipticCurve, .notRSA),
            (Samples.rsa1024, .size(bits: 1024, maximum: 8192)),
            (String(Samples.traditional.prefix(500)), .notAPrivateKey),
        ]
        for (pem, error) in cases {
            #expect(throws: error) { try Samples.privateKey(pem) }
        }
        #expect(throws: KeyError.size(bits: 1024, maximum: 8192)) { try RSAPrivateKey.generate(bits: 1024) }
        #expect(throws: KeyError.size(bits: 16_384, maximum: 8192)) { try RSAPrivateKey.generate(bits: 16_384) }
    }

    @Test("An RSA public key with a bad exponent, an even modulus or wrong DER is refused")
    func publicKeysAreChecked() throws {
        let der = Samples.rsa.publicKey.der
        #expect(try RSAPublicKey(der: der).modulusLength == 256)
        let exponent3 = try Samples.privateKey(Samples.exponent3).publicKey.der
        #expect(throws: KeyError.exponent) { try RSAPublicKey(der: exponent3) }
        // 65537 ends the key; an even exponent of the same length.
        var even = der
        even[even.count - 1] = 0
        #expect(throws: KeyError.exponent) { try RSAPublicKey(der: even) }
        // The modulus begins after its own header and sign byte; an even one has a factor.
        var evenModulus = der
        evenModulus[der.count - 6] &= 0xFE
        #expect(throws: KeyError.invalid) { try RSAPublicKey(der: evenModulus) }
        #expect(throws: KeyError.notAPublicKey) { try RSAPublicKey(der: der + [0]) }
        #expect(throws: KeyError.notAPublicKey) { try RSAPublicKey(der: []) }
    }

    /// OpenSSL takes these for public keys, and then refuses to encrypt to them.
    @Test("An RSA exponent of 64 bits is accepted, and a longer one is refused")
    func exponentsThatCannotBeEncryptedToAreRefused() throws {
        func der(_ modulus: [UInt8], _ exponent: [UInt8]) -> [UInt8] {
            func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
                [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
            }
            func integer(_ bytes: [UInt8]) -> [UInt8] {
                bytes.count < 128 ? [0x02, UInt8(bytes.count)] + bytes : element(0x02, bytes)
            }
            let algorithm: [UInt8] = [
                0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00,
            ]
            let key = element(0x30, integer([0] + modulus) + integer(exponent))
            return element(0x30, algorithm + element(0x03, [0] + key))
        }
        let sample = Samples.rsa.publicKey.der
        // The modulus ends before the exponent's five bytes.
        let modulus = Array(sample[(sample.count - 5 - 256)..<(sample.count - 5)])
        #expect(der(modulus, [1, 0, 1]) == sample)
        let aboveTheModulus = [0] + [UInt8](repeating: 0xFF, count: 256)
        for exponent in [[1] + [UInt8](repeating: 0, count: 7) + [1], aboveTheModulus] {
            #expect(throws: KeyError.exponent) { try RSAPublicKey(der: der(modulus, exponent)) }
            #expect(throws: KeyError.exponent) { try RSAPublicKey(der: der(modulus + modulus, exponent)) }
        }
        let largest = try RSAPublicKey(der: der(modulus, [0] + [UInt8](repeating: 0xFF, count: 8)))
        #expect(largest.wrap(.random(count: 32), label: Self.label).count == 256)
    }

    @Test("Each cut of an RSA key's DER is refused, as is a flipped bit outside modulus and exponent")
    func eachCutAndEachFlippedBitOfADERIsRefusedOrAnotherKey() {
        let der = Samples.rsa.publicKey.der
        for count in der.indices {
            #expect(throws: KeyError.self) { try RSAPublicKey(der: Array(der[..<count])) }
        }
        // The modulus with its sign byte, then tag, length and value of the exponent end the key.
        let (modulus, exponent) = (der.count - 262..<der.count - 5, der.count - 3..<der.count)
        var accepted: [Int] = []
        for index in der.indices {
            for bit in 0..<8 {
                var changed = der
                changed[index] ^= 1 << bit
                do throws(KeyError) {
                    let other = try RSAPublicKey(der: changed)
                    #expect(other.der == changed)
                    accepted.append(index)
                } catch {
                    // Form, size, exponent, and a modulus that is even or has a small factor: each is refused.
                }
            }
        }
        #expect(!accepted.isEmpty && accepted.allSatisfy { modulus.contains($0) || exponent.contains($0) })
    }

    @Test("A wrapped secret unwraps to the same bytes, and wrapping it again gives other bytes")
    func wrapsAndUnwraps() throws {
        let secret = SecretBytes.random(count: 32)
        let wrapped = Samples.rsa.publicKey.wrap(secret, label: Self.label)
        #expect(wrapped.count == Samples.rsa.publicKey.modulusLength)
        let unwrapped = try Samples.rsa.unwrap(wrapped, label: Self.label, length: 32)
        let isSame = isEqualInConstantTime(unwrapped.bytes, secret.bytes)
        #expect(isSame)
        #expect(wrapped != Samples.rsa.publicKey.wrap(secret, label: Self.label))
    }

    @Test("Each failed unwrap throws the same error, whatever the reason")
    func refusesToUnwrapWithoutSayingWhy() {
        let wrapped = Samples.rsa.publicKey.wrap(.random(count: 32), label: Self.label)
        var flipped = wrapped
        flipped[100] ^= 1
        #expect(throws: UnwrapError()) { try Samples.rsa.unwrap(flipped, label: Self.label, length: 32) }
        #expect(throws: UnwrapError()) { try Samples.rsa.unwrap(wrapped, label: "another", length: 32) }
        #expect(throws: UnwrapError()) { try Samples.rsa.unwrap(wrapped, label: Self.label, length: 31) }
        #expect(throws: UnwrapError()) { try Samples.rsa.unwrap(wrapped, label: Self.label, length: 33) }
        #expect(throws: UnwrapError()) { try Samples.otherRSA.unwrap(wrapped, label: Self.label, length: 32) }
        #expect(throws: UnwrapError()) { try Samples.rsa.unwrap([], label: Self.label, length: 32) }
        #expect(throws: UnwrapError()) { try Samples.rsa.unwrap(wrapped + [0], label: Self.label, length: 32) }
        let all = [UInt8](repeating: 0xFF, count: 256)
        #expect(throws: UnwrapError()) { try Samples.rsa.unwrap(all, label: Self.label, length: 32) }
    }

    /// Unlike for an unwrap, no expected length refuses what did not open.
    @Test("A ciphertext decrypts to its plaintext, and one that is changed, foreign or of another length throws")
    func decryptsAnyLength() throws {
        let plaintext: [UInt8] = [7, 8, 9]
        let ciphertext = Samples.rsa.publicKey.encrypt(plaintext.span.bytes, label: Self.label)
        let decrypted = try Samples.rsa.decrypt(ciphertext.span.bytes, label: Self.label)
        #expect(decrypted.copy() == plaintext)
        var flipped = ciphertext
        flipped[100] ^= 1
        let all = [UInt8](repeating: 0xFF, count: 256)
        for wrong in [flipped, [], ciphertext + [0], all] {
            #expect(throws: UnwrapError()) { try Samples.rsa.decrypt(wrong.span.bytes, label: Self.label) }
        }
        #expect(throws: UnwrapError()) { try Samples.rsa.decrypt(ciphertext.span.bytes, label: "another") }
        #expect(throws: UnwrapError()) { try Samples.otherRSA.decrypt(ciphertext.span.bytes, label: Self.label) }
    }
}
