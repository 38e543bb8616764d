// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import DescribedDissection

/// Which type a message is read as that none of the types opens.
@Suite struct ClosedFormTests {
    @Test(
        "A type whose form a message has is taken before an earlier one whose form it lacks, though neither opens",
        arguments: [
            "{id: text, size-eos: true, process: hex}",
            "{id: data, size: _io.size - 32}, {id: hash, size: 32, -check: sha256(data)}",
        ])
    func form(_ members: String) throws {
        let description = """
            meta: {id: forms}
            -wireshark: {unit: segment, client: [first, sealed]}
            -keys: {k: secret}
            types:
              first: {seq: [\(members)]}
              sealed: {seq: [{id: text, size-eos: true, process: aes_cbc(keys.k)}]}
            """
        let found = try said(description, [(.client, [UInt8](repeating: 7, count: 48))])
        #expect(found.map(\.type) == ["sealed"])
        #expect(found.first?["text"] == "closed: there is no key that can be keys.k")
    }
}
