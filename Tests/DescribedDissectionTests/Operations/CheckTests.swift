// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import DescribedDissection

/// Checks: whether the value of a member is right.
@Suite struct CheckTests {
    /// A check of `size` bytes at the end, over what comes before.
    private func description(_ check: String, size: Int, kind: String = "secret", process: String? = nil) -> String {
        let process = process.map { ", process: \($0)" } ?? ""
        return """
            meta: {id: checked}
            -keys: {k: \(kind)}
            seq:
              - {id: data, size: _io.size - \(size)}
              - {id: proof, size: \(size), -check: '\(check)'\(process)}
            """
    }

    private func verdict(
        _ check: String, _ data: [UInt8], _ proof: [UInt8], kind: String = "secret", keys: String = "",
        process: String? = nil
    ) throws -> [String] {
        let description = description(check, size: proof.count, kind: kind, process: process)
        return try said(description, keys: keys, of: data + proof).remarks["proof"] ?? []
    }

    private let data = Array("data".utf8)

    @Test("An HMAC holds under its key alone, in full or cut to 8 bytes, in hexadecimal, too")
    func hmac() throws {
        let (key, wrong) = ("0102030405060708", "0102030405060709")
        for digest in ["md5", "sha1", "sha256", "sha512"] {
            let check = "hmac(\"\(digest)\", keys.k, data)"
            let mac = Sealing.mac(bytes(key), data, digest)
            #expect(try verdict(check, data, mac, keys: wrong + "\n" + key) == ["check: valid by key file line 2"])
            for count in [8, 12, 15] {
                #expect(
                    try verdict(check, data, Array(mac.prefix(count)), keys: key) == ["check: valid by key file line 1"]
                )
            }
            let text = Array(hex(mac).utf8)
            #expect(try verdict(check, data, text, keys: key, process: "hex") == ["check: valid by key file line 1"])
            for (changed, keys) in [
                (Array(mac.prefix(7)), key), (mac, wrong), (mac + [0], key), ([mac[0] ^ 1] + mac.dropFirst(), key),
                ([], key),
                (Array(mac.dropLast()) + [mac[mac.count - 1] ^ 1], key), (text, key),
            ] {
                #expect(try verdict(check, data, changed, keys: keys) == ["check: not valid"])
            }
            #expect(try verdict(check, Array("date".utf8), mac, keys: key) == ["check: not valid"])
            #expect(try verdict(check, data, mac) == ["check: not made, there is no key that can be keys.k"])
        }
    }

    @Test("A hash holds over its data alone", arguments: ["md5", "sha1", "sha256", "sha384", "sha512"])
    func hash(_ name: String) throws {
        let hash = try #require(Digest(named: name)).hash(data.span.bytes)
        #expect(try verdict("\(name)(data)", data, hash) == ["check: valid"])
        #expect(try verdict("\(name)(\"\", data, [])", data, hash) == ["check: valid"])
        for (data, hash) in [(data + [0], hash), (data, Array(hash.dropLast())), (data, hash.reversed()), (data, [])] {
            #expect(try verdict("\(name)(data)", data, hash) == ["check: not valid"])
        }
    }

    @Test("An RSA-PSS signature holds under the public key, whoever has it in whatever form")
    func pss() throws {
        let signature = Sealing.rsa.sign(data.span.bytes)
        let check = "rsa_pss(keys.k, \"sha256\", data)"
        let (ours, other) = (Sealing.rsa, Sealing.otherRSA)
        for keys in [ours.publicText, ours.privateText, other.publicText + ours.publicText] {
            let made = try verdict(check, data, signature, kind: "rsa-public", keys: keys)
            #expect(made.count == 1 && made[0].hasPrefix("check: valid by key file line "), "\(made)")
        }
        for (data, signature) in [
            (data + [1], signature), (data, signature.reversed()), (data, Array(signature.dropLast())), (data, []),
        ] {
            let made = try verdict(check, data, signature, kind: "rsa-public", keys: ours.publicText)
            #expect(made == ["check: not valid"])
        }
        #expect(try verdict(check, data, signature, kind: "rsa-public", keys: other.publicText) == ["check: not valid"])
        // The private half of somebody's key is no word that it signed this.
        let unknown = try verdict(check, data, signature, kind: "rsa-public", keys: other.privateText)
        #expect(unknown == ["check: not made, the key does not fit, or it was changed"])
        #expect(
            try verdict(check, data, signature, kind: "rsa-public")
                == ["check: not made, there is no key that can be keys.k"])
        let otherHash = try verdict(
            "rsa_pss(keys.k, \"sha1\", data)", data, signature, kind: "rsa-public", keys: ours.publicText)
        #expect(otherHash == ["check: not valid"])
    }

    @Test("An RSA signature with the padding of PKCS#1 v1.5 that Python made holds, and none of another kind")
    func pkcs1() throws {
        let signature = bytes(Vectors.signaturePKCS1)
        let check = "rsa_pkcs1(keys.k, \"sha256\", data)"
        let good = try verdict(check, data, signature, kind: "rsa-private", keys: Vectors.rsa)
        #expect(good == ["check: valid by key file line 1"])
        for (check, signature) in [
            (check, signature.reversed()), (check, Array(signature.dropLast())),
            ("rsa_pss(keys.k, \"sha256\", data)", signature), ("rsa_pkcs1(keys.k, \"sha512\", data)", signature),
        ] {
            let bad = try verdict(check, data, signature, kind: "rsa-private", keys: Vectors.rsa)
            #expect(bad == ["check: not made, the key does not fit, or it was changed"], "\(check)")
        }
    }

    @Test("An Ed25519 signature holds under its key alone")
    func ed25519() throws {
        let (key, other) = (Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate())
        let signature = key.sign(data.span.bytes)
        func made(_ pem: [UInt8], _ data: [UInt8], _ signature: [UInt8]) throws -> [String] {
            try verdict(
                "ed25519(keys.k, data)", data, signature, kind: "ed25519-public",
                keys: String(decoding: pem, as: UTF8.self))
        }
        for pem in [key.pem(), key.publicPEM(), other.publicPEM() + key.publicPEM()] {
            #expect(try made(pem, data, signature).first?.hasPrefix("check: valid by ") == true)
        }
        for (pem, data, signature) in [
            (other.publicPEM(), data, signature), (key.publicPEM(), data + [0], signature),
            (key.publicPEM(), data, signature.reversed()), (key.publicPEM(), data, Array(signature.dropLast())),
        ] {
            #expect(try made(pem, data, signature) == ["check: not valid"])
        }
        #expect(try made([], data, signature) == ["check: not made, there is no key that can be keys.k"])
        #expect(
            try made(Sealing.rsa.publicPEM(), data, signature) == [
                "check: not made, there is no key that can be keys.k"
            ])
    }

    @Test("The toy signature holds for its text, and for odd numbers there is none")
    func toy() throws {
        let key = ToyRSAPrivateKey()
        let number = key.sign(data.span.bytes)
        let signature = [UInt8(number >> 16), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)]
        let (exponent, modulus) = ("\(key.publicKey.exponent)", "\(key.publicKey.modulus)")
        #expect(try verdict("toy_rsa(\(exponent), \(modulus), data)", data, signature) == ["check: valid"])
        for (exponent, modulus, data, signature) in [
            (exponent, modulus, Array("datb".utf8), signature), (exponent, modulus, data, Array(signature.dropLast())),
            ("0", modulus, data, signature), ("-1", modulus, data, signature), (exponent, "0", data, signature),
            (exponent, "1", data, signature), (exponent, "4294967296", data, signature),
            (exponent, "-5", data, signature),
        ] {
            let made = try verdict("toy_rsa(\(exponent), \(modulus), data)", data, signature)
            #expect(made == ["check: not valid"], "\(exponent) \(modulus)")
        }
    }
}
