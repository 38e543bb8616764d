// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct
import Testing

/// Which members are not shown if a check fails.
@Suite struct CoveredMemberTests {
    @Test("A check covers what it names that is opened or computed, and neither plain bytes nor its own member")
    func covered() throws {
        let description = try Description(
            """
            meta: {id: t}
            seq:
              - {id: plain, size: 1}
              - {id: opened, size: 1, process: xor(1)}
              - {id: own, size: 1, process: xor(1), -check: 'holds(plain, opened, computed, own)'}
              - {id: unnamed, size: 1, process: xor(1)}
            instances:
              computed: {value: plain}
              further: {value: computed}
              apart: {value: own}
            """, file: "test.ksy", names: PlainTool(holds: true))
        let type = description.program.types[description.program.root]
        let covered = type.members.indices.filter { type.isCovered($0) }.map { type.members[$0].name }
        #expect(covered == ["opened", "computed", "further"])
    }
}
