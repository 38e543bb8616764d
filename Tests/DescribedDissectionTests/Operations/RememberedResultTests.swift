// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct
import Testing

@testable import DescribedDissection

/// Results of operations that take long are remembered, and those of others are not.
@Suite struct RememberedResultTests {
    @Test("That no private key opens some bytes is found out once for them, and costs no more where they come again")
    func failures() throws {
        let described = try DescribedProtocol(
            """
            meta: {id: remembered}
            -keys: {k: rsa-private}
            seq: [{id: parts, type: part, repeat: eos}]
            types: {part: {seq: [{id: secret, size: 1, process: rsa_oaep(keys.k)}]}}
            """, file: "x.ksy")
        // One attempt counts for 65,536 bytes.
        let reader = UnitReader(described, keys: keyFile(Sealing.rsa.privateText), budget: Budget(work: 100_000))
        func seals(_ bytes: [UInt8]) -> [Seal]? {
            let kept = KeptValues(names: described.program.keptNames.count)
            let reading = reader.read(bytes[...], as: described.program.root, from: .client, kept: kept)
            return reading.failure == nil ? reader.runner.seals : nil
        }
        let none = [Seal](repeating: .noFit(1), count: 3)
        let first = seals([7, 7, 7])
        #expect(first == none)
        let costly = seals([8, 9])
        #expect(costly == nil)
        // That a limit was reached is not remembered.
        let second = seals([9, 7, 8])
        #expect(second == none)
    }

    @Test("A function whose key is not there is closed for want of it, whatever its other arguments hold")
    func missingKey() throws {
        let description = """
            meta: {id: remembered}
            -keys: {k: secret}
            seq:
              - {id: kind, type: u1}
              - {id: body, type: {switch-on: kind, cases: {1: part, 2: u1}}}
              - {id: text, size: 16, process: 'aes_cbc(hmac("sha256", keys.k, body), "0123456789abcdef")'}
            types: {part: {seq: [{id: byte, size: 1}]}}
            """
        for kind: UInt8 in [1, 2] {
            let found = try said(description, of: [kind, 7] + [UInt8](repeating: 0, count: 16))
            #expect(found["text"] == "closed: there is no key that can be keys.k", "\(kind): \(found.all)")
        }
    }
}
