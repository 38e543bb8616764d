// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct
import Testing
import YAML

/// Which members are not shown if a check fails.
@Suite struct CoveredMemberTests {
    /// A tool that has checks of any name, and nothing else.
    private final class Checks: ExternalNames {
        func take(_ extensions: [YAMLNode.Entry], in file: String, _ diagnostics: Diagnostics) {}
        func value(_ path: [String]) -> DataType? { nil }
        func function(_ name: String, arguments: [ExternalArgument]) throws(ExternalError) -> DataType? { nil }
        func process(_ path: [String], arguments: [ExternalArgument]) throws(ExternalError) -> Bool { false }
        func check(_ path: [String], arguments: [ExternalArgument]) throws(ExternalError) -> Bool { true }
    }

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
            """, file: "test.ksy", names: Checks())
        let type = description.program.types[description.program.root]
        let covered = type.members.indices.filter { type.isCovered($0) }.map { type.members[$0].name }
        #expect(covered == ["opened", "computed", "further"])
    }
}
