// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import DescribedDissection

/// What `_root` is where a side's messages are of a type of their own.
@Suite struct RootTests {
    private func description(_ member: String) -> String {
        """
        meta: {id: roots, endian: be}
        -wireshark: {tcp: 4000, unit: segment, client: [hello], server: [roots]}
        seq: [{id: a, type: u1}, {id: b, type: u1}, {id: c, type: u1}, {id: inner, type: inner}]
        types:
          hello: {seq: [{id: one, type: u1}, {id: inner, type: inner}]}
          inner: {seq: [{id: v, size: \(member)}]}
        """
    }

    @Test("A member of the description's own type is found in its messages, and a message of another type says so")
    func members() throws {
        let said = try said(
            description("_root.c"), [(.client, [1, 2, 3, 4, 5]), (.server, [1, 1, 2, 8, 9])])
        #expect(said[1]["inner.v"] == "0809" && said[1].failure == nil)
        #expect(said[0]["inner.v"] == nil || said[0]["inner.v"]?.hasPrefix("failure") == true)
        #expect(said[0].says("a value of roots::hello is no roots"), "\(said[0].all)")
    }

    @Test("The message is the root of what is in it, as `.as` says") func casts() throws {
        let said = try said(description("_root.as<hello>.one"), [(.client, [2, 8, 9])])
        #expect(said[0]["inner.v"] == "0809")
    }
}
