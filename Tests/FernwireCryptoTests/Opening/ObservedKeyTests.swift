// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import TestSupport
import Testing

@Suite struct ObservedKeyTests {
    /// What a key says that it is.
    private func kind(_ pem: String) throws -> String {
        switch try ObservedKey(reading: utf8(pem)) {
        case .rsaPrivate(let key): "RSA private \(key.publicKey.modulusBits)"
        case .rsaPublic(let key): "RSA public \(key.modulusBits)"
        case .ed25519Private: "Ed25519 private"
        case .ed25519Public: "Ed25519 public"
        case .x25519Private: "X25519 private"
        case .x25519Public(let key): "X25519 public \(key.count)"
        case .ecPrivate(let key): "EC private \(key.curve.rawValue)"
        case .ecPublic(let key): "EC public \(key.curve.rawValue)"
        }
    }

    @Test("A key of each kind and form says what it is, in PEM and in DER")
    func kinds() throws {
        let ed25519 = Ed25519PrivateKey.generate()
        var cases = [
            (Samples.traditional, "RSA private 2048"), (Samples.rsa1024, "RSA private 1024"),
            (RSAVectors.small, "RSA private 512"), (Samples.publicKey, "RSA public 2048"),
            (RSAVectors.smallPublic, "RSA public 512"), (RSAVectors.certificate, "RSA public 1024"),
            (CurveVectors.sec1, "EC private p-256"), (CurveVectors.x25519, "X25519 private"),
            (CurveVectors.x25519Public, "X25519 public 32"),
            (String(decoding: ed25519.pem(), as: UTF8.self), "Ed25519 private"),
            (String(decoding: ed25519.publicPEM(), as: UTF8.self), "Ed25519 public"),
        ]
        for vector in CurveVectors.all {
            cases.append((vector.privateKey, "EC private \(vector.curve)"))
            cases.append((vector.publicKey, "EC public \(vector.curve)"))
        }
        for (pem, expected) in cases {
            #expect(try kind(pem) == expected)
            #expect(try kind("a note before it\n" + pem + "and one after it\n") == expected)
            #expect(try kind(pem.split(separator: "\n").joined(separator: "\r\n") + "\r\n") == expected)
            let der = try self.der(pem)
            #expect(throws: Never.self) { try ObservedKey(reading: der) }
            for wrong in [der + [0], Array(der.dropLast()), [], Array(der.dropFirst()), der + der] {
                #expect(throws: ObservedKeyError.noKey) { try ObservedKey(reading: wrong) }
            }
        }
    }

    /// The bytes of the last block of a text.
    private func der(_ pem: String) throws -> [UInt8] {
        let lines = pem.split(separator: "\n")
        let start = try #require(lines.lastIndex { $0.hasPrefix("-----BEGIN") })
        let end = try #require(lines.lastIndex { $0.hasPrefix("-----END") })
        // Headers of RFC 1421 have a colon.
        let text = utf8(lines[(start + 1)..<end].filter { !$0.contains(":") }.joined())
        var bytes: [UInt8] = []
        let isRight = Base64.decodeLeniently(text.span.bytes, into: &bytes)
        try #require(isRight)
        return bytes
    }

    @Test("A text without a key that can be read is refused for its reason, and no passphrase is asked for")
    func refusals() throws {
        let cut = String(Samples.traditional.prefix(800))
        let cases: [(String, ObservedKeyError)] = [
            ("", .noKey), ("0", .noKey), ("hello", .noKey), (cut, .noKey),
            ("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", .noKey),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", .noKey),
            ("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n", .noKey),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", .noKey),
            (Sample.encryptedKey, .encrypted), (RSAVectors.encrypted, .encrypted),
            (CurveVectors.otherCurve, .otherCurve), (CurveVectors.ed448, .otherAlgorithm),
        ]
        for (pem, error) in cases {
            #expect(throws: error, "\(pem)") { try ObservedKey(reading: utf8(pem)) }
        }
        let encrypted = try der(Sample.encryptedKey)
        #expect(throws: ObservedKeyError.encrypted) { try ObservedKey(reading: encrypted) }
        // The first key counts, whatever stands before it.
        #expect(try kind(CurveVectors.x25519 + Samples.traditional) == "X25519 private")
        #expect(throws: ObservedKeyError.encrypted) {
            try ObservedKey(reading: utf8(Sample.encryptedKey + Samples.traditional))
        }
        for kind in ["OPENSSH PRIVATE KEY", "DSA PRIVATE KEY", "SSH2 PUBLIC KEY", "TRUSTED CERTIFICATE"] {
            let strange = "-----BEGIN \(kind)-----\nAAAA\n-----END \(kind)-----\n"
            #expect(throws: ObservedKeyError.noKey, "\(kind)") {
                try ObservedKey(reading: utf8(strange + Samples.traditional))
            }
        }
        let parameters = "-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----\n"
        #expect(try kind(parameters + Samples.traditional) == "RSA private 2048")
    }

    @Test("A block in PEM with a byte after its key is refused")
    func bytesAfterAKey() throws {
        let texts = [
            CurveVectors.all[0].privateKey, RSAVectors.small, CurveVectors.sec1, CurveVectors.all[0].publicKey,
            RSAVectors.smallPublic, RSAVectors.certificate,
        ]
        for text in texts {
            let begin = try #require(text.split(separator: "\n").last(where: { $0.hasPrefix("-----BEGIN ") }))
            let label = String(begin.dropFirst("-----BEGIN ".count).dropLast("-----".count))
            let der = try self.der(text)
            let (whole, longer) = (utf8(pemText(label, der)), utf8(pemText(label, der + [0])))
            #expect(throws: Never.self, "\(label)") { try ObservedKey(reading: whole) }
            #expect(throws: ObservedKeyError.noKey, "\(label)") { try ObservedKey(reading: longer) }
        }
    }

    @Test("No cut and no change of a key, in PEM or in DER, does more than to be refused")
    func noise() throws {
        var noise = Noise(seed: 7)
        var texts = [
            RSAVectors.small, RSAVectors.certificate, RSAVectors.smallPublic, RSAVectors.encrypted, CurveVectors.sec1,
            CurveVectors.x25519,
        ].map { utf8($0) }
        texts += try texts.map { try der(String(decoding: $0, as: UTF8.self)) }
        for text in texts {
            for count in stride(from: 0, to: text.count, by: 7) { _ = try? ObservedKey(reading: Array(text[..<count])) }
            for _ in 0..<300 {
                var changed = text
                changed[Int.random(in: 0..<text.count, using: &noise)] = UInt8.random(in: 0...255, using: &noise)
                _ = try? ObservedKey(reading: changed)
            }
        }
        for _ in 0..<200 {
            let bytes = noise.bytes(upTo: 80)
            #expect(throws: ObservedKeyError.noKey) { try ObservedKey(reading: bytes) }
            #expect(throws: ObservedKeyError.noKey) { try ObservedKey(reading: [0x30, UInt8(bytes.count)] + bytes) }
        }
    }

    @Test("DER that only looks like a key is refused")
    func lookalikes() {
        let elements: [[UInt8]] = [
            [0x02, 0x01, 0x00], [0x30, 0x00], [0x04, 0x00], [0x03, 0x01, 0x00], [0xA0, 0x00],
            [0x02, 0x84, 0xFF, 0, 0, 0],
            [0x30, 0x80], [0x02], [0x30, 0x85, 0, 0, 0, 0, 0], [],
        ]
        for first in elements {
            for second in elements {
                for third in elements {
                    let content = first + second + third
                    let der = [0x30, UInt8(content.count)] + content
                    // A modulus of a few bits is a key, if one of a size that is refused.
                    let isEncrypted = content == [0x30, 0x00, 0x04, 0x00]
                    do throws(ObservedKeyError) {
                        _ = try ObservedKey(reading: der)
                        Issue.record("\(der) was read")
                    } catch {
                        #expect((error == .encrypted) == isEncrypted && error != .otherKind, "\(der)")
                    }
                }
            }
        }
        let shapeless: [[UInt8]] = [
            [0x30], [0x30, 0x00], [0x30, 0x80, 0x00, 0x00], [0x31, 0x00], [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF],
        ]
        for wrong in shapeless {
            #expect(throws: ObservedKeyError.noKey) { try ObservedKey(reading: wrong) }
        }
    }

    @Test("An Ed25519 key of small order is refused")
    func smallOrder() {
        let der = bytes("302a300506032b6570032100" + "01" + String(repeating: "00", count: 31))
        #expect(throws: ObservedKeyError.invalid) { try ObservedKey(reading: der) }
    }

    @Test("A key of X25519 in PEM is that of RFC 7748 6.1, and agrees with its peer")
    func x25519() throws {
        guard case .x25519Private(let key) = try ObservedKey(reading: utf8(CurveVectors.x25519)),
            case .x25519Public(let published) = try ObservedKey(reading: utf8(CurveVectors.x25519Public))
        else {
            Issue.record("not keys of X25519")
            return
        }
        #expect(key.publicKey == published)
        #expect(published == bytes("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"))
        let agreed = try key.agree(with: bytes("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"))
        #expect(agreed.copy() == bytes("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"))
    }
}

extension ObservedKey {
    init(reading bytes: [UInt8]) throws(ObservedKeyError) { try self.init(bytes.span.bytes) }
}
