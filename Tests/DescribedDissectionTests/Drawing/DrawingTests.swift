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

    @Test("Bytes after a message of which its description says nothing are noted")
    func trailing() throws {
        let description = """
            meta: {id: short, endian: be}
            -wireshark: {tcp: 4000, unit: segment}
            seq: [{id: number, type: u2}]
            """
        for (unit, notes) in [([0, 7], []), ([0, 7, 9], ["trailing"]), ([0], ["malformed"])]
            as [([UInt8], [String])]
        {
            let plan = try Passes(description).add(.client, unit)[0]
            #expect(plan.notes == notes.map { "short.expert.\($0)" }, "\(unit)")
        }
    }

    @Test("Thirty levels are drawn, and that there are more is said once for each message")
    func levels() throws {
        let description = """
            meta: {id: deep}
            -wireshark: {tcp: 4000, unit: segment}
            seq: [{id: count, type: u1}]
            instances: {one: {pos: 0, type: level(count)}, two: {pos: 0, type: level(count)}}
            types:
              level:
                params: [{id: left, type: u1}]
                instances: {next: {pos: 0, type: level(left - 1), if: left > 0}}
            """
        // The message itself is a level, too.
        for (count, notes) in [(28, []), (29, ["More than 30 levels are nested: the rest is not shown"])]
            as [(UInt8, [String])]
        {
            let plan = try Passes(description).add(.client, [count])[0]
            #expect(plan.texts(of: .note) == notes, "\(count)")
            #expect(plan.notes == notes.map { _ in "deep.expert.limit" }, "\(count)")
        }
    }

    @Test("A message that costs more than one may is said to reach a limit, and not to be malformed")
    func costly() throws {
        let description = """
            meta: {id: endless}
            -wireshark: {tcp: 4000, unit: segment}
            seq: [{id: first, type: level}]
            types: {level: {seq: [{id: next, type: level}]}}
            """
        let plan = try Passes(description).add(.client, [7])[0]
        #expect(plan.notes == ["endless.expert.limit"])
        #expect(plan.texts(of: .note) == ["more than 64 levels are nested, which is the limit"])
    }

    @Test("Bytes that a process made have a tab, also where a list without elements is all that is shown of them")
    func emptyList() throws {
        let description = """
            meta: {id: packed}
            -wireshark: {tcp: 4000, unit: segment}
            seq: [{id: packed, size-eos: true, process: xor(1), type: numbers}]
            types:
              numbers:
                seq: [{id: count, type: u1, -hidden: true}, {id: list, type: u1, repeat: expr, repeat-expr: count}]
            """
        for (unit, tab) in [([1], "\u{0}"), ([0, 6], "\u{1}\u{7}")] as [([UInt8], String)] {
            let plan = try Passes(description).add(.client, unit)[0]
            #expect(plan.texts(of: .source) == [tab], "\(unit)")
        }
    }

    @Test("A protocol of tokens keeps its bytes out of searches for tokens, also those of several segments together")
    func searches() throws {
        let token = Sealing.token("text")
        for (process, excluded) in [
            ("fernet(keys.k)", [[0, token.count - 50], [1, token.count]]), ("aes_cbc(keys.k)", []),
        ] as [(String, [[Int]])] {
            let description = """
                meta: {id: searched}
                -wireshark: {tcp: 4000, unit: turn}
                -keys: {k: secret}
                seq: [{id: text, size-eos: true, process: \(process)}]
                """
            let passes = try Passes(description)
            _ = passes.add(.client, Array(token[..<50]))
            let plan = passes.add(.client, Array(token[50...]))[0]
            let found = plan.steps.filter { $0.kind == .exclude }.map { [Int($0.source), Int($0.length)] }
            #expect(found == excluded, "\(process)")
        }
    }
}
