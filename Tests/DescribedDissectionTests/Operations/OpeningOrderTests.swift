// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import DescribedDissection

/// Processes that wait for what comes later in the same type, and values that are computed after a check.
@Suite struct OpeningOrderTests {
    private static let mac = [UInt8](repeating: 7, count: 32)
    private static let key = Array("Sixteen byte key".utf8)
    private static let text = "the secret text"

    private let keys = "enc=" + hex(key) + "\nmac=" + hex(mac) + "\n"
    /// The IV and one block.
    private let sealed = Sealing.cbc(text, key)

    private func description(_ body: String) -> String {
        "meta: {id: order}\n-keys: {enc: aes-128, mac: aes-256}\n" + body
    }

    @Test("A process may take a member that comes later, without a check")
    func later() throws {
        let description = description(
            """
            seq:
              - {id: text, size: 16, process: 'aes_cbc(keys.enc, iv)', type: str, encoding: UTF-8}
              - {id: iv, size: 16}
            """)
        let found = try said(description, keys: keys, of: Array(sealed.dropFirst(16)) + sealed.prefix(16))
        #expect(found["text"] == Self.text, "\(found.all)")
    }

    @Test("What a check covers is opened after the members between them, which cannot use it")
    func covered() throws {
        let unit = sealed + [UInt8](repeating: 0, count: 15) + Sealing.mac(Self.mac, sealed)
        func reading(_ size: String) throws -> Said {
            let description = description(
                """
                seq:
                  - {id: text, size: 32, process: aes_cbc(keys.enc), type: str, encoding: UTF-8}
                  - {id: rest, size: \(size)}
                  - {id: mac, size: 32, -check: 'hmac("sha256", keys.mac, _raw_text)'}
                """)
            return try said(description, keys: keys, of: unit)
        }
        let good = try reading("15")
        #expect(good["text"] == Self.text && good.failure == nil, "\(good.all)")
        let bad = try reading("text.length")
        #expect(bad.failure?.contains("text is used before it is opened") == true, "\(bad.all)")
    }

    @Test("A structure stays when a check of the bytes around it fails, and what is computed in it later is closed")
    func computedLater() throws {
        let description = description(
            """
            seq:
              - {id: body, size: 32, type: inner}
              - {id: mac, size: 32, -check: 'hmac("sha256", keys.mac, signed)'}
            instances: {signed: {pos: 0, size: 32}}
            types:
              inner:
                seq: [{id: iv, size: 16}, {id: raw, size-eos: true}]
                instances: {text: {value: 'aes_cbc(raw, keys.enc, iv)'}}
            """)
        let mac = Sealing.mac(Self.mac, sealed)
        let good = try said(description, keys: keys, of: sealed + mac)
        #expect(good["body.text"] == hex(Array(Self.text.utf8)), "\(good.all)")
        let bad = try said(description, keys: keys, of: sealed + mac.reversed())
        #expect(bad.remarks["mac"] == ["check: not valid"], "\(bad.all)")
        #expect(bad["body.iv"] == hex(Array(sealed.prefix(16))), "\(bad.all)")
        #expect(bad["body.text"]?.hasPrefix("closed: ") == true && !bad.says(Self.text), "\(bad.all)")
    }
}
