// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import Testing

@testable import DescribedDissection

/// Keys that stand in the description, where everybody can read them.
@Suite struct KeyInDescriptionTests {
    @Test("A note says that the description's own key opened a message, and not where the user's key did")
    func note() throws {
        let key = String(decoding: SymmetricKeyText.hexadecimal(Sealing.fernetKey.secret), as: UTF8.self)
        let description = """
            meta: {id: chosen}
            -wireshark: {tcp: 4000, unit: segment}
            -keys: {k: {kind: fernet, hex: "\(key)"}}
            seq: [{id: text, size-eos: true, process: fernet(keys.k), type: str, encoding: UTF-8}]
            """
        let token = Sealing.token("text")
        let own = try Passes(description).add(.client, token)
        #expect(own.map(\.info) == ["Chosen: text"])
        #expect(own.map(\.notes) == [["chosen.expert.key_in_description"]])
        let users = try Passes(description, keys: Sealing.fernetKey.line).add(.client, token)
        #expect(users.map(\.info) == ["Chosen: text"])
        #expect(users.map(\.notes) == [[]])
    }
}
