// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import TestSupport
import Testing

@testable import FernwireDissection

/// What is said of a bare Fernet token, or of bytes that are none.
@Suite struct FernetVerdictTests {
    private static let token = Array(FernetVectors.token.utf8)

    /// Dissects bytes without a key.
    ///
    /// - Parameters:
    ///   - length: how many bytes there were before the capture cut them; `nil` for as many as there are.
    ///   - seconds: the time of the frame.
    private func dissect(
        _ bytes: [UInt8], of length: Int? = nil, at seconds: UInt64 = 0
    ) -> (plan: PlanCopy, finding: FindingID) {
        let dissector = FernetDissector(keys: SharedKeys())
        let conversation = dissector.makeConversation()
        let pdu = PDU(
            reportedLength: length ?? bytes.count, isFirstPass: true, time: Moment(seconds: Int64(seconds)))
        var plan = Plan()
        let finding = dissector.dissect(bytes.span.bytes, pdu, in: conversation, into: &plan)
        return (PlanCopy(plan), finding)
    }

    private func notes(_ plan: PlanCopy) -> [Note] {
        plan.steps.filter { $0.kind == .note }.map { Note(number: $0.field) }
    }

    @Test("A token made 61 seconds after its frame is marked as from the future, and one made 60 seconds after is not")
    func future() {
        for (ahead, marks) in [(60, []), (61, [FernetNotes.future])] as [(UInt64, [Note])] {
            let plan = dissect(Self.token, at: FernetVectors.timestamp - ahead).plan
            #expect(notes(plan) == marks)
        }
    }

    @Test("A token that the capture cut is called truncated, and nothing is said against its form")
    func cutToken() {
        let count = Self.token.count
        let cut = dissect(Array(Self.token.dropLast(10)), of: count).plan
        #expect(cut.texts(of: .inferredString) == ["truncated", "the capture does not hold all of the token"])
        #expect(notes(cut).isEmpty)
        // The capture may cut what follows the token.
        for (bytes, length) in [(Self.token, count), (Self.token + [10], count + 5)] {
            let whole = dissect(bytes, of: length).plan
            #expect(whole.texts(of: .inferredString) == ["unchecked", "there is no Fernet key at hand"])
        }
    }

    @Test("Bytes that are no token are counted in the Info column, and nothing is remembered of them")
    func noToken() {
        let (plan, finding) = dissect(Array("no token".utf8))
        #expect(plan.texts(of: .info) == ["8 bytes that are no token"])
        #expect(plan.steps.filter { $0.kind == .field }.map(\.field) == [FernetFields.invalid.number])
        #expect(!finding.isSome)
    }
}
