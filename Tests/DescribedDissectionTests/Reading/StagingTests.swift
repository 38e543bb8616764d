// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import DescribedDissection

/// First bytes are read, then what covers them is checked, then they are opened.
@Suite struct StagingTests {
    private static let mac = [UInt8](repeating: 7, count: 32)
    private static let key = Array("Sixteen byte key".utf8)

    /// A ciphertext, and a MAC over what `covered` says.
    private func description(_ covered: String, _ instances: String = "", tail: String = "") -> String {
        """
        meta: {id: staged}
        -keys: {enc: aes-128, mac: aes-256}
        seq:
          - {id: iv, size: 16}
          - {id: text, size: _io.size - 48, process: 'aes_cbc(keys.enc, iv)', type: str, encoding: UTF-8\(tail)}
          - {id: mac, size: 32, -check: 'hmac("sha256", keys.mac, \(covered))'}
        \(instances)
        """
    }

    private func unit(_ text: String = "the secret text", covering: ([UInt8]) -> [UInt8], flip: Int? = nil) -> [UInt8] {
        let sealed = Sealing.cbc(text, Self.key)
        var unit = sealed + Sealing.mac(Self.mac, covering(sealed))
        if let flip { unit[flip] ^= 1 }
        return unit
    }

    private let keys = "enc=" + hex(key) + "\nmac=" + hex(mac) + "\n"

    @Test(
        "What a check covers is shown when the check holds, and nowhere when it fails, however the check names it",
        arguments: [
            ("iv, _raw_text", ""), ("signed", "instances: {signed: {value: 'concat(iv, _raw_text)'}}"),
            ("signed", "instances: {signed: {pos: 0, size: _io.size - 32}}"),
            ("outer", "instances: {outer: {value: signed}, signed: {value: 'concat(iv, _raw_text)'}}"),
        ])
    func covered(_ covered: String, _ instances: String) throws {
        let description = description(covered, instances)
        let good = try said(description, keys: keys, of: unit { $0 })
        #expect(good["text"] == "the secret text", "\(good.all)")
        #expect(good.remarks["mac"]?.first?.hasPrefix("check: valid") == true)
        for flip in [0, 17, 60] {
            let bad = try said(description, keys: keys, of: unit(covering: { $0 }, flip: flip))
            #expect(bad.remarks["mac"]?.first == "check: not valid", "\(bad.all)")
            #expect(bad["text"]?.hasPrefix("closed: ") == true && !bad.says("secret text"), "\(bad.all)")
        }
    }

    @Test(
        "A check around a structure closes what is opened inside of it, however that is opened",
        arguments: [
            "seq: [{id: iv, size: 16}, {id: text, size-eos: true, process: 'aes_cbc(keys.enc, iv)', -keep: t}]",
            "{seq: [{id: iv, size: 16}, {id: raw, size-eos: true}], instances: {text: {value: 'aes_cbc(raw, keys.enc, iv)'}}}",
            "{seq: [{id: deep, size-eos: true, type: deep}]}",
        ])
    func nested(_ inner: String) throws {
        let inner = inner.hasPrefix("{") ? inner : "{\(inner)}"
        let description = """
            meta: {id: staged}
            -keys: {enc: aes-128, mac: aes-256}
            seq:
              - {id: body, size: _io.size - 32, type: inner}
              - {id: mac, size: 32, -check: 'hmac("sha256", keys.mac, _raw_body)'}
            types:
              inner: \(inner)
              deep: {seq: [{id: iv, size: 16}, {id: text, size-eos: true, process: 'aes_cbc(keys.enc, iv)'}]}
            """
        let secret = hex(Array("the secret text".utf8))
        let good = try said(description, keys: keys, of: unit { $0 })
        #expect(good.says(secret), "\(good.all)")
        for flip in [17, 60] {
            let bad = try said(description, keys: keys, of: unit(covering: { $0 }, flip: flip))
            #expect(bad.remarks["mac"]?.first == "check: not valid", "\(bad.all)")
            #expect(!bad.says(secret) && !bad.says("secret text"), "\(bad.all)")
        }
    }

    @Test("A check of a plaintext that fails shows it nowhere, and nothing of it is kept")
    func plaintext() throws {
        let description = """
            meta: {id: staged}
            -wireshark: {unit: segment, client: [first, second]}
            -keys: {enc: aes-128, mac: aes-256}
            types:
              first:
                seq:
                  - {id: text, size: _io.size - 32, process: aes_cbc(keys.enc), type: str, encoding: UTF-8, -keep: text}
                  - {id: again, size: 0, if: copy.length > 1000}
                  - {id: mac, size: 32, -check: 'hmac("sha256", keys.mac, text)'}
                instances: {copy: {value: text}}
              second:
                seq: [{id: one, contents: [1]}]
                instances: {kept_text: {value: kept.text}}
            """
        let sealed = Sealing.cbc("the secret text", Self.key)
        let mac = Sealing.mac(Self.mac, Array("the secret text".utf8))
        let good = try said(description, keys: keys, [(.client, sealed + mac), (.client, [1])])
        #expect(good[0]["text"] == "the secret text" && good[0]["copy"] == "the secret text")
        #expect(good[1]["kept_text"] == "the secret text")
        let bad = try said(description, keys: keys, [(.client, sealed + mac.reversed()), (.client, [1])])
        #expect(bad[0]["text"]?.hasPrefix("closed: ") == true)
        #expect(!bad.contains { $0.says("secret text") }, "\(bad.map(\.all))")
    }
}
