// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct
import Testing
import YAML

/// What is opened inside bytes of which a check failed before.
@Suite struct RefutedStructureTests {
    /// A tool with processes of any name, which change nothing, and checks of any name, which all hold or all fail.
    private final class Tool: ExternalNames, ExternalValues {
        private let holds: Bool

        init(holds: Bool) {
            self.holds = holds
        }

        func take(_ extensions: [YAMLNode.Entry], in file: String, _ diagnostics: Diagnostics) {}
        func value(_ path: [String]) -> DataType? { nil }
        func function(_ name: String, arguments: [ExternalArgument]) throws(ExternalError) -> DataType? { nil }
        func process(_ path: [String], arguments: [ExternalArgument]) throws(ExternalError) -> Bool { true }
        func check(_ path: [String], arguments: [ExternalArgument]) throws(ExternalError) -> Bool { true }

        func value(_ external: Int, arguments: [Value], in evaluation: Evaluation) throws(ReadFailure) -> Value {
            throw ReadFailure(.noValue("there are only processes and checks"))
        }

        func process(
            _ external: Int, arguments: [Value], bytes: ByteRange, in evaluation: Evaluation
        ) throws(ReadFailure) -> ByteRange { bytes }

        func check(
            _ external: Int, arguments: [Value], value: Value, slot: Int, in evaluation: Evaluation
        ) throws(ReadFailure) -> Bool { holds }

        func keep(_ value: Value, as name: Int, in evaluation: Evaluation) {}
        func takeBack(_ name: Int) {}
    }

    /// What a member is opened to in a structure that is read after the check, or why it is not opened.
    private func opened(holds: Bool) throws -> String {
        let tool = Tool(holds: holds)
        var description = try Description(
            """
            meta: {id: t}
            seq:
              - {id: body, size: 1, type: outer}
              - {id: sum, size: 1, -check: 'holds(signed)'}
            instances:
              signed: {pos: 0, size: 1}
            types:
              outer: {seq: [], instances: {deep: {pos: 0, type: inner}}}
              inner: {seq: [{id: text, size: 1, process: open}]}
            """, file: "test.ksy", names: tool)
        let text = try description.add(expression: "body.deep.text")
        let evaluation = Evaluation(description.program, externals: tool)
        try evaluation.read([7, 9])
        do throws(ReadFailure) {
            guard case .bytes(let range) = try evaluation.value(of: text) else { return "no bytes" }
            return "\(Array(evaluation.bytes(range)))"
        } catch {
            return error.reason == .sealed(.check) ? "closed by the check" : error.message
        }
    }

    @Test("Nothing is opened in a structure that is read inside another one after a check around that one failed")
    func nested() throws {
        let good = try opened(holds: true)
        #expect(good == "[7]")
        let bad = try opened(holds: false)
        #expect(bad == "closed by the check")
    }
}
