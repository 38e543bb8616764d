// SPDX-License-Identifier: Apache-2.0
import CDissectorPlan
import DissectorKit
import Testing

@Suite struct PlanTests {
    private func text(_ plan: Plan, _ step: dk_step) -> String {
        let start = Int(step.text_offset)
        return String(decoding: plan.bytes[start..<start + Int(step.text_length)], as: UTF8.self)
    }

    @Test func keepsStepsInOrder() {
        var plan = Plan()
        plan.protocolTree(0..<40)
        plan.field(3, 1..<5)
        plan.subtree(4, 5..<9)
        plan.generated(7, 99, highlighting: 2..<4)
        plan.generated(8, "verified")
        plan.expert(2)
        plan.end()
        plan.end()
        #expect(
            plan.steps.map(\.kind) == [
                DK_PROTOCOL, DK_FIELD, DK_SUBTREE, DK_GENERATED_UINT, DK_GENERATED_TEXT, DK_EXPERT, DK_END, DK_END,
            ])
        #expect(plan.steps[1].field == 3 && plan.steps[1].offset == 1 && plan.steps[1].length == 4)
        #expect(plan.steps[3].value == 99 && plan.steps[3].offset == 2)
        #expect(text(plan, plan.steps[4]) == "verified")
    }

    @Test func sourcesAreNumberedAndKeepTheirBytes() {
        var plan = Plan()
        let first: [UInt8] = [65, 66]
        let second: [UInt8] = [67]
        let one = plan.source(0, first.span.bytes)
        let two = plan.source(1, second.span.bytes)
        plan.field(5, 0..<1, source: two)
        #expect(one != two && one != .unit)
        #expect(text(plan, plan.steps[0]) == "AB" && text(plan, plan.steps[1]) == "C")
        #expect(plan.steps[2].source == 2)
        plan.reset()
        #expect(plan.steps.isEmpty && plan.bytes.isEmpty)
        #expect(plan.source(0, first.span.bytes) == one)
    }

    @Test func whatGoesToOthersKeepsItsPlace() {
        var plan = Plan()
        let bytes: [UInt8] = [1, 2, 3]
        let source = plan.source(0) { $0.write(bytes.span.bytes) }
        plan.follow(1..<3, source: source, isFromServer: true)
        plan.object(ObjectID(group: .max, number: .max))
        plan.beginObject(name: bytes.span.bytes, type: bytes.span.bytes.extracting(0..<1), size: .max)
        plan.chunk(at: 7, 0..<3, source: source)
        plan.tally(2, -1) { $0.write("name") }
        plan.response(1, after: -5)
        plan.handOn(0, number: 4, 0..<3, source: source)
        plan.handOn(1, 0..<3, source: source) { $0.write("text") }
        #expect(
            plan.steps.map(\.kind) == [
                DK_SOURCE, DK_FOLLOW, DK_OBJECT, DK_OBJECT_NAME, DK_OBJECT_TYPE, DK_CHUNK, DK_TALLY, DK_RESPONSE,
                DK_HAND_ON, DK_HAND_ON,
            ])
        #expect(plan.steps[1].offset == 1 && plan.steps[1].length == 2 && plan.steps[1].value == 1)
        #expect(plan.steps[2].offset == .max && plan.steps[2].value == .max)
        #expect(plan.steps[3].text_length == 3 && plan.steps[3].value == .max && plan.steps[4].text_length == 1)
        #expect(plan.steps[5].value == 7 && plan.steps[5].source == 1)
        #expect(plan.steps[6].field == 2 && plan.steps[6].value == 0 && text(plan, plan.steps[6]) == "name")
        #expect(Int64(bitPattern: plan.steps[7].value) == -5)
        #expect(plan.steps[8].text_length == 0 && text(plan, plan.steps[9]) == "text")
    }

    /// Whatever times a capture claims.
    @Test func momentsNeverTrap() {
        let later = Moment(seconds: 2, nanoseconds: 5)
        #expect(later.nanoseconds(since: Moment(seconds: 1, nanoseconds: 999_999_999)) == 6)
        #expect(Moment(seconds: 1).nanoseconds(since: later) == -1_000_000_005)
        _ = Moment(seconds: .max, nanoseconds: .max).nanoseconds(since: Moment(seconds: .min, nanoseconds: .min))
    }

    @Test func writesNumbers() {
        var plan = Plan()
        plan.info {
            $0.write(0 as UInt8)
            $0.write(" ")
            $0.write(UInt64.max)
            $0.write(" ")
            $0.writeHex(0x0A as UInt16)
            $0.write(" ")
            $0.writeHex(UInt64.max)
        }
        #expect(text(plan, plan.steps[0]) == "0 18446744073709551615 0x000a 0xffffffffffffffff")
        plan.label { $0.write(1000 as UInt32) }
        #expect(plan.steps[1].kind == DK_LABEL && text(plan, plan.steps[1]) == "1000")
    }
}
