// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

/// SHA-256, HMAC and HKDF against their standards' vectors.
@Suite struct DerivationTests {
    @Test("SHA-256 of abc is the standard's hash")
    func sha256OfABC() {
        let hash = SHA256.hash(Array("abc".utf8).span.bytes)
        #expect(hash == bytes("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
    }

    /// RFC 4231 §4.2, §4.3 and §4.7; the context is used again for each message.
    @Test("HMAC-SHA-256 gives the MACs of RFC 4231, and rejects one with a flipped bit or none at all")
    func hmac() {
        let vectors: [([UInt8], [UInt8], String)] = [
            (
                [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xAA, count: 131),
                Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ]
        for (key, message, expected) in vectors {
            let mac = HMAC(key: key.span.bytes)
            for _ in 0..<2 {
                var found: [UInt8] = []
                mac.begin()
                mac.update(message.span.bytes)
                mac.finish(appendingTo: &found)
                #expect(found == bytes(expected))
                for bit in 0..<256 {
                    var other = found
                    if bit > 0 { other[bit / 8] ^= 1 << UInt8(bit % 8) }
                    mac.begin()
                    mac.update(message.span.bytes)
                    let matches = mac.finish(verifying: other.span.bytes)
                    #expect(matches == (bit == 0))
                }
            }
            mac.begin()
            let nothing: [UInt8] = []
            let matches = mac.finish(verifying: nothing.span.bytes)
            #expect(!matches)
        }
    }

    /// RFC 5869 A.1 and A.3.
    @Test("HKDF gives the keys of RFC 5869 A.1 and A.3")
    func hkdf() {
        let secret = [UInt8](repeating: 0x0B, count: 22)
        let derived = HKDF.derive(
            secret: SecretBytes(copying: secret.span.bytes), salt: Array(0...12), info: Array(0xF0...0xF9), length: 42)
        let expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        #expect(Array(derived.bytes) == bytes(expected))
        let bare = HKDF.derive(secret: SecretBytes(copying: secret.span.bytes), salt: [], info: [], length: 42)
        let expectedBare = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        #expect(Array(bare.bytes) == bytes(expectedBare))
    }

    @Test("The constant-time comparison tells equal bytes from different bytes and lengths")
    func comparison() {
        func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
            isEqualInConstantTime(left.span.bytes, right.span.bytes)
        }
        #expect(equal([1, 2], [1, 2]) && equal([], []))
        #expect(!equal([1, 2], [1, 3]) && !equal([1, 2], [1, 2, 3]) && !equal([], [0]))
    }
}

extension Array where Element == UInt8 {
    fileprivate init(_ span: RawSpan) {
        self = span.withUnsafeBytes { Array($0) }
    }
}
