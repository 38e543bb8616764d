// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import TestSupport
import Testing

extension Field {
    fileprivate static let number = Field("kit.number", "Number", kind: .signed(bits: 16))
    fileprivate static let ratio = Field("kit.ratio", "Ratio", kind: .float(bits: 32))
    fileprivate static let content = Field("kit.content", "Content", kind: .bytes)
}

@Suite struct PlanValueTests {
    private let bytes: [UInt8] = [0, 255]

    private func fill(_ plan: inout Plan) {
        plan.signed(.number, -2, at: 1..<3)
        plan.inferred(signed: .number, .min)
        plan.float(.ratio, 1.5, at: 0..<4)
        plan.inferred(float: .ratio, -.infinity)
        plan.bytes(.content, at: 4..<5) { $0.write(bytes.span.bytes) }
        plan.inferred(bytes: .content) { $0.write(bytes.span.bytes.extracting(1..<2)) }
    }

    @Test("Signed and floating-point values and bytes are steps of numbers and texts")
    func values() {
        var plan = Plan()
        fill(&plan)
        let copy = PlanCopy(plan)
        #expect(
            copy.steps.map(\.kind) == [.number, .inferredNumber, .number, .inferredNumber, .string, .inferredString])
        #expect(copy.steps[0].offset == 1 && copy.steps[0].length == 2)
        #expect(copy.steps[0..<2].map { Int64(bitPattern: $0.value) } == [-2, .min])
        #expect(copy.steps[2..<4].map { Double(bitPattern: $0.value) } == [1.5, -.infinity])
        #expect(copy.texts[4] == [0, 255] && copy.texts[5] == [255] && copy.steps[4].offset == 4)
    }

    @Test("Without a tree none of them is kept")
    func withoutTree() {
        var plan = Plan(wantsFields: false)
        fill(&plan)
        #expect(plan.stepCount == 0)
    }

    @Test("A literal, a kept text and a string are written alike")
    func texts() {
        let kept = PermanentText(keeping: "kept")
        let made = "made" + ""
        var plan = Plan()
        plan.info {
            $0.write("literal ")
            $0.write(kept)
            $0.write(" ")
            $0.write(made)
            $0.write(" \(made)")
        }
        #expect(PlanCopy(plan).texts(of: .info) == ["literal kept made made"])
    }

    @Test("The server is the end with its port, and unknown where no port decided")
    func server() {
        var pdu = PDU(reportedLength: 0, isFirstPass: true, source: .init(port: 9), destination: .init(port: 8))
        #expect(pdu.isFromServer == nil)
        pdu.serverPort = 9
        #expect(pdu.isFromServer == true)
        pdu.serverPort = 8
        #expect(pdu.isFromServer == false)
    }

    @Test("A PDU says its ends as they were given, of any kind of address")
    func ends() {
        for address in [.other, .ipv4(0x7F00_0001), .ipv6(0x2001_0DB8 << 96 | 1)] as [PDU.End.Address] {
            let (source, destination) = (PDU.End(address: address, port: 9), PDU.End(port: 65_535))
            let pdu = PDU(reportedLength: 0, isFirstPass: true, source: source, destination: destination)
            #expect(pdu.source == source && pdu.destination == destination)
        }
    }
}
