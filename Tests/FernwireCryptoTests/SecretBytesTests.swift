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

    @Test func keepsAndJoinsBytes() {
        #expect(content(SecretBytes(joining: [secret([1, 2]), secret([3])])) == [1, 2, 3])
        #expect(content(SecretBytes(joining: [])) == [])
        #expect(SecretBytes.random(count: 0).count == 0)
        #expect(content(.random(count: 32)) != content(.random(count: 32)))
    }

    @Test func aFailedInitialiserLeavesNothingBehind() {
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

    @Test func isNotDescribed() {
        let secret = self.secret(Array("hunter2-hunter2!".utf8))
        for text in ["\(secret)", String(reflecting: secret), "\(FernetKey.random())"] {
            #expect(!text.contains("hunter2") && !text.contains("104"))
        }
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(dumped.contains("count: 16") && !dumped.contains("117"))
    }

    @Test func wipeEmpties() {
        var bytes: [UInt8] = [1, 2, 3]
        wipe(&bytes)
        #expect(bytes.isEmpty)
    }

    @Test func fernetKeysAreReadStrictly() throws {
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
