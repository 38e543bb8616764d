// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

/// What a text says that deriving the keys of its private keys takes.
@Suite struct DerivationCostTests {
    private func sequence(_ content: [UInt8]) -> [UInt8] { [0x30, UInt8(content.count)] + content }

    /// A key whose numbers for scrypt are `first`, `second` and 1, and which nothing opens.
    private func scrypt(_ first: String, _ second: String) -> String {
        let (salt, one) = (bytes("040100"), bytes("020101"))
        let numbers = sequence(salt + bytes("0207" + first) + bytes("0207" + second) + one)
        let derivation = sequence(bytes("06092b06010401da47040b") + numbers)
        let algorithm = sequence(bytes("06092a864886f70d01050d") + sequence(derivation))
        return pemText("ENCRYPTED PRIVATE KEY", sequence(algorithm + bytes("040100")))
    }

    /// The product of the two numbers is 19,999,999 in its last 64 bits, which is all but one of the rounds of a text.
    @Test("A cost above what a number holds is refused, and takes nothing from the keys after it")
    func overflow() throws {
        let text = scrypt("448590257e8455", "61e675b27f2003") + EncryptedKeysTests.encrypted
        let opened = EncryptedKeys.decrypt(utf8(text), with: Passphrases(text: utf8("a sample passphrase")))
        let key = try #require(opened)
        #expect(String(decoding: key, as: UTF8.self).contains("-----BEGIN PRIVATE KEY-----"))
    }
}
