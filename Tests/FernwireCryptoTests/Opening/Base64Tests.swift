// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@Suite struct Base64Tests {
    private func decoded(_ text: String, leniently: Bool = false) -> [UInt8]? {
        let text = utf8(text)
        var bytes: [UInt8] = [9]
        let isRight =
            leniently
            ? Base64.decodeLeniently(text.span.bytes, into: &bytes) : Base64.decode(text.span.bytes, into: &bytes)
        #expect(isRight || bytes.isEmpty)
        return isRight ? bytes : nil
    }

    /// RFC 4648 §10.
    private let examples = [
        "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=", "foobar": "Zm9vYmFy",
    ]

    @Test("Base64 gives the test vectors of RFC 4648, with + and / where base64url has - and _")
    func standard() {
        for (plain, text) in examples {
            #expect(decoded(text) == utf8(plain) && decoded(text, leniently: true) == utf8(plain))
            var encoded: [UInt8] = []
            Base64.encode(utf8(plain).span.bytes, into: &encoded)
            #expect(encoded == utf8(text) && encoded.count == Base64.encodedLength(plain.utf8.count))
        }
        #expect(decoded("+//+") == [0xFB, 0xFF, 0xFE] && decoded("-__-") == nil)
        var url: [UInt8] = []
        let isRight = Base64URL.decodeLeniently(utf8("-_\n_-").span.bytes, into: &url)
        let isOther = Base64URL.decodeLeniently(utf8("+//+").span.bytes, into: &url)
        #expect(isRight && !isOther && url.isEmpty)
        #expect(Base64.value(of: UInt8(ascii: "/")) == 63 && Base64.value(of: UInt8(ascii: "_")) == nil)
        #expect(Base64URL.value(of: UInt8(ascii: "_")) == 63 && Base64URL.value(of: UInt8(ascii: "=")) == nil)
    }

    @Test("Base64 is decoded leniently over line breaks and without its padding, and strictly not")
    func lenience() {
        for (plain, text) in examples where !plain.isEmpty {
            let bare = text.prefix { $0 != "=" }
            let variants = [
                "\(text)\n", "\r\n\(text)", "\t\(text) ", text.map { "\($0)\n" }.joined(), "\(bare)\n",
            ]
            for variant in variants {
                #expect(decoded(variant, leniently: true) == utf8(plain))
                #expect(decoded(variant) == nil)
            }
            #expect(decoded(String(bare), leniently: true) == utf8(plain))
        }
        // Bits that stand for nothing.
        #expect(decoded("Zh==", leniently: true) == utf8("f") && decoded("Zh==") == nil)
        #expect(decoded(" \n", leniently: true) == [])
    }

    @Test(
        "What is not base64 either way is refused",
        arguments: [
            "Z", "Z===", "Zm9vY", "=", "==", "====", "Zm9v=", "Zm9v====", "Zg=", "Zg===", "Zm8==", "Zg==Zm9v", "Z=g=",
            "Zg=\n=\nZ", "Zm9v-", "Zm9_", "Zm\u{0}9", "Zm9v\u{B}", "Zmö=", "Zm9v.",
        ])
    func refusals(_ text: String) {
        #expect(decoded(text) == nil && decoded(text, leniently: true) == nil)
    }

    @Test("Both alphabets decode what they encoded, and any text does no more than to be refused")
    func noise() {
        var noise = Noise(seed: 5)
        for _ in 0..<500 {
            let plain = noise.bytes(upTo: 100)
            var (text, url, back): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
            Base64.encode(plain.span.bytes, into: &text)
            Base64URL.encode(plain.span.bytes, into: &url)
            let isStandard = Base64.decode(text.span.bytes, into: &back)
            #expect(isStandard && back == plain)
            let isLenient = Base64.decodeLeniently(text.span.bytes, into: &back)
            #expect(isLenient && back == plain)
            let isURL = Base64URL.decodeLeniently(url.span.bytes, into: &back)
            #expect(isURL && back == plain)
            if !text.isEmpty {
                text[Int.random(in: 0..<text.count, using: &noise)] = UInt8.random(in: 0...255, using: &noise)
            }
            let isStrict = Base64.decode(text.span.bytes, into: &back)
            let strictly = back
            let isStillLenient = Base64.decodeLeniently(text.span.bytes, into: &back)
            #expect(!isStrict || isStillLenient && back == strictly)
        }
    }
}
