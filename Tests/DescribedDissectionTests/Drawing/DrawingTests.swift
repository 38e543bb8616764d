// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import TestSupport
import Testing

@testable import DescribedDissection

/// What of a message is drawn, and what is not.
@Suite struct DrawingTests {
    @Test("The Info column shows a payload that lies in three types, and none that lies deeper")
    func payloadDepth() throws {
        for (levels, info) in [(1, "Deep: text"), (3, "Deep: text"), (4, "Deep")] {
            let types = (1...levels).map { level in
                let inner = "{id: inner, type: t\(level + 1)}"
                let text = "{id: text, size-eos: true, type: str, encoding: UTF-8, -payload: true}"
                return "  t\(level): {seq: [\(level < levels ? inner : text)]}"
            }
            let description = """
                meta: {id: deep}
                -wireshark: {tcp: 4000, unit: segment}
                seq: [{id: inner, type: t1}]
                types:
                \(types.joined(separator: "\n"))
                """
            let plan = try Passes(description).add(.client, Array("text".utf8))[0]
            #expect(plan.info == info, "\(levels)")
        }
    }

    @Test("Bytes that stand in the description lie nowhere in the message, so that no field is drawn over it")
    func constants() throws {
        let description = """
            meta: {id: constant}
            -wireshark: {tcp: 4000, unit: segment}
            seq: [{id: all, size-eos: true}]
            instances: {magic: {value: '[1, 2, 3]'}}
            """
        let plan = try Passes(description).add(.client, [7, 7, 7, 7])[0]
        let drawn = plan.steps.filter { $0.kind == .field }
        #expect(drawn.map { $0.length } == [4])
        #expect(plan.texts(of: .source) == [])
    }

    @Test("Of several instances without a value the first one is told, and none where the message itself is malformed")
    func failingInstances() throws {
        let description = """
            meta: {id: far, endian: be}
            -wireshark: {tcp: 4000, unit: segment}
            seq: [{id: number, type: u2}]
            instances: {one: {pos: 100, size: 1}, two: {pos: 200, size: 1}}
            """
        for (unit, member) in [([0, 7], "one"), ([7], "number")] as [([UInt8], String)] {
            let plan = try Passes(description).add(.client, unit)[0]
            #expect(plan.notes == ["far.expert.malformed"], "\(member)")
            let said = plan.texts(of: .note).joined()
            #expect(said.contains(".\(member): "), "\(said)")
        }
    }
}
