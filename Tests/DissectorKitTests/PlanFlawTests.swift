// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import Testing

extension Field {
    fileprivate static let amount = Field("flaw.amount", "Number", kind: .u16)
    fileprivate static let heading = Field("flaw.heading", "Heading", kind: .heading)
}

@Suite struct PlanFlawTests {
    @Test("A plan whose fields lie in the PDU and in its data sources has no flaw") func sound() {
        var plan = Plan()
        plan.protocolTree(at: 0..<8) { plan in
            plan.field(.amount, at: 6..<8)
            let content: [UInt8] = [1, 2, 3]
            let source = plan.source(named: "Content", content.rawSpan)
            plan.subtree(.heading, at: 0..<3, in: source) { $0.field(.amount, at: 1..<3, in: source) }
        }
        #expect(plan.flaw(reportedLength: 8) == nil)
    }

    @Test("A field that ends behind the PDU, or behind its data source, is a flaw") func outside() {
        var plan = Plan()
        plan.protocolTree(at: 0..<8) { $0.field(.amount, at: 6..<8) }
        #expect(plan.flaw(reportedLength: 7) == "step 0 ends at byte 8 of a data source of 7 bytes")
        var other = Plan()
        let content: [UInt8] = [1, 2, 3]
        let source = other.source(named: "Content", content.rawSpan)
        other.field(.amount, at: 2..<4, in: source)
        #expect(other.flaw(reportedLength: 100) == "step 1 ends at byte 4 of a data source of 3 bytes")
    }

    @Test("A data source of another plan is a flaw") func foreignSource() {
        var other = Plan()
        let content: [UInt8] = [1, 2, 3]
        let source = other.source(named: "Content", content.rawSpan)
        var plan = Plan()
        plan.field(.amount, at: 0..<2, in: source)
        let flaw = plan.flaw(reportedLength: 100)
        #expect(flaw == "step 0 lies in data source 1, which the plan does not have")
    }
}
