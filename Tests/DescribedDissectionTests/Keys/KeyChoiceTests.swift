// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import DescribedDissection

/// Which of the user's keys is taken.
@Suite struct KeyChoiceTests {
    private func description(_ keys: String, _ process: String) -> String {
        """
        meta: {id: chosen}
        -keys: {\(keys)}
        seq: [{id: text, size-eos: true, process: '\(process)', type: str, encoding: UTF-8}]
        """
    }

    private let token = Sealing.token("text")
    private func lines(_ count: Int) -> String {
        (0..<count).map { number in
            let bytes = (0..<32).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0 &* 7 &+ number / 256) }
            return FernetKey(secret: SecretBytes(copying: bytes.span.bytes)).line + "\n"
        }.joined()
    }

    @Test("Of many keys the one that fits opens, and its line is told")
    func theRightOne() throws {
        let good = try said(
            description("k: fernet", "fernet(keys.k)"), keys: lines(100) + Sealing.fernetKey.line, of: token)
        #expect(good["text"] == "text" && good.remarks["text"] == ["key: key file line 101"])
        let none = try said(description("k: fernet", "fernet(keys.k)"), keys: lines(100), of: token)
        #expect(none["text"] == "closed: none of 100 keys fits, or it was changed")
    }

    @Test("Keys of one name are the only ones for that name, and those of other names are for all others")
    func names() throws {
        let key = Sealing.fernetKey.line
        let two = description("a: fernet, b: fernet", "fernet(keys.a)")
        for keys in [key, "a=" + key, "a = \"\(key)\"", "a='\(key)'", "export a=" + key, "b=" + key, "a=\(key) # mine"]
        {
            #expect(try said(two, keys: keys, of: token)["text"] == "text", "\(keys)")
        }
        let other = Sealing.otherFernetKey.line
        #expect(try said(two, keys: "a=\(other)\n\(key)", of: token)["text"]?.hasPrefix("closed: ") == true)
        #expect(try said(two, keys: "a=\(other)\na=\(key)", of: token)["text"] == "text")
        #expect(try said(two, keys: "A=" + key, of: token)["text"] == "text")
    }

    @Test("A key that stands in the description is tried after the user's, and says so")
    func constants() throws {
        let own = description("k: {kind: secret, text: Sixteen byte key}", "aes_cbc(keys.k)")
        let sealed = Sealing.cbc("text", Array("Sixteen byte key".utf8))
        let good = try said(own, of: sealed)
        #expect(good["text"] == "text" && good.remarks["text"] == ["key: the description"])
        let written = description("k: {kind: aes-128, hex: \(hex(Array("Sixteen byte key".utf8)))}", "aes_cbc(keys.k)")
        #expect(try said(written, of: sealed)["text"] == "text")
        let wrong = description("k: {kind: aes-128, hex: \(String(repeating: "00", count: 16))}", "aes_cbc(keys.k)")
        #expect(try said(wrong, of: sealed)["text"] != "text")
        let users = Sealing.cbc("text", Vectors.key)
        #expect(try said(own, keys: hex(Vectors.key), of: users).remarks["text"] == ["key: key file line 1"])
    }

    @Test("A file of 16, 24 or 32 bytes is a key, comments and odd lines are none, and 1,024 keys are kept")
    func files() throws {
        let keys = KeyCollection()
        keys.add(Vectors.key, from: "key.bin")
        #expect(keys.own.candidates.map(\.place) == ["key.bin"] && keys.own.candidates[0].fits(.aes128))
        #expect(!keys.own.candidates[0].fits(.aes256) && !keys.own.candidates[0].fits(.rsaPrivate))
        keys.forget()
        keys.add(Array("# comment\n\n   \n\t# another\r\n".utf8), from: "file")
        #expect(keys.count == 0)
        keys.add(Array((String(repeating: "a", count: 5000) + "\n").utf8), from: "file")
        #expect(keys.count == 0)
        keys.add(Array("-----BEGIN PRIVATE KEY-----\nnothing\n".utf8), from: "file")
        #expect(keys.count == 0)
        keys.add(Array(lines(10_000).utf8), from: "file")
        #expect(keys.count == KeyCollection.limit)
    }

    @Test("Keys that came with a capture are 64 at most, stand beside the user's, and stay when those are read anew")
    func capture() throws {
        let keys = KeyCollection()
        keys.add(Array("k=the user's\n".utf8), from: "key file")
        keys.addCaptureKeys(Array(lines(10_000).utf8))
        #expect(keys.captured.candidates.count == KeyCollection.captureLimit && keys.count == keys.own.candidates.count)
        keys.forget()
        #expect(keys.count == 0 && keys.captured.candidates.count == KeyCollection.captureLimit)
        keys.forgetCaptureKeys()
        #expect(keys.captured.candidates.isEmpty)
    }

    @Test("Ten thousand keys are tried in bounded time, for one token and for a unit of a thousand")
    func many() throws {
        let keys = lines(10_000)
        let repeated = """
            meta: {id: chosen}
            -keys: {k: secret}
            seq: [{id: sealed, type: sealed, repeat: eos}]
            types:
              sealed:
                seq: [{id: text, size: 32, process: 'aes_gcm(keys.k, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])'}]
            """
        let clock = ContinuousClock()
        let time = try clock.measure {
            let one = try said(description("k: secret", "fernet(keys.k)"), keys: keys, of: token)
            #expect(one["text"]?.hasPrefix("closed: none of 1024 keys fits") == true, "\(one.all)")
            _ = try said(repeated, keys: keys, of: [UInt8](repeating: 1, count: 32_000))
        }
        #expect(time < .seconds(10), "\(time)")
    }

    @Test("Neither keys nor what they are is in what is said of them")
    func silence() throws {
        let secret = "a very secret password"
        for (keys, process) in [
            ("k: password", "fernet(keys.k)"), ("k: secret", "aes_cbc(keys.k)"),
            ("k: password", "aes_cbc(pbkdf2(\"sha256\", keys.k, \"salt\", 10, 16))"),
            ("k: {kind: secret, text: \(secret)}", "aes_cbc(keys.k)"),
        ] {
            let said = try said(description(keys, process), keys: "k=" + secret, of: token)
            #expect(!said.says(secret) && !said.says("very"))
        }
        #expect(!errors(description("k: {kind: aes-128, text: \(secret)}", "nope(keys.k)")).joined().contains("very"))
    }
}
