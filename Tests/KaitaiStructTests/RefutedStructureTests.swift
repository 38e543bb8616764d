// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct
import Testing

/// What is opened inside bytes of which a check failed before.
@Suite struct RefutedStructureTests {
    /// What a member is opened to in a structure that is read after the check, or why it is not opened.
    private func opened(holds: Bool) throws -> String {
        let tool = PlainTool(holds: holds)
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
