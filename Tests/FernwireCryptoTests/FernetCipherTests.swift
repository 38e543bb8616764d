// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import TestSupport
import Testing

@Suite struct FernetCipherTests {
    let cipher: FernetCipher

    init() throws {
        cipher = FernetCipher(key: try Samples.fernetKey())
    }

    /// The specification's generate.json.
    @Test("A token has the bytes of the Fernet specification's generate.json")
    func makesTheSpecificationsToken() {
        let token = cipher.sealed(Array("hello".utf8), timestamp: FernetVectors.timestamp, iv: Array(0..<16))
        #expect(String(decoding: token, as: UTF8.self) == FernetVectors.token)
    }

    /// Made by Python's cryptography.
    @Test("Tokens made by Python's cryptography open", arguments: FernetVectors.python) func opensPythonsTokens(
        _ count: Int, _ token: String
    ) throws {
        #expect(try cipher.opened(Array(token.utf8)) == (0..<count).map { UInt8($0) })
    }

    @Test("A sealed token has the computed length and opens, for plaintexts of up to 200 bytes")
    func opensWhatItSealsAtEachLength() throws {
        for count in 0...200 {
            let plaintext = (0..<count).map { UInt8($0) }
            let token = cipher.sealed(plaintext)
            #expect(token.count == FernetCipher.tokenLength(plaintext: count))
            #expect(try cipher.opened(token) == plaintext)
        }
    }

    @Test("Tokens of the same plaintext all differ")
    func drawsAFreshIVForEachToken() {
        let tokens = (0..<200).map { _ in cipher.sealed([1]) }
        #expect(Set(tokens).count == tokens.count)
    }

    @Test("A token with any one bit flipped is refused")
    func refusesEachFlippedBit() throws {
        let token = cipher.sealed(Array("attack at dawn".utf8))
        for index in token.indices {
            for bit in 0..<8 {
                var changed = token
                changed[index] ^= 1 << bit
                #expect(throws: FernetError.self) { try cipher.opened(changed) }
            }
        }
    }

    @Test("A token cut at any place is refused")
    func refusesEachCut() throws {
        let token = cipher.sealed(Array("attack at dawn".utf8))
        for count in token.indices {
            #expect(throws: FernetError.self) { try cipher.opened(Array(token[..<count])) }
        }
    }

    @Test("A token fails its HMAC with another key")
    func refusesAnotherKey() throws {
        let other = FernetCipher(key: .random())
        #expect(throws: FernetError.invalidMAC) { try other.opened(cipher.sealed([1, 2, 3])) }
    }

    /// The specification's invalid.json, each kind with its own error.
    @Test("Each kind of invalid token is refused with an error of its own")
    func tellsKindsOfInvalidTokensApart() throws {
        for (token, error) in FernetVectors.invalid {
            #expect(throws: error) { try cipher.opened(Array(token.utf8)) }
        }
        var long: [UInt8] = []
        Base64URL.encode(([0x80] + [UInt8](repeating: 0, count: 80)).span.bytes, into: &long)
        #expect(throws: FernetError.incompleteBlock(bytes: 24)) { try cipher.opened(long) }
    }

    @Test("A token older than its time to live or further ahead than the clock skew is refused")
    func judgesAgeAndClockSkew() throws {
        let token = cipher.sealed([7], timestamp: 1000)
        func open(timeToLive: UInt64?, now: UInt64) throws(FernetError) -> [UInt8] {
            var plaintext: [UInt8] = []
            try cipher.open(token.span.bytes, timeToLive: timeToLive, now: now, clockSkew: 60, appendingTo: &plaintext)
            return plaintext
        }
        #expect(try open(timeToLive: 60, now: 1060) == [7])
        #expect(throws: FernetError.expired(ageSeconds: 61)) { try open(timeToLive: 60, now: 1061) }
        #expect(try open(timeToLive: nil, now: .max) == [7])
        #expect(try open(timeToLive: 60, now: 940) == [7])
        #expect(throws: FernetError.fromTheFuture(aheadSeconds: 61)) { try open(timeToLive: 60, now: 939) }
        #expect(throws: FernetError.fromTheFuture(aheadSeconds: 1000)) { try open(timeToLive: nil, now: 0) }
    }
}
