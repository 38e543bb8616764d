// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import TestSupport
import Testing

extension Field {
    fileprivate static let amount = Field("kit.amount", "Number", kind: .u16.littleEndian)
    fileprivate static let text = Field("kit.text", "Text", kind: .text, summary: "A text")
    fileprivate static let heading = Field("kit.heading", "Heading", kind: .heading)
}

extension Note {
    fileprivate static let odd = Note("kit.expert.odd", .malformed, severity: .warning, message: "This is odd")
}

@Suite struct PlanTests {
    private let bytes: [UInt8] = [65, 66, 67]

    @Test("Steps stand in the order of the calls, with what they were given") func steps() {
        var plan = Plan()
        plan.protocolTree(at: 0..<40) { plan in
            plan.field(.amount, at: 1..<5)
            plan.subtree(.heading, at: 5..<9) { plan in
                plan.inferred(.amount, 99)
                plan.inferred(.text, "verified")
                plan.note(.odd)
            }
        }
        let copy = PlanCopy(plan)
        #expect(
            copy.steps.map(\.kind) == [
                .protocol, .field, .subtree, .inferredNumber, .inferredString, .note, .end, .end,
            ])
        #expect(copy.steps[1].field == Field.amount.number && copy.steps[1].offset == 1 && copy.steps[1].length == 4)
        #expect(copy.steps[3].value == 99 && copy.steps[5].field == Note.odd.number)
        #expect(copy.texts(of: .inferredString) == ["verified"])
        #expect(plan.notes == [.odd])
    }

    @Test("Without a tree a plan drops fields and labels, and keeps notes, columns and data sources")
    func withoutTree() {
        var plan = Plan(wantsFields: false)
        plan.protocolTree(at: 0..<3) { plan in
            plan.label { $0.write("label") }
            plan.field(.amount, at: 0..<2)
            plan.number(.amount, 1, at: 0..<1)
            plan.string(.text, at: 0..<1) { $0.write("text") }
            plan.inferred(.text, "text")
            plan.fields(of: Layout([.rest(.text)]), bytes.span.bytes, at: 0)
            plan.note(.odd)
        }
        _ = plan.source(named: "Source", bytes.span.bytes)
        plan.info { $0.write("info") }
        #expect(PlanCopy(plan).steps.map(\.kind) == [.note, .source, .info])
    }

    @Test("Without a tree bytes count as having the form of any layout") func layoutWithoutTree() {
        var plan = Plan(wantsFields: false)
        let fits = plan.fields(of: Layout([.value(.amount)]), bytes.span.bytes.extracting(0..<1), at: 0)
        #expect(fits)
        #expect(plan.stepCount == 0)
    }

    @Test("Without an Info column a plan drops what goes there, and keeps the rest") func withoutInfo() {
        var plan = Plan(wantsInfo: false)
        plan.info { $0.write("info") }
        plan.field(.amount, at: 0..<2)
        #expect(PlanCopy(plan).steps.map(\.kind) == [.field])
    }

    @Test("Data sources are numbered, and keep their bytes") func sources() {
        var plan = Plan()
        let one = plan.source(named: "One", bytes.span.bytes)
        let two = plan.source(named: "Two") { $0.write(bytes.span.bytes.extracting(2..<3)) }
        plan.field(.text, at: 0..<1, in: two)
        #expect(one != two && one != .pdu)
        let copy = PlanCopy(plan)
        #expect(copy.texts(of: .source) == ["ABC", "C"] && copy.steps[2].source == 2)
    }

    @Test("What goes to listeners is kept when there are some, and dropped when there are none")
    func listeners() {
        func fill(_ plan: inout Plan) {
            plan.follow(1..<3, in: .pdu, isFromServer: true)
            plan.object(ObjectID(group: .max, number: .max))
            plan.beginObject(name: bytes.span.bytes, type: bytes.span.bytes.extracting(0..<1), size: .max)
            plan.chunk(0..<3, in: .pdu, at: 7)
            plan.tick(Statistic("Statistic"), by: -1) { $0.write("name") }
            plan.response(1, after: -5)
        }
        var none = Plan()
        fill(&none)
        #expect(none.stepCount == 0)
        var plan = Plan(listeners: [.follower, .exporter, .statistics, .responseTimes])
        fill(&plan)
        let copy = PlanCopy(plan)
        #expect(
            copy.steps.map(\.kind) == [.follow, .object, .objectName, .objectType, .chunk, .tick, .response])
        #expect(copy.steps[0].offset == 1 && copy.steps[0].length == 2 && copy.steps[0].value == 1)
        #expect(copy.steps[1].offset == .max && copy.steps[1].value == .max)
        #expect(copy.steps[2].text_length == 3 && copy.steps[2].value == .max && copy.steps[3].text_length == 1)
        #expect(copy.steps[4].value == 7 && copy.steps[5].value == 0 && copy.texts(of: .tick) == ["name"])
        #expect(Int64(bitPattern: copy.steps[6].value) == -5)
    }

    @Test("A layout's fields are added as far as the bytes go") func layout() {
        let layout = Layout([.value(.amount), .rest(.text)])
        var plan = Plan()
        let fits = plan.fields(of: layout, bytes.span.bytes, at: 10)
        let short = plan.fields(of: layout, bytes.span.bytes.extracting(0..<1), at: 0)
        #expect(fits && !short)
        let copy = PlanCopy(plan)
        #expect(copy.steps.map(\.offset) == [10, 12] && copy.steps.map(\.length) == [2, 1])
    }

    @Test("A plan grows beyond its first room") func growth() {
        var plan = Plan()
        for value in 0..<1000 as Range<UInt64> {
            plan.inferred(.amount, value)
            plan.info { $0.write(value) }
        }
        let copy = PlanCopy(plan)
        #expect(copy.steps.count == 2000 && copy.steps[1998].value == 999)
        #expect(copy.texts(of: .info) == (0..<1000).map { "\($0)" })
    }

    /// Whatever times a capture claims.
    @Test("Time differences between moments are exact in nanoseconds, and the extremes do not trap")
    func momentsNeverTrap() {
        let later = Moment(seconds: 2, nanoseconds: 5)
        #expect(later.nanoseconds(since: Moment(seconds: 1, nanoseconds: 999_999_999)) == 6)
        #expect(Moment(seconds: 1).nanoseconds(since: later) == -1_000_000_005)
        _ = Moment(seconds: .max, nanoseconds: .max).nanoseconds(since: Moment(seconds: .min, nanoseconds: .min))
    }

    @Test("Plan texts show numbers in decimal and in padded hexadecimal")
    func writesNumbers() {
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
        #expect(PlanCopy(plan).texts(of: .info) == ["0 18446744073709551615 0x000a 0xffffffffffffffff"])
    }
}
