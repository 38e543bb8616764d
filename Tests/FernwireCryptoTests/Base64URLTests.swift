// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@Suite struct Base64URLTests {
    private func decoded(_ text: String) -> [UInt8]? {
        decoded(Array(text.utf8))
    }

    private func decoded(_ text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = [9]
        let isCanonical = Base64URL.decode(text.span.bytes, into: &bytes)
        #expect(isCanonical || bytes.isEmpty)
        return isCanonical ? bytes : nil
    }

    private func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        Base64URL.encode(bytes.span.bytes, into: &text)
        return text
    }

    @Test("Base64url encodes and decodes byte strings of each length up to 100")
    func roundTripsEachLength() {
        for count in 0...100 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 251) }
            let text = encoded(bytes)
            #expect(text.count == Base64URL.encodedLength(count))
            #expect(decoded(text) == bytes)
        }
    }

    /// RFC 4648 §10, with the URL-safe alphabet.
    @Test("Base64url gives the test vectors of RFC 4648 and uses the URL-safe alphabet")
    func hasTheStandardsVectors() {
        let vectors = ["": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE="]
        for (plain, text) in vectors {
            #expect(decoded(text) == Array(plain.utf8))
            #expect(encoded(Array(plain.utf8)) == Array(text.utf8))
        }
        #expect(encoded([0xFB, 0xFF, 0xFE]) == Array("-__-".utf8))
    }

    @Test(
        "Base64url that is not canonical is refused",
        arguments: [
            "Zg", "Zg=", "Zg===", "Z===", "====", "=", "Zm8", "Zm9vYg==\n", "Zm9v\nYg==", " Zm9v", "Zm9v ", "Zm+v",
            "Zm/v",
            "Zg==Zm9v", "Z=9v", "Zm=v", "Zh==", "Zm9=", "Zn8=x",
        ])
    func refusesWhatIsNotCanonical(_ text: String) {
        #expect(decoded(text) == nil)
    }

    @Test("A character outside the base64url alphabet is refused at each place")
    func refusesEachForeignCharacterAtEachPlace() {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        for place in 0..<8 {
            for character in UInt8.min...UInt8.max {
                var text = Array("Zm9vYmFy".utf8)
                text[place] = character
                let isPadding = character == UInt8(ascii: "=") && place == 7
                #expect((decoded(text) != nil) == (alphabet.contains(character) || isPadding && text[6] & 3 == 0))
            }
        }
    }
}
