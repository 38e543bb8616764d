// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import TestSupport
import Testing

@testable import FernwireDissection

/// Bare Fernet tokens under a key at hand, and tokens inside other bytes.
@Suite struct FernetOpeningTests {
    private func dissect(_ token: String, keys text: [UInt8]) -> DissectedPDU {
        let keys = SharedKeys()
        keys.use(path: "", rows: [KeyRow(isFile: false, value: text, comment: [])], passphrases: "")
        let dissector = FernetDissector(keys: keys)
        let bytes = Array(token.utf8)
        var plan = Plan()
        let pdu = PDU(reportedLength: bytes.count, isFirstPass: true)
        _ = dissector.dissect(bytes.span.bytes, pdu, in: dissector.makeConversation(), into: &plan)
        return DissectedPDU(plan: PlanCopy(plan))
    }

    @Test("The Info column shows a plaintext that people can read, and the length of any other")
    func plaintexts() throws {
        let binary = try #require(FernetVectors.python.first { $0.0 == 16 }?.1)
        for (token, info) in [(FernetVectors.token, ": hello"), (binary, " (16 bytes)")] {
            #expect(dissect(token, keys: Array(FernetVectors.keyText.utf8)).info == "Fernet token\(info)")
        }
    }

    @Test("A token that no key at hand made has failed, and the number of those keys is told")
    func wrongKeys() {
        let found = dissect(FernetVectors.token, keys: Sample.wrongFernetKeyFile)
        let reason = "none of the Fernet keys at hand (1) makes its HMAC: another made it, or it was changed"
        #expect(found.plan.texts(of: .inferredString) == ["failed", reason])
        #expect(found.notes == [FernetNotes.failed])
        #expect(found.info == "Fernet token [HMAC failed]")
    }

    /// A token in form alone: all after its time is zero.
    private func token(at timestamp: UInt64) -> [UInt8] {
        let time = (0..<8).map { UInt8(truncatingIfNeeded: timestamp >> (56 - 8 * UInt64($0))) }
        let bytes: [UInt8] = [0x80] + time + [UInt8](repeating: 0, count: 64)
        var text: [UInt8] = []
        Base64URL.encode(bytes.span.bytes, into: &text)
        return text
    }

    @Test("A token after another character is found if it was made in the second 1,000,000,000 or later")
    func earliestTime() {
        for (timestamp, isFound) in [(999_999_999, false), (1_000_000_000, true)] as [(UInt64, Bool)] {
            let token = token(at: timestamp)
            let bytes = [UInt8(ascii: "x")] + token
            var found: [UInt8] = []
            let end = FernetDissector(keys: SharedKeys()).find(in: bytes.span.bytes, copyingTo: &found)
            #expect(end == (isFound ? bytes.count : 0))
            #expect(found == (isFound ? token : []))
        }
    }
}
