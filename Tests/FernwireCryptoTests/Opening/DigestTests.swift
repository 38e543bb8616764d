// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@Suite struct DigestTests {
    /// The hash of `abc`, which all standards have as an example, and the HMAC of RFC 4231 §4.3.
    private static let examples: [(name: String, hash: String, mac: String)] = [
        ("md5", "900150983cd24fb0d6963f7d28e17f72", "750c783e6ab0b503eaa86e310a5db738"),
        ("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        (
            "sha224", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
            "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44"
        ),
        (
            "sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            "sha384",
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"
        ),
        (
            "sha512",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        ),
        (
            "sha3-256", "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
            "c7d4072e788877ae3596bbb0da73b887c9171f93095b294ae857fbe2645e1ba5"
        ),
        (
            "blake2b512",
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
            "6ff884f8ddc2a6586b3c98a4cd6ebdf14ec10204b6710073eb5865ade37a2643"
                + "b8807c1335d107ecdb9ffeaeb6828c4625ba172c66379efcd222c2de11727ab4"
        ),
        (
            "blake2s256", "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982",
            "90b6281e2f3038c9056af0b4a7e763cae6fe5d9eb4386a0ec95237890c104ff0"
        ),
    ]

    @Test("Each hash function gives its standard's hash of abc, in one part or in several")
    func hashes() throws {
        for example in Self.examples {
            let digest = try #require(Digest(named: example.name))
            let expected = bytes(example.hash)
            #expect(digest.name == example.name && digest.length == expected.count)
            #expect(digest.hashed(utf8("abc")) == expected)
            #expect(digest.hash([utf8("a"), [], utf8("bc")]) == expected)
            #expect(digest.hashed([]) == digest.hash([]) && digest.hash([[]]) == digest.hash([]))
            #expect(digest.hashed(utf8("abd")) != expected && digest.hashed([]) != expected)
        }
        #expect(Digest.all.map(\.name) == Self.examples.map(\.name))
    }

    @Test("A hash function of another name is none")
    func names() {
        for name in ["", "SHA256", "sha-256", "sha256 ", "null", "md4", "sha512-256", "sha256\0"] {
            #expect(Digest(named: name) == nil)
        }
    }

    @Test("HMAC with each hash function gives the example of RFC 4231, and rejects all that is near it")
    func macs() throws {
        let (key, message) = (utf8("Jefe"), utf8("what do ya want for nothing?"))
        for example in Self.examples {
            let digest = try #require(Digest(named: example.name))
            let mac = bytes(example.mac)
            #expect(digest.mac(message, key: key) == mac)
            #expect(digest.verifies(mac, of: Array(message[..<5]), [], Array(message[5...]), key: key))
            for place in mac.indices {
                var changed = mac
                changed[place] ^= 1
                #expect(!digest.verifies(changed, of: message, key: key))
                #expect(!digest.verifies(changed, of: message, key: key, mayBeTruncated: true))
                #expect(!digest.verifies(Array(mac[..<place]), of: message, key: key))
            }
            #expect(!digest.verifies(mac, of: message, key: key + [1]) && !digest.verifies(mac, of: message, key: []))
            #expect(!digest.verifies(mac, of: message + [0], key: key) && !digest.verifies(mac, of: [], key: key))
            #expect(!digest.verifies(mac + [0], of: message, key: key, mayBeTruncated: true))
        }
    }

    @Test("A MAC that may be cut off verifies from 8 bytes on, if those are right")
    func truncation() throws {
        let (key, message) = (utf8("Jefe"), utf8("what do ya want for nothing?"))
        let digest = try #require(Digest(named: "sha256"))
        let mac = digest.mac(message, key: key)
        for count in 0...32 {
            let cut = Array(mac[..<count])
            #expect(digest.verifies(cut, of: message, key: key, mayBeTruncated: true) == (count >= 8))
            guard count > 0 else { continue }
            var wrong = cut
            wrong[count - 1] ^= 0x80
            #expect(!digest.verifies(wrong, of: message, key: key, mayBeTruncated: true))
        }
    }

    /// RFC 4231 §4.7.
    @Test("HMAC takes keys of any length, none at all too")
    func keys() throws {
        let digest = try #require(Digest(named: "sha256"))
        let long = [UInt8](repeating: 0xAA, count: 131)
        #expect(
            digest.mac(utf8("Test Using Larger Than Block-Size Key - Hash Key First"), key: long)
                == bytes("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"))
        // Zeros fill a key up to a block, so that none is the same as a few.
        #expect(digest.mac([1], key: []) == digest.mac([1], key: [0, 0]))
        #expect(
            digest.mac([1], key: []) != digest.mac([1], key: [1]) && digest.mac(key: []) != digest.mac([1], key: []))
    }
}

extension Digest {
    func hashed(_ bytes: [UInt8]) -> [UInt8] { hash(bytes.span.bytes) }

    func mac(_ parts: [UInt8]..., key: [UInt8]) -> [UInt8] { hmac(key: key.span.bytes, parts: parts) }

    func verifies(_ mac: [UInt8], of parts: [UInt8]..., key: [UInt8], mayBeTruncated: Bool = false) -> Bool {
        verify(mac.span.bytes, key: key.span.bytes, parts: parts, mayBeTruncated: mayBeTruncated)
    }
}
