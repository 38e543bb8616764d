// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import DescribedDissection

/// Processes that decrypt under a private key.
@Suite struct WrapTests {
    private func description(_ process: String) -> String {
        """
        meta: {id: wrapped}
        -keys: {server: rsa-private}
        seq: [{id: secret, size-eos: true, process: '\(process)'}]
        """
    }

    @Test(
        "RSA-OAEP opens what was encrypted to the key, and tells that another key, hash, label or change does not fit")
    func oaep() throws {
        let sealed = Sealing.oaep([1, 2, 3])
        let ours = Sealing.rsa.privateText
        let good = try said(description("rsa_oaep(keys.server)"), keys: Sealing.otherRSA.privateText + ours, of: sealed)
        #expect(good["secret"] == "010203", "\(good.all)")
        #expect(good.remarks["secret"]?.first?.hasPrefix("key: key file line ") == true)
        for (process, keys, bytes) in [
            ("rsa_oaep(keys.server)", Sealing.otherRSA.privateText, sealed),
            ("rsa_oaep(keys.server, \"sha1\")", ours, sealed),
            ("rsa_oaep(keys.server, \"sha256\", \"label\")", ours, sealed),
            ("rsa_oaep(keys.server)", ours, sealed.reversed()),
            ("rsa_oaep(keys.server)", ours, Array(sealed.dropLast())), ("rsa_oaep(keys.server)", ours, sealed + [0]),
            ("rsa_oaep(keys.server)", ours, [0]), ("rsa_pkcs1(keys.server)", ours, sealed),
        ] {
            let bad = try said(description(process), keys: keys, of: bytes)
            #expect(bad["secret"] == "closed: the key does not fit, or it was changed", "\(process): \(bad.all)")
        }
        for keys in ["", Sealing.rsa.publicText, Sealing.fernetKey.line] {
            let none = try said(description("rsa_oaep(keys.server)"), keys: keys, of: sealed)
            #expect(none["secret"] == "closed: there is no key that can be keys.server")
        }
    }

    @Test("RSA with the padding of PKCS#1 v1.5 and OAEP with SHA-1 open what Python made")
    func others() throws {
        let pkcs1 = try said(description("rsa_pkcs1(keys.server)"), keys: Vectors.rsa, of: bytes(Vectors.pkcs1))
        #expect(pkcs1["secret"]?.hasSuffix(String(repeating: "07", count: 32)) == true)
        let oaep = try said(
            description("rsa_oaep(keys.server, \"sha1\")"), keys: Vectors.rsa, of: bytes(Vectors.oaepSHA1))
        #expect(oaep["secret"] == String(repeating: "05", count: 16))
        for process in ["rsa_pkcs1(keys.server)", "rsa_oaep(keys.server, \"sha1\")"] {
            let wrong = try said(description(process), keys: Sealing.rsa.privateText, of: bytes(Vectors.pkcs1))
            #expect(wrong["secret"] == "closed: the key does not fit, or it was changed")
        }
    }

    @Test(
        "A key that the message itself carries opens what was encrypted to it, and anything else in its place nothing")
    func carried() throws {
        let description = """
            meta: {id: wrapped}
            seq:
              - {id: pem, size: _io.size - 256, type: str, encoding: ASCII}
              - {id: secret, size: 256, process: rsa_oaep(pem)}
            """
        let good = try said(description, of: Sealing.rsa.pem() + Sealing.oaep([7]))
        #expect(good["secret"] == "07" && good.remarks["secret"] == ["key: the message itself"], "\(good.all)")
        for pem in [Sealing.rsa.publicPEM(), Array("no key".utf8), [], Sealing.otherRSA.pem()] {
            let bad = try said(description, of: pem + Sealing.oaep([7]))
            #expect(bad["secret"] == "closed: the key does not fit, or it was changed")
        }
    }
}
