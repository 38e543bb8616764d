// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import DescribedDissection

/// What is sealed around no bytes at all.
@Suite struct EmptyCiphertextTests {
    private static let misshapen = "closed: the bytes do not have the form that the process takes"
    private static let key = Vectors.key + Vectors.key

    private func description(_ process: String) -> String {
        """
        meta: {id: sealed}
        -keys: {k: secret}
        seq: [{id: text, size-eos: true, process: '\(process)', type: str, encoding: UTF-8}]
        """
    }

    @Test(
        "An IV alone is an empty text in a mode without blocks, and one byte less has no form",
        arguments: ["aes_ctr", "aes_cfb", "aes_cfb8", "aes_ofb", "chacha20"])
    func streams(_ process: String) throws {
        let description = description("\(process)(keys.k)")
        let empty = try said(description, keys: hex(Self.key), of: Vectors.iv)
        #expect(empty["text"] == "" && empty.remarks["text"] == ["key: key file line 1"], "\(empty.all)")
        let cut = try said(description, keys: hex(Self.key), of: Array(Vectors.iv.dropLast()))
        #expect(cut["text"] == Self.misshapen)
    }

    @Test("A tag alone opens to an empty text, and one byte less has no form")
    func tags() throws {
        let nonce = Array(Vectors.iv.prefix(12))
        let list = nonce.map { "\($0)" }.joined(separator: ", ")
        for (process, algorithm) in [("aes_gcm", .aes256GCM), ("chacha20_poly1305", .chacha20Poly1305)]
            as [(String, AEAD.Algorithm)]
        {
            let description = description("\(process)(keys.k, [\(list)], \"head\")")
            let tag = Sealing.aead(algorithm, "", Self.key, nonce: nonce, associated: Array("head".utf8))
            #expect(tag.count == 16)
            let empty = try said(description, keys: hex(Self.key), of: tag)
            #expect(empty["text"] == "" && empty.remarks["text"] == ["key: key file line 1"], "\(empty.all)")
            let cut = try said(description, keys: hex(Self.key), of: Array(tag.dropLast()))
            #expect(cut["text"] == Self.misshapen, "\(process)")
            let changed = try said(description, keys: hex(Self.key), of: tag.map { $0 ^ 1 })
            #expect(changed["text"]?.hasPrefix("closed: ") == true && changed["text"] != Self.misshapen, "\(process)")
        }
    }
}
