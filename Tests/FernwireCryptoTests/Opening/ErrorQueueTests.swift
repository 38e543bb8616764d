// SPDX-License-Identifier: Apache-2.0
import COpenSSL
import FernwireCrypto
import Testing

/// OpenSSL keeps the errors of a thread until somebody asks. Whoever asks next would take ours for their own.
@Suite struct ErrorQueueTests {
    private func expectNone(after what: String) {
        let error = ERR_peek_error()
        #expect(error == 0, "after \(what)")
        ERR_clear_error()
    }

    private let zeros = [UInt8](repeating: 0, count: 256)

    @Test("Keys that are refused leave no error behind")
    func keys() {
        ERR_clear_error()
        let wrong = [
            "", "hello", Samples.ellipticCurve, RSAVectors.encrypted, CurveVectors.ed448, CurveVectors.otherCurve,
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
            "-----BEGIN PUBLIC KEY-----\n!!\n-----END PUBLIC KEY-----\n", "-----BEGIN",
        ]
        for text in wrong {
            _ = try? ObservedKey(reading: utf8(text))
            expectNone(after: text)
            _ = try? ObservedRSAPrivateKey(reading: utf8(text))
            expectNone(after: text)
        }
        let forms: [[UInt8]] = [[0x02, 0x30, 0x04], [0x02, 0x02, 0x02], [0x02, 0x04], [0x30, 0x03], [0x02, 0x02]]
        for form in forms + [[0x30, 0x30, 0x03]] {
            let content = form.flatMap { [$0, 1, 0] as [UInt8] }
            _ = try? ObservedKey(reading: [0x30, UInt8(content.count)] + content)
            expectNone(after: "\(form)")
        }
        for curve in ObservedCurve.allCases {
            _ = try? ObservedECPublicKey(at: [4] + zeros[..<(2 * curve.coordinateLength)], on: curve)
            expectNone(after: curve.rawValue)
        }
    }

    @Test("What RSA and ECDSA refuse leaves no error behind")
    func publicKeys() throws {
        ERR_clear_error()
        let key = try ObservedRSAPrivateKey(reading: utf8(Samples.traditional))
        let curve = try ObservedECPublicKey(reading: utf8(CurveVectors.all[0].publicKey))
        for digest in Digest.all {
            for wrong in [zeros, [], [1]] {
                _ = key.openedOAEP(wrong, digest: digest)
                expectNone(after: "OAEP with \(digest.name)")
                _ = key.openedPKCS1(wrong)
                expectNone(after: "PKCS#1")
                for scheme in ObservedRSAPublicKey.Scheme.allCases {
                    _ = key.publicKey.verifies(wrong, of: wrong, scheme: scheme, digest: digest)
                    expectNone(after: "\(scheme) with \(digest.name)")
                }
                for form in ObservedECPublicKey.SignatureForm.allCases {
                    _ = curve.verifies(wrong, of: wrong, form: form, digest: digest)
                    expectNone(after: "\(form) with \(digest.name)")
                }
            }
        }
    }

    @Test("What ciphers refuse leaves no error behind")
    func ciphers() throws {
        ERR_clear_error()
        for mode in SymmetricCipher.Mode.allCases {
            let cipher = try #require(SymmetricCipher(mode, keyLength: mode.keyLengths[0]))
            for count in [0, 1, 16] {
                let (key, iv) = (Array(zeros[..<cipher.keyLength]), Array(zeros[..<mode.ivLengths[0]]))
                _ = cipher.opened(Array(zeros[..<count]), key: key, iv: iv, padding: .pkcs7)
                expectNone(after: mode.rawValue)
            }
        }
        for algorithm in AEADOpening.Algorithm.allCases {
            let opening = try #require(AEADOpening(algorithm, keyLength: algorithm.keyLengths[0]))
            for count in [0, 1, 70_000] {
                for nonce in [1, 7, 12, 13, 128] {
                    let ciphertext = [UInt8](repeating: 0, count: count)
                    let (key, nonce) = (Array(zeros[..<opening.keyLength]), Array(zeros[..<nonce]))
                    _ = opening.opened(ciphertext, tag: Array(zeros[..<16]), key: key, nonce: nonce, associated: [1])
                    expectNone(after: algorithm.rawValue)
                }
            }
        }
    }
}
