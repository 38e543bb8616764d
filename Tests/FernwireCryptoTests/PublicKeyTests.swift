// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import TestSupport
import Testing

/// X25519, Ed25519, RSA-PSS, and the keys of either algorithm in files.
@Suite struct PublicKeyTests {
    private func secret(_ hex: String) -> SecretBytes {
        let key = bytes(hex)
        return SecretBytes(copying: key.span.bytes)
    }

    private let nothing: [UInt8] = []

    /// RFC 7748 §6.1.
    @Test("X25519 gives the public keys and the shared secret of RFC 7748 6.1")
    func x25519() throws {
        let alice = X25519(privateKey: secret("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"))
        let bob = X25519(privateKey: secret("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"))
        #expect(
            alice.publicKey == bytes("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"))
        #expect(bob.publicKey == bytes("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"))
        let expected = bytes("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")
        let (first, second) = (try alice.agree(with: bob.publicKey), try bob.agree(with: alice.publicKey))
        let agreed = [Array(first.bytes.copied), Array(second.bytes.copied)]
        #expect(agreed == [expected, expected])
    }

    /// The points of small order, RFC 7748 §6.1 and Curve25519's page: the result would be zero.
    @Test("X25519 refuses public keys of small order and of a wrong length")
    func pointsOfSmallOrderAreRefused() {
        let key = X25519()
        let points = [
            String(repeating: "00", count: 32), "01" + String(repeating: "00", count: 31),
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ec" + String(repeating: "ff", count: 30) + "7f", "ed" + String(repeating: "ff", count: 30) + "7f",
            "ee" + String(repeating: "ff", count: 30) + "7f",
        ]
        for point in points {
            #expect(throws: KeyError.invalid) { try key.agree(with: bytes(point)) }
        }
        #expect(throws: KeyError.invalid) { try key.agree(with: []) }
        #expect(throws: KeyError.invalid) { try key.agree(with: [UInt8](repeating: 9, count: 33)) }
    }

    /// RFC 8032 §7.1, tests 1 and 2.
    @Test("Ed25519 gives the signature of RFC 8032, and rejects a changed, foreign or empty one")
    func ed25519() throws {
        let first = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g".pem
        let second = "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7".pem
        let key = try Ed25519PrivateKey(pem: first.span.bytes)
        let signature = key.sign(nothing.span.bytes)
        #expect(
            signature
                == bytes(
                    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
                        + "25bf5f0595bbe24655141438e7a100b"))
        let isGenuine = key.publicKey.verify(signature.span.bytes, of: nothing.span.bytes)
        #expect(isGenuine)
        for place in signature.indices {
            var changed = signature
            changed[place] ^= 1
            let passes = key.publicKey.verify(changed.span.bytes, of: nothing.span.bytes)
            #expect(!passes)
        }
        let other = try Ed25519PrivateKey(pem: second.span.bytes)
        let message: [UInt8] = [1]
        let foreign = key.publicKey.verify(other.sign(message.span.bytes).span.bytes, of: message.span.bytes)
        let short = key.publicKey.verify(nothing.span.bytes, of: message.span.bytes)
        #expect(!foreign && !short)
    }

    /// A point of small order, a second encoding of a point and what is no point are no keys.
    @Test("Ed25519 keys are canonical encodings of points of large order") func ed25519Points() {
        let prefix = bytes("302a300506032b6570032100")
        let (zeros, ones) = (String(repeating: "00", count: 31), String(repeating: "ff", count: 30))
        let eighth = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc"
        let other = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03"
        // Order 4, 1, 2 and 8 with either x; then y of p and above; then a y without an x.
        let refused = [
            zeros + "00", zeros + "80", "01" + zeros, "01" + zeros.dropLast(2) + "80",
            "ec" + ones + "7f", "ec" + ones + "ff", eighth + "05", eighth + "85", other + "7a", other + "fa",
            "ed" + ones + "7f", "ee" + ones + "7f", "f0" + ones + "7f", "ff" + ones + "ff", "02" + zeros,
        ]
        for point in refused {
            let der = prefix + bytes(point)
            #expect(throws: KeyError.point, "\(point)") { try Ed25519PublicKey(der: der) }
            #expect(throws: KeyError.point, "\(point)") { try IdentityKey(der: der) }
        }
        for _ in 0..<100 {
            let der = Ed25519PrivateKey.generate().publicKey.der
            #expect(throws: Never.self) { try Ed25519PublicKey(der: der) }
        }
    }

    /// S + L, and R with y + p or the sign of x = 0 changed, would be second signatures; the neutral point forges.
    @Test("Of an Ed25519 signature there is one form") func ed25519Signatures() throws {
        let key = try Ed25519PrivateKey(
            pem: "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g".pem.span.bytes)
        let order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        let message = Array("a message".utf8)
        let signature = key.sign(message.span.bytes)
        var malleated = signature
        var carry = 0
        for index in 0..<32 {
            let sum = Int(signature[32 + index]) + Int(order[index]) + carry
            malleated[32 + index] = UInt8(sum & 0xFF)
            carry = sum >> 8
        }
        let neutral = [1] + [UInt8](repeating: 0, count: 63)
        for wrong in [malleated, neutral, Array(signature.dropLast()), signature + [0]] {
            let passes = key.publicKey.verify(wrong.span.bytes, of: message.span.bytes)
            #expect(!passes)
        }
        let isGenuine = key.publicKey.verify(signature.span.bytes, of: message.span.bytes)
        #expect(isGenuine)
    }

    @Test("An RSA-PSS signature verifies, and a changed, shortened or lengthened one does not")
    func pss() {
        let message = Array("a message".utf8)
        let signature = Samples.rsa.sign(message.span.bytes)
        let again = Samples.rsa.sign(message.span.bytes)
        #expect(signature.count == 256 && signature != again)
        let isGenuine = Samples.rsa.publicKey.verify(signature.span.bytes, of: message.span.bytes)
        #expect(isGenuine)
        for place in [0, 100, 255] {
            var changed = signature
            changed[place] ^= 1
            let passes = Samples.rsa.publicKey.verify(changed.span.bytes, of: message.span.bytes)
            #expect(!passes)
        }
        for wrong in [[], Array(signature.dropLast()), signature + [0]] {
            let passes = Samples.rsa.publicKey.verify(wrong.span.bytes, of: message.span.bytes)
            #expect(!passes)
        }
    }

    @Test("Ed25519 and RSA keys survive PEM and DER, and keys of the wrong kind are refused")
    func keysOfEitherAlgorithmAreRead() throws {
        let ed25519 = Ed25519PrivateKey.generate()
        for (pem, publicPEM) in [
            (ed25519.pem(), ed25519.publicPEM()), (Samples.rsa.pem(), Samples.rsa.publicPEM()),
        ] {
            let key = try PrivateKey(pem: pem.span.bytes)
            let published = try IdentityKey(pem: publicPEM.span.bytes)
            let decoded = try IdentityKey(der: published.der)
            #expect(key.publicKey == published && decoded == published)
            #expect(published.fingerprint.count == 50 && published.fingerprint.hasPrefix("SHA256:"))
            #expect(throws: KeyError.notAPublicKey) { try IdentityKey(pem: pem.span.bytes) }
            #expect(throws: KeyError.notAPrivateKey) { try PrivateKey(pem: publicPEM.span.bytes) }
        }
        let curve = Array(Samples.ellipticCurve.utf8)
        #expect(throws: KeyError.otherAlgorithm) { try PrivateKey(pem: curve.span.bytes) }
        let rsa = Samples.rsa.pem()
        #expect(throws: KeyError.notEd25519) { try Ed25519PrivateKey(pem: rsa.span.bytes) }
        let edDER = ed25519.publicKey.der
        #expect(throws: KeyError.notRSA) { try RSAPublicKey(der: edDER) }
    }

    @Test("A public key of X25519 or RSA is no Ed25519 key")
    func otherPublicKeysAreNotEd25519() {
        let point = bytes("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
        let x25519 = bytes("302a300506032b656e032100") + point
        let rsa = Samples.rsa.publicKey.der
        #expect(throws: KeyError.notEd25519) { try Ed25519PublicKey(der: x25519) }
        #expect(throws: KeyError.notEd25519) { try Ed25519PublicKey(der: rsa) }
    }
}

extension RawSpan {
    fileprivate var copied: [UInt8] { withUnsafeBytes { Array($0) } }
}

extension String {
    fileprivate var pem: [UInt8] { Array("-----BEGIN PRIVATE KEY-----\n\(self)\n-----END PRIVATE KEY-----\n".utf8) }
}
