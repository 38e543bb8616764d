// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import TestSupport
import Testing

@testable import DescribedDissection

/// What is drawn where nobody looks at fields, of types that say nothing then.
@Suite struct WithoutFieldsTests {
    /// Gives a segment again, for the list of packets alone.
    private func again(_ number: Int, of passes: Passes) -> [PlanCopy] {
        passes.frames[number].pdus.map { own in
            var plan = Plan(wantsFields: false)
            let pdu = PDU(
                reportedLength: own.bytes.count, isFirstPass: false, finding: own.finding, wantsFields: false,
                frame: UInt32(number + 1))
            _ = passes.dissector.dissect(own.bytes.span.bytes, pdu, in: passes.conversation, into: &plan)
            return PlanCopy(plan)
        }
    }

    @Test("Bytes that a process made become a source only where somebody looks at fields")
    func sources() throws {
        let description = """
            meta: {id: silent}
            -wireshark: {tcp: 4000, unit: segment}
            seq: [{id: text, size-eos: true, process: xor(1)}]
            """
        for (wantsFields, count) in [(true, 1), (false, 0)] {
            let plans = try Passes(description).add(.client, [1, 2, 3], wantsFields: wantsFields)
            let made = plans.flatMap { plan in plan.steps.filter { $0.kind == .source } }
            #expect(made.count == count, "\(wantsFields)")
        }
    }

    @Test("Later passes give the last frame of a message its title, without its bytes, and call those before it parts")
    func titles() throws {
        let description = """
            meta: {id: silent}
            -wireshark: {tcp: 4000, unit: turn}
            seq: [{id: text, size-eos: true, type: str, encoding: UTF-8}]
            """
        let passes = try Passes(description)
        for letter: UInt8 in [65, 66, 67] { _ = passes.add(.client, [letter]) }
        let later = passes.frames.indices.flatMap { again($0, of: passes) }
        #expect(later.map(\.info) == ["Part of a message", "Part of a message", "Silent"])
        #expect(later.flatMap { $0.texts(of: .source) } == [])
        // With fields the Info column says the same.
        #expect(passes.frames.indices.flatMap { passes.again($0) }.map(\.info) == later.map(\.info))
    }
}
