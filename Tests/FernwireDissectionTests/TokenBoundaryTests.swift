// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import TestSupport
import Testing

@testable import FernwireDissection

/// Where bare tokens begin and end, and what stands around them.
@Suite struct TokenBoundaryTests {
    private static let token = Array(FernetVectors.token.utf8)

    private func dissect(_ bytes: [UInt8], _ keys: SharedKeys = SharedKeys()) -> DissectedPDU {
        let dissector = FernetDissector(keys: keys)
        var plan = Plan()
        let pdu = PDU(reportedLength: bytes.count, isFirstPass: true)
        _ = dissector.dissect(bytes.span.bytes, pdu, in: dissector.makeConversation(), into: &plan)
        return DissectedPDU(plan: PlanCopy(plan))
    }

    private func found(in bytes: [UInt8]) -> FernetSearch.Token? { FernetSearch.token(in: bytes.span.bytes) }

    @Test("Delimiters are one PDU, and other bytes are one up to where a token may begin")
    func bytesBetweenTokens() {
        let dissector = FernetDissector(keys: SharedKeys())
        let cases = [(" \r\n abc", 4), ("abc.gAAAAA", 4), ("abc. def", 8), ("abcg", 3)]
        for (text, length) in cases {
            let bytes = Array(text.utf8)
            let pdu = PDU(reportedLength: bytes.count, isFirstPass: true)
            let found = dissector.pduLength(bytes.span.bytes, pdu, canWait: false, in: dissector.makeConversation())
            #expect(found == .bytes(length), "\(text)")
        }
    }

    @Test("Of no bytes the Info column alone tells, and of delimiters nothing is told")
    func nothingToDraw() {
        let none = dissect([])
        #expect(none.info == "0 bytes that are no token")
        #expect(!none.plan.steps.contains { $0.kind == .protocol })
        #expect(dissect(Array(" \r\n".utf8)).plan.steps.isEmpty)
    }

    @Test("A token with a right HMAC and a wrong padding is told from one with a wrong HMAC")
    func wrongPadding() throws {
        let keys = SharedKeys()
        let row = KeyRow(isFile: false, value: Array(FernetVectors.keyText.utf8), comment: [])
        keys.use(path: "", rows: [row], passphrases: "")
        let cases: [(error: FernetError, status: String, note: Note)] = [
            (.invalidPadding, "verified", FernetNotes.padding), (.invalidMAC, "failed", FernetNotes.failed),
        ]
        for (error, status, note) in cases {
            let vector = try #require(FernetVectors.invalid.first { $0.error == error })
            let pdu = dissect(Array(vector.token.utf8), keys)
            #expect(pdu.texts(of: FernetFields.status) == [status])
            #expect(pdu.notes == [note])
        }
    }

    @Test("Behind another character of tokens a token is found only if its time is after 2001")
    func tokensInsideARun() {
        let recent = Array(FernetVectors.python[0].1.utf8)
        for (token, isFound) in [(Self.token, false), (recent, true)] {
            #expect(found(in: Array(" ".utf8) + token)?.text == token)
            #expect((found(in: Array("x".utf8) + token)?.text == token) == isFound)
        }
    }

    @Test("A token in several strings needs all bytes of each, and one behind the byte 255 need not be in strings")
    func strings() {
        // 396 characters are 57 bytes and 15 blocks.
        let text = Array("gAAAAA".utf8) + [UInt8](repeating: UInt8(ascii: "A"), count: 390)
        let bytes: [UInt8] = [255] + Array(text.prefix(255)) + [141] + Array(text.dropFirst(255))
        let whole = found(in: bytes)
        #expect(whole?.text == text && whole?.end == bytes.count)
        #expect(found(in: Array(bytes.dropLast())) == nil)
        let alone = found(in: [255] + Self.token)
        #expect(alone?.text == Self.token && alone?.end == 1 + Self.token.count)
    }
}
