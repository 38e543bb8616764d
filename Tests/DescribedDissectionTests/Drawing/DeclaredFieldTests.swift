// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import TestSupport
import Testing

@testable import DescribedDissection

/// Which fields and notes the members of a description have.
@Suite struct DeclaredFieldTests {
    private func filters(_ description: String) throws -> [String] {
        let described = try DescribedProtocol(description, file: "x.ksy")
        return DescribedFields(described, id: described.id).all.map { $0.filter.description }
    }

    @Test("Parameters, members without a name and hidden ones have no fields, and a hidden payload is not in Info")
    func hidden() throws {
        let found = try filters(
            """
            meta: {id: hidden}
            seq:
              - {id: shown, size: 1}
              - {id: filler, size: 1, -hidden: true}
              - {size: 1}
              - {id: inner, type: inner(5)}
            types:
              inner:
                params: [{id: number, type: u1}]
                seq: [{id: rest, size: number}]
            """)
        let expected: Set = [
            "hidden._stream", "hidden._completed_in", "hidden._sender", "hidden.shown", "hidden.inner",
            "hidden.inner.rest",
        ]
        #expect(Set(found) == expected && found.count == expected.count, "\(found)")
        let payload = """
            meta: {id: hidden}
            -wireshark: {tcp: 4000, unit: segment}
            seq: [{id: text, size-eos: true, type: str, encoding: UTF-8, -hidden: true, -payload: true}]
            """
        let plan = try Passes(payload).add(.client, Array("text".utf8))[0]
        #expect(plan.info == "Hidden" && !plan.all.contains("text"), "\(plan.all)")
    }

    @Test("A process with a key has a field that says where the key stands, and one without a key has none")
    func keys() throws {
        let description = """
            meta: {id: opened}
            -wireshark: {tcp: 4000, unit: segment}
            -keys: {k: fernet}
            seq: [{id: head, size: 4, process: hex}, {id: text, size-eos: true, process: fernet(keys.k)}]
            """
        let found = try filters(description)
        #expect(found.contains("opened.text_key") && !found.contains("opened.head_key"), "\(found)")
        let unit = Array("6162".utf8) + Sealing.token("text")
        let plan = try Passes(description, keys: Sealing.fernetKey.line).add(.client, unit)[0]
        #expect(plan.texts(of: .inferredString) == ["client", "key file line 1"])
    }

    @Test("A check that takes no secret is said to be forgeable, and one with a key is not")
    func forgeable() throws {
        let data: [UInt8] = [1, 2, 3]
        let key = [UInt8](repeating: 7, count: 32)
        let sha256 = SHA256.hash(data.span.bytes)
        let sha1 = try #require(Digest(named: "sha1")).hash(data.span.bytes)
        for (check, value, notes) in [
            ("sha256(data)", sha256, ["forgeable"]), ("sha1(data)", sha1, ["forgeable", "broken_hash"]),
            ("hmac(\"sha256\", keys.k, data)", Sealing.mac(key, data), []),
        ] as [(String, [UInt8], [String])] {
            let description = """
                meta: {id: checked}
                -wireshark: {tcp: 4000, unit: segment}
                -keys: {k: aes-256}
                seq: [{id: data, size: 3}, {id: sum, size-eos: true, -check: '\(check)'}]
                """
            let plan = try Passes(description, keys: hex(key)).add(.client, data + value)[0]
            #expect(plan.texts(of: .inferredString).contains("valid"), "\(check)")
            #expect(plan.notes == notes.map { "checked.expert.\($0)" }, "\(check): \(plan.notes)")
        }
    }

    @Test("A computed value has a field that says why there is none, and a value that is read has no such field")
    func computed() throws {
        let description = """
            meta: {id: computed}
            -wireshark: {tcp: 4000, unit: segment}
            seq: [{id: all, size-eos: true}]
            instances: {first: {pos: 0, size: 1}, made: {value: 'part(all, 1, 0)'}}
            """
        let found = try filters(description).filter { $0.hasSuffix("_closed") }
        #expect(found == ["computed.made_closed"])
        let plan = try Passes(description).add(.client, [1, 2, 3])[0]
        let said = plan.texts(of: .inferredString)
        #expect(said == ["client", "the bytes do not have the form that the process takes"])
    }
}
