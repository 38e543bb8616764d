// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

/// ECDSA and ECDH of somebody else's protocol.
@Suite struct ObservedECTests {
    @Test("A signature of ECDSA verifies in either form, and nothing near it does", arguments: CurveVectors.all)
    func signatures(_ vector: CurveVectors.Vector) throws {
        let key = try ObservedECPublicKey(reading: utf8(vector.publicKey))
        let digest = try #require(Digest(named: vector.digest))
        let message = CurveVectors.message
        for (form, text) in [(.der, vector.der), (.raw, vector.raw)] as [(ObservedECPublicKey.SignatureForm, String)] {
            let signature = bytes(text)
            #expect(key.verifies(signature, of: message, form: form, digest: digest))
            #expect(!key.verifies(signature, of: message + [0], form: form, digest: digest))
            #expect(!key.verifies(signature, of: [], form: form, digest: digest))
            for other in ObservedECPublicKey.SignatureForm.allCases where other != form {
                #expect(!key.verifies(signature, of: message, form: other, digest: digest))
            }
            for wrong in Digest.all where wrong != digest {
                #expect(!key.verifies(signature, of: message, form: form, digest: wrong))
            }
            let zeros = [UInt8](repeating: 0, count: signature.count)
            let ones = [UInt8](repeating: 0xFF, count: signature.count)
            for wrong in [[], Array(signature.dropLast()), signature + [0], zeros, ones, [0x30, 0x00]] {
                #expect(!key.verifies(wrong, of: message, form: form, digest: digest))
            }
            for place in signature.indices {
                var changed = signature
                changed[place] ^= 1
                #expect(!key.verifies(changed, of: message, form: form, digest: digest))
            }
        }
        for other in CurveVectors.all where other.curve != vector.curve {
            let foreign = try ObservedECPublicKey(reading: utf8(other.publicKey))
            #expect(!foreign.verifies(bytes(vector.der), of: message, form: .der, digest: digest))
            #expect(!foreign.verifies(bytes(vector.raw), of: message, form: .raw, digest: digest))
        }
    }

    @Test("A point without compression is the same key as its SubjectPublicKeyInfo", arguments: CurveVectors.all)
    func points(_ vector: CurveVectors.Vector) throws {
        let curve = try #require(ObservedCurve(rawValue: vector.curve))
        let key = try ObservedECPublicKey(reading: utf8(vector.publicKey))
        let point = bytes(vector.point)
        let same = try ObservedECPublicKey(at: point, on: curve)
        #expect(same == key && same.der == key.der && key.curve == curve)
        #expect(try ObservedECPublicKey(reading: key.der) == key)
        #expect(try ObservedECPublicKey(at: bytes(vector.peer), on: curve) != key)
        var outside = point
        outside[outside.count - 1] ^= 1
        let compressed = [2] + point[1...curve.coordinateLength]
        let zeros = [4] + [UInt8](repeating: 0, count: 2 * curve.coordinateLength)
        let ones = [4] + [UInt8](repeating: 0xFF, count: 2 * curve.coordinateLength)
        for wrong in [[], [0], [4], outside, compressed, zeros, ones, Array(point.dropLast()), point + [0]] {
            #expect(throws: ObservedKeyError.invalid) { try ObservedECPublicKey(at: wrong, on: curve) }
        }
        for other in ObservedCurve.allCases where other != curve {
            #expect(throws: ObservedKeyError.invalid) { try ObservedECPublicKey(at: point, on: other) }
        }
    }

    @Test("Both sides of ECDH agree on what Python's cryptography found", arguments: CurveVectors.all)
    func agreement(_ vector: CurveVectors.Vector) throws {
        let key = try ObservedECPrivateKey(reading: utf8(vector.privateKey))
        let peer = try ObservedECPublicKey(at: bytes(vector.peer), on: key.curve)
        let agreed = try #require(key.agree(with: peer))
        #expect(agreed.copy() == bytes(vector.agreed) && agreed.count == key.curve.coordinateLength)
        #expect(key.agree(with: key.publicKey)?.copy() != bytes(vector.agreed))
        for other in CurveVectors.all where other.curve != vector.curve {
            #expect(key.agree(with: try ObservedECPublicKey(reading: utf8(other.publicKey))) == nil)
            #expect(!key.isOf(utf8(other.publicKey)))
        }
        #expect(key.isOf(utf8(vector.publicKey)) && !key.isOf(peer.der) && !key.isOf([]))
        #expect(!key.isOf(utf8(Samples.publicKey)) && !key.isOf(utf8(vector.privateKey)))
    }

    @Test("Keys of another kind, and those of other curves, are refused for their reason")
    func refusals() {
        let p256 = CurveVectors.all[0]
        for (pem, error) in [
            (p256.publicKey, .otherKind), (Samples.traditional, .otherKind), (CurveVectors.x25519, .otherKind),
            (CurveVectors.otherCurve, .otherCurve), ("", .noKey),
        ] as [(String, ObservedKeyError)] {
            #expect(throws: error) { try ObservedECPrivateKey(reading: utf8(pem)) }
        }
        for (pem, error) in [
            (p256.privateKey, .otherKind), (Samples.publicKey, .otherKind), (RSAVectors.certificate, .otherKind),
            ("", .noKey),
        ] as [(String, ObservedKeyError)] {
            #expect(throws: error) { try ObservedECPublicKey(reading: utf8(pem)) }
        }
    }

    @Test("No bytes for a point or a signature do more than to be refused")
    func noise() throws {
        var noise = Noise(seed: 4)
        let digest = try #require(Digest(named: "sha256"))
        for vector in CurveVectors.all {
            let key = try ObservedECPublicKey(reading: utf8(vector.publicKey))
            for _ in 0..<200 {
                let random = noise.bytes(upTo: 150)
                for form in ObservedECPublicKey.SignatureForm.allCases {
                    #expect(!key.verifies(random, of: [1], form: form, digest: digest))
                }
                #expect(throws: ObservedKeyError.invalid) {
                    try ObservedECPublicKey(at: [4] + random.dropFirst(), on: key.curve)
                }
                var der = key.der
                der[Int.random(in: 0..<der.count, using: &noise)] ^= UInt8.random(in: 1...255, using: &noise)
                _ = try? ObservedECPublicKey(reading: der)
            }
        }
    }
}

extension ObservedECPublicKey {
    convenience init(reading bytes: [UInt8]) throws(ObservedKeyError) { try self.init(bytes.span.bytes) }

    convenience init(at point: [UInt8], on curve: ObservedCurve) throws(ObservedKeyError) {
        try self.init(point: point.span.bytes, on: curve)
    }

    func verifies(_ signature: [UInt8], of message: [UInt8], form: SignatureForm, digest: Digest) -> Bool {
        verify(signature.span.bytes, of: message.span.bytes, form: form, digest: digest)
    }
}

extension ObservedECPrivateKey {
    convenience init(reading bytes: [UInt8]) throws(ObservedKeyError) { try self.init(bytes.span.bytes) }

    func isOf(_ publicKey: [UInt8]) -> Bool { belongs(to: publicKey.span.bytes) }
}
