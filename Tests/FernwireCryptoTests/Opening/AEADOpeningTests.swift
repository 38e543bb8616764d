// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@Suite struct AEADOpeningTests {
    private struct Example {
        let algorithm: AEADOpening.Algorithm
        let key: [UInt8]
        let nonce: [UInt8]
        let associated: [UInt8]
        let plaintext: [UInt8]
        let ciphertext: [UInt8]
        let tag: [UInt8]
    }

    /// Opens an example, and nothing like it.
    private func check(_ example: Example) throws {
        let opening = try #require(AEADOpening(example.algorithm, keyLength: example.key.count))
        func opened(
            _ ciphertext: [UInt8]? = nil, tag: [UInt8]? = nil, key: [UInt8]? = nil, nonce: [UInt8]? = nil,
            associated: [UInt8]? = nil
        ) -> [UInt8]? {
            opening.opened(
                ciphertext ?? example.ciphertext, tag: tag ?? example.tag, key: key ?? example.key,
                nonce: nonce ?? example.nonce, associated: associated ?? example.associated)
        }
        #expect(opened() == example.plaintext)
        for place in example.tag.indices { #expect(opened(tag: example.tag.flipped(place)) == nil) }
        for place in example.ciphertext.indices { #expect(opened(example.ciphertext.flipped(place)) == nil) }
        for place in example.nonce.indices { #expect(opened(nonce: example.nonce.flipped(place)) == nil) }
        #expect(opened(key: example.key.flipped(0)) == nil)
        #expect(opened(associated: example.associated + [0]) == nil)
        #expect(opened(associated: []) == (example.associated.isEmpty ? example.plaintext : nil))
        #expect(opened([]) == (example.ciphertext.isEmpty ? [] : nil))
        #expect(opened(Array(example.ciphertext.dropLast())) == (example.ciphertext.isEmpty ? [] : nil))
        #expect(opened(example.ciphertext + [0]) == nil)
        for wrong in [[], Array(example.key.dropLast()), example.key + [0]] { #expect(opened(key: wrong) == nil) }
        #expect(opened(tag: []) == nil && opened(nonce: []) == nil)
    }

    private let gcmPlaintext = bytes(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
    private let gcmAssociated = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2")

    /// McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 4 to 6, 10 to 12 and 16 to 18.
    @Test("AES-GCM opens McGrew and Viega's examples with nonces of 8, 12 and 60 bytes and each size of key")
    func gcm() throws {
        let key = bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
        let nonces = [
            "cafebabefacedbaddecaf888", "cafebabefacedbad",
            "9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728"
                + "c3c0c95156809539fcf0e2429a6b525416aedbf5a0de6a57a637b39b",
        ].map { bytes($0) }
        let tags: [Int: [String]] = [
            16: [
                "5bc94fbc3221a5db94fae95ae7121a47", "3612d2e79e3b0785561be14aaca2fccb",
                "619cc5aefffe0bfa462af43c1699d050",
            ],
            24: [
                "2519498e80f1478f37ba55bd6d27618c", "65dcc57fcf623a24094fcca40d3533f8",
                "dcf566ff291c25bbb8568fc3d376a6d9",
            ],
            32: [
                "76fc6ece0f4e1768cddf8853bb2d551b", "3a337dbf46a792c45e454913fe2ea8f2",
                "a44a8266ee1c8eb0c8b5d4cf5ae9f19a",
            ],
        ]
        for (length, tags) in tags {
            for (nonce, tag) in zip(nonces, tags) {
                let key = Array(key[..<length])
                let ciphertext = try encrypted(gcmPlaintext, key: key, nonce: nonce)
                if length == 32, nonce.count == 12 {
                    #expect(ciphertext.starts(with: bytes("522dc1f099567d07f47f37a32a84427d")))
                }
                try check(
                    Example(
                        algorithm: .aesGCM, key: key, nonce: nonce, associated: gcmAssociated, plaintext: gcmPlaintext,
                        ciphertext: ciphertext, tag: bytes(tag)))
            }
        }
    }

    /// GCM is counter mode from the second counter on. That of a nonce of 12 bytes is the nonce itself, and those of
    /// the others are found with the hash of GCM, of which this has the results.
    private func encrypted(_ plaintext: [UInt8], key: [UInt8], nonce: [UInt8]) throws -> [UInt8] {
        let counter: [UInt8]
        switch (nonce.count, key.count) {
        case (12, _): counter = nonce + [0, 0, 0, 2]
        case (8, let length): counter = try #require(Self.counters[length]).short
        case (_, let length): counter = try #require(Self.counters[length]).long
        }
        let cipher = try #require(SymmetricCipher(.aesCTR, keyLength: key.count))
        return try #require(cipher.opened(plaintext, key: key, iv: counter))
    }

    private static let counters: [Int: (short: [UInt8], long: [UInt8])] = [
        16: (
            bytes("c43a83c4c4badec4354ca984db252f7e"), bytes("3bab75780a31c059f83d2a44752f9865")
        ),
        24: (
            bytes("a14378078d27258a6292737e1802ada6"), bytes("4505cdc367a054c5002820e96aebef28")
        ),
        32: (
            bytes("0095df49dd90abe3e4d252475748f5d5"), bytes("0cd953e2140a5976079f8e2406bc8eb5")
        ),
    ]

    @Test("AES-GCM opens with tags cut to 4, 8 and 12 to 15 bytes, and with no other length")
    func shortTags() throws {
        let key = bytes("feffe9928665731c6d6a8f9467308308")
        let nonce = bytes("cafebabefacedbaddecaf888")
        let tag = bytes("5bc94fbc3221a5db94fae95ae7121a47")
        let ciphertext = try encrypted(gcmPlaintext, key: key, nonce: nonce)
        let opening = try #require(AEADOpening(.aesGCM, keyLength: 16))
        for count in 0...16 {
            let cut = Array(tag[..<count])
            let opened = opening.opened(ciphertext, tag: cut, key: key, nonce: nonce, associated: gcmAssociated)
            #expect(opened == ([4, 8, 12, 13, 14, 15, 16].contains(count) ? gcmPlaintext : nil))
            guard count > 0 else { continue }
            let wrong = cut.flipped(count - 1)
            #expect(opening.opened(ciphertext, tag: wrong, key: key, nonce: nonce, associated: gcmAssociated) == nil)
        }
        #expect(
            opening.opened(ciphertext, tag: tag + [0], key: key, nonce: nonce, associated: gcmAssociated) == nil)
    }

    /// NIST SP 800-38C, C.1 to C.3.
    @Test("AES-CCM opens the examples of NIST SP 800-38C")
    func ccm() throws {
        func range(_ first: UInt8, _ count: Int) -> [UInt8] { (0..<count).map { first + UInt8($0) } }
        let sealed = [
            (7, 8, 4, "7162015b", "4dac255d"),
            (8, 16, 16, "d2a1f0e051ea5f62081a7792073d593d", "1fc64fbfaccd"),
            (12, 20, 24, "e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5", "484392fbc1b09951"),
        ]
        for (nonce, associated, plaintext, ciphertext, tag) in sealed {
            try check(
                Example(
                    algorithm: .aesCCM, key: range(0x40, 16), nonce: range(0x10, nonce),
                    associated: range(0, associated), plaintext: range(0x20, plaintext),
                    ciphertext: bytes(ciphertext), tag: bytes(tag)))
        }
    }

    /// RFC 8439 §2.8.2.
    @Test("ChaCha20-Poly1305 opens the example of RFC 8439 2.8.2")
    func chacha20Poly1305() throws {
        let text = utf8(
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
        )
        let key = bytes("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f")
        let nonce = bytes("070000004041424344454647")
        let cipher = try #require(SymmetricCipher(.chacha20, keyLength: 32))
        let ciphertext = try #require(cipher.opened(text, key: key, iv: [1, 0, 0, 0] + nonce))
        #expect(ciphertext.starts(with: bytes("d31a8d34648e60db7b86afbc53ef7ec2")))
        try check(
            Example(
                algorithm: .chacha20Poly1305, key: key, nonce: nonce, associated: bytes("50515253c0c1c2c3c4c5c6c7"),
                plaintext: text, ciphertext: ciphertext, tag: bytes("1ae10b594f09e26a7e902ecbd0600691")))
    }

    /// Made by Python's cryptography, under keys and nonces that count from 0.
    private static let emptyMessages: [(AEADOpening.Algorithm, String, String)] = [
        (.aesGCM, "", "435b9ba12d75a4be8a977ea3cd011890"),
        (.aesGCM, "header", "f13ce24c890ec4bcdd366d9915815bd0"),
        (.aesCCM, "", "a9452a1d712c00a7b1c3fab799f1bc51"),
        (.aesCCM, "header", "8552e44fc08faf2030b59bcb70f61099"),
        (.chacha20Poly1305, "", "295a498b8841a1c5f55d4d606f731159"),
        (.chacha20Poly1305, "header", "8a352d9cac3b7ce90639c5396fd6310d"),
    ]

    /// OpenSSL does not look at CCM's tag of an empty message that is given to it as a null pointer.
    @Test("The tag of an empty message is looked at", arguments: emptyMessages)
    func empty(_ algorithm: AEADOpening.Algorithm, _ associated: String, _ tag: String) throws {
        let key = [UInt8](0..<UInt8(algorithm == .chacha20Poly1305 ? 32 : 16))
        try check(
            Example(
                algorithm: algorithm, key: key, nonce: [UInt8](0..<12), associated: utf8(associated), plaintext: [],
                ciphertext: [], tag: bytes(tag)))
    }

    @Test("Algorithms go by their names, and take the lengths that they say and no others")
    func algorithms() throws {
        #expect(AEADOpening.Algorithm.allCases.map(\.rawValue) == ["aes-gcm", "aes-ccm", "chacha20-poly1305"])
        for algorithm in AEADOpening.Algorithm.allCases {
            for length in [-1, 0, 8, 16, 24, 31, 32, 64, .max] {
                let opening = AEADOpening(algorithm, keyLength: length)
                #expect((opening != nil) == algorithm.keyLengths.contains(length))
            }
        }
        let opening = try #require(AEADOpening(.aesGCM, keyLength: 16))
        let (key, tag) = ([UInt8](repeating: 0, count: 16), [UInt8](repeating: 0, count: 16))
        for count in [0, 128, 129, 1000] {
            let nonce = [UInt8](repeating: 0, count: count)
            #expect(opening.opened([1], tag: tag, key: key, nonce: nonce) == nil)
        }
    }

    /// With L = 15 - 13 = 2 bytes for its length, a message has at most 65535 bytes.
    @Test("A message too long for the nonce of CCM is refused")
    func longCCM() throws {
        let opening = try #require(AEADOpening(.aesCCM, keyLength: 16))
        let (key, tag) = ([UInt8](repeating: 0, count: 16), [UInt8](repeating: 0, count: 16))
        for count in [65_535, 65_536, 65_537, 131_072] {
            let message = [UInt8](repeating: 0, count: count)
            #expect(opening.opened(message, tag: tag, key: key, nonce: [UInt8](repeating: 0, count: 13)) == nil)
        }
    }

    @Test("No length of anything does more than to be refused")
    func noise() throws {
        var noise = Noise(seed: 2)
        for algorithm in AEADOpening.Algorithm.allCases {
            for length in algorithm.keyLengths {
                let opening = try #require(AEADOpening(algorithm, keyLength: length))
                for round in 0..<300 {
                    let fits = round % 2 == 0
                    let key = fits ? [UInt8](repeating: UInt8(round & 0xFF), count: length) : noise.bytes(upTo: 40)
                    let nonce = fits ? [UInt8](repeating: 1, count: 12) : noise.bytes(upTo: 20)
                    // Longer tags only: one of 4 bytes may be right by chance.
                    let tag = fits ? [UInt8](repeating: 2, count: 16) : noise.bytes(upTo: 20) + [0, 0, 0, 0, 0]
                    let (ciphertext, associated) = (noise.bytes(upTo: 50), noise.bytes(upTo: 30))
                    #expect(
                        opening.opened(ciphertext, tag: tag, key: key, nonce: nonce, associated: associated) == nil)
                }
            }
        }
    }
}

extension Array where Element == UInt8 {
    fileprivate func flipped(_ place: Int) -> [UInt8] {
        var changed = self
        changed[place] ^= 1
        return changed
    }
}

extension AEADOpening {
    func opened(
        _ ciphertext: [UInt8], tag: [UInt8], key: [UInt8], nonce: [UInt8], associated: [UInt8] = []
    ) -> [UInt8]? {
        open(
            ciphertext.span.bytes, tag: tag.span.bytes, key: key.span.bytes, nonce: nonce.span.bytes,
            associated: associated.span.bytes)
    }
}
