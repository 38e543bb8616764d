// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import Testing

@testable import DescribedDissection

/// Names of display filters.
@Suite struct FilterNameTests {
    @Test("A filter has the prefix once, then the names of types below the description's own, then the member")
    func prefixes() throws {
        let described = try DescribedProtocol(
            """
            meta: {id: names}
            seq: [{id: count, type: u1}, {id: part, type: part}]
            types:
              part:
                seq: [{id: text, size: 1}, {id: inner, type: deep}]
                types: {deep: {seq: [{id: byte, size: 1}]}}
            """, file: "x.ksy")
        for id in ["names", "names_ksy"] {
            let filters = DescribedFields(described, id: id).all.map { "\($0.filter)" }
            let members = Set(filters.filter { !$0.hasPrefix("\(id)._") })
            let expected = ["count", "part", "part.text", "part.inner", "part.deep.byte"].map { "\(id).\($0)" }
            #expect(members == Set(expected))
        }
    }
}
