// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import DescribedDissection

/// Processes that decrypt under symmetric keys, on what others encrypted.
@Suite struct CipherProcessTests {
    private func description(_ process: String, kind: String = "secret") -> String {
        """
        meta: {id: sealed}
        -keys: {k: \(kind)}
        seq: [{id: text, size-eos: true, process: '\(process)', type: str, encoding: UTF-8}]
        """
    }

    private static let misshapen = "closed: the bytes do not have the form that the process takes"
    /// A line of 32 digits is three keys: hexadecimal, base64 and text.
    private static let noFit = "closed: none of 3 keys fits, or it was changed"
    private static let list = "[" + Vectors.iv.map { "\($0)" }.joined(separator: ", ") + "]"

    private func key(of process: String) -> [UInt8] {
        process.hasPrefix("chacha20") ? Vectors.key + Vectors.key : Vectors.key
    }

    private func call(_ process: String, _ iv: [UInt8] = Vectors.iv) -> String {
        let iv = process == "des3_cbc" ? Array(iv.prefix(8)) : iv
        let list = "[" + iv.map { "\($0)" }.joined(separator: ", ") + "]"
        return process == "aes_ecb" ? "aes_ecb(keys.k)" : "\(process)(keys.k, \(list))"
    }

    @Test(
        "Every mode opens what others encrypted, and gives something else under another key", arguments: Vectors.ciphers
    )
    func modes(_ process: String, _ ciphertext: String) throws {
        let description = description(call(process))
        let good = try said(description, keys: hex(key(of: process)), of: bytes(ciphertext))
        #expect(good["text"] == Vectors.text && good.remarks["text"] == ["key: key file line 1"], "\(good.all)")
        let wrong = try said(description, keys: hex(key(of: process).reversed()), of: bytes(ciphertext))
        #expect(wrong["text"] != Vectors.text)
        #expect(try said(description, of: bytes(ciphertext))["text"] == "closed: there is no key that can be keys.k")
        // Keys of other lengths are none.
        #expect(try said(description, keys: "0011", of: bytes(ciphertext))["text"]?.hasPrefix("closed: ") == true)
    }

    @Test("Without an IV the first bytes are it, and a ciphertext that is shorter than that has no form")
    func leadingIV() throws {
        for (process, ciphertext) in Vectors.ciphers where process != "aes_ecb" {
            let iv = process == "des3_cbc" ? Array(Vectors.iv.prefix(8)) : Vectors.iv
            let description = description("\(process)(keys.k)")
            let good = try said(description, keys: hex(key(of: process)), of: iv + bytes(ciphertext))
            #expect(good["text"] == Vectors.text, "\(process)")
            for count in 0..<iv.count {
                let cut = try said(description, keys: hex(key(of: process)), of: Array(iv.prefix(count)))
                #expect(cut["text"] == (count == 0 ? nil : Self.misshapen))
            }
        }
    }

    @Test("Whole blocks are asked for, the padding is looked at, and another padding is named")
    func padding() throws {
        let keys = hex(Vectors.key)
        let sealed = bytes(Vectors.ciphers[0].ciphertext)
        for count in [1, 15, 17] {
            let cut = try said(description(call("aes_cbc")), keys: keys, of: Array((sealed + sealed).prefix(count)))
            #expect(cut["text"] == Self.misshapen)
        }
        // A change of the last byte of the IV changes the padding.
        let changed = Array(Vectors.iv.dropLast()) + [0]
        let bad = try said(description(call("aes_cbc", changed)), keys: keys, of: sealed)
        #expect(bad["text"] == Self.noFit)
        for (padding, text) in [("zeros", Vectors.text), ("none", Vectors.text + "\0")] {
            let process = "aes_cbc(keys.k, \(Self.list), \"\(padding)\")"
            #expect(try said(description(process), keys: keys, of: bytes(Vectors.zeroPadded))["text"] == text)
        }
        #expect(
            try said(description(call("aes_cbc")), keys: keys, of: bytes(Vectors.zeroPadded))["text"] != Vectors.text)
        let short = try said(description(call("aes_cbc", Array(Vectors.iv.dropLast()))), keys: keys, of: sealed)
        #expect(short["text"]?.hasPrefix("closed: ") == true)
    }

    @Test("AEADs open what is untouched, and nothing after any change of it", arguments: Vectors.aeads)
    func aeads(_ process: String, _ sealed: String) throws {
        let nonce = Self.list.replacing(", 60, 61, 62, 63", with: "")
        let description = description("\(process)(keys.k, \(nonce), \"head\")")
        let (keys, sealed) = (hex(key(of: process)), bytes(sealed))
        let good = try said(description, keys: keys, of: sealed)
        #expect(good["text"] == Vectors.text, "\(good.all)")
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 0x80
            let bad = try said(description, keys: keys, of: changed)
            #expect(bad["text"] == Self.noFit)
        }
        for count in 1..<16 {
            let cut = try said(description, keys: keys, of: Array(sealed.prefix(count)))
            #expect(cut["text"] == Self.misshapen)
        }
        let other = self.description("\(process)(keys.k, \(nonce), \"tail\")")
        #expect(try said(other, keys: keys, of: sealed)["text"]?.hasPrefix("closed: ") == true)
        let wrong = try said(description, keys: hex(key(of: process).reversed()), of: sealed)
        #expect(wrong["text"] == Self.noFit)
    }

    @Test("A Fernet token opens under its key as text, bytes or line, and under no other")
    func fernet() throws {
        let (key, token) = (Sealing.fernetKey, Sealing.token("the secret text"))
        for (kind, line) in [
            ("fernet", key.line), ("fernet", "k=" + key.line), ("secret", key.line), ("password", key.line),
            ("fernet", hex(Array(key.secret.bytes))),
        ] {
            let description = description("fernet(keys.k)", kind: kind)
            #expect(try said(description, keys: line, of: token)["text"] == "the secret text", "\(kind) \(line)")
            let wrong = try said(description, keys: Sealing.otherFernetKey.line, of: token)
            #expect(wrong["text"]?.hasPrefix("closed: ") == true)
        }
        for place in stride(from: 0, to: token.count, by: 7) {
            var changed = token
            changed[place] = changed[place] == 0x41 ? 0x42 : 0x41
            let bad = try said(description("fernet(keys.k)", kind: "fernet"), keys: key.line, of: changed)
            #expect(bad["text"]?.hasPrefix("closed: ") == true && !bad.says("secret"))
        }
        for count in [1, 99, token.count - 1] {
            let bad = try said(
                description("fernet(keys.k)", kind: "fernet"), keys: key.line, of: Array(token.prefix(count)))
            #expect(bad["text"] == Self.misshapen)
        }
    }

    @Test("The toy cipher takes 16 bits of key and whole blocks")
    func toy() throws {
        let sealed = ToyCipher(key: 0xBEEF).encrypt(Array("the secret text".utf8).span.bytes)
        #expect(try said(description("toy_block(0xbeef)"), of: sealed)["text"] == "the secret text")
        #expect(try said(description("toy_block(0xbeee)"), of: sealed)["text"] != "the secret text")
        for (key, bytes) in [("0x1beef", sealed), ("-1", sealed), ("0xbeef", Array(sealed.dropLast()))] {
            let bad = try said(description("toy_block(\(key))"), of: bytes)
            #expect(bad["text"] == Self.misshapen)
        }
    }
}
