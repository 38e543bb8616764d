// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@Suite struct SecretBytesTests {
    private func secret(_ bytes: [UInt8]) -> SecretBytes {
        SecretBytes(copying: bytes.span.bytes)
    }

    private func content(_ secret: SecretBytes) -> [UInt8] {
        secret.bytes.withUnsafeBytes { Array($0) }
    }

    @Test("Secrets are joined in order, and random secrets differ")
    func keepsAndJoinsBytes() {
        #expect(content(SecretBytes(joining: [secret([1, 2]), secret([3])])) == [1, 2, 3])
        #expect(content(SecretBytes(joining: [])) == [])
        #expect(SecretBytes.random(count: 0).count == 0)
        #expect(content(.random(count: 32)) != content(.random(count: 32)))
    }

    /// What is left in memory, `WipeTests` look at.
    @Test("An initialiser of secret bytes that fails passes its error on and frees its memory once")
    func aFailedInitialiserPassesItsErrorOn() {
        struct Refusal: Error {}
        // Freeing twice would end the process.
        for _ in 0..<1000 {
            #expect(throws: Refusal.self) {
                _ = try SecretBytes(count: 64) { (target) throws(Refusal) in
                    target[0] = 1
                    throw Refusal()
                }
            }
        }
    }

    @Test("A description or dump of a secret or of a Fernet key does not show its bytes")
    func isNotDescribed() {
        let bytes = Array("hunter2-hunter2!".utf8)
        let (secret, key) = (self.secret(bytes), FernetKey(secret: self.secret(bytes + bytes)))
        let base64 = String(decoding: key.text(), as: UTF8.self)
        func descriptions(_ value: Any) -> [String] {
            var dumped = ""
            dump(value, to: &dumped)
            return ["\(value)", String(reflecting: value), dumped]
        }
        // As text, as Python writes a key, and as the numbers 104 and 117 that "hu" is.
        func shows(_ text: String) -> Bool {
            text.contains("hunter2") || text.contains(base64.prefix(8)) || text.contains("104") && text.contains("117")
        }
        for text in descriptions(secret) + descriptions(key) { #expect(!shows(text), "\(text)") }
        #expect(descriptions(secret)[2].contains("count: 16") && descriptions(key)[2].contains("count: 32"))
        // What is no secret is described.
        #expect(descriptions(bytes).allSatisfy(shows) && shows("hunter2") && shows(base64))
    }

    @Test("A wiped array is empty")
    func wipeEmpties() {
        var bytes: [UInt8] = [1, 2, 3]
        wipe(&bytes)
        #expect(bytes.isEmpty)
    }

    @Test("The text of a Fernet key is read in its canonical form only")
    func fernetKeysAreReadStrictly() throws {
        let text = Samples.specificationKey
        let key = try Samples.fernetKey(text)
        #expect(String(decoding: key.text(), as: UTF8.self) == text)
        for wrong in [
            "", String(text.dropLast()), text + "=", text + "\n", " " + text.dropFirst(),
            text.replacingOccurrences("4e4=", "4e5="), text.replacingOccurrences("_", "/"), text + text,
        ] {
            #expect(throws: KeyError.notAFernetKey) { try Samples.fernetKey(wrong) }
        }
    }
}

extension String {
    fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
        replacing(old, with: new)
    }
}
