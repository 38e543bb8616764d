// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import KaitaiStruct

/// The types of values that are found by their place: parents, roots and elements of lists.
@Suite struct StructureTypeTests {
    /// `d` names the parent of `c`, which the types of `readers` read. Only `b` has the member `p`.
    private func description(readers: [String], isReversed: Bool = false) -> String {
        let types =
            readers.map {
                "  \($0): {seq: [{id: \($0)1, type: u1}, \($0 == "b" ? "{id: p, type: u1}, " : "")"
                    + "{id: c, type: c}]}"
            } + ["  c: {seq: [{id: d, type: d, parent: _parent}]}", "  d: {seq: [{id: v, size: _parent.p}]}"]
        return """
            meta: {id: t}
            seq: [\(readers.map { "{id: of_\($0), type: \($0)}" }.joined(separator: ", "))]
            types:
            \((isReversed ? types.reversed() : types).joined(separator: "\n"))
            """
    }

    @Test("A parent that follows from another parent is certain if that one is, in any order of the types")
    func parentsOfParents() throws {
        for isReversed in [false, true] {
            let certain = description(readers: ["b"], isReversed: isReversed)
            #expect(problems(of: certain) == [])
            var sample = try DescriptionSample(certain)
            let values = try sample.values(["of_b.c.d.v"], of: [1, 2, 3, 4])
            #expect(values == ["[3, 4]"])
            for readers in [["a", "b"], ["b", "a"], ["b", "a", "e"]] {
                let found = problems(of: description(readers: readers, isReversed: isReversed))
                #expect(found.count == 1, "\(readers) \(found)")
                #expect(found.first?.contains("a value of several types has no member p for certain") == true)
            }
        }
    }

    @Test("A parent that no round makes certain is none whose members can be named") func parentsOfThemselves() {
        let description = """
            meta: {id: t}
            seq: [{id: a, type: a}]
            types:
              a: {seq: [{id: b, type: b, parent: _parent, if: false}]}
              b: {seq: [{id: a, type: a, parent: _parent, if: false}, {id: v, size: _parent.a}]}
            """
        #expect(problems(of: description).allSatisfy { $0.contains("a value of several types has no member") })
    }

    @Test("An element of a list that `.as` takes for one of another type has no members of that type")
    func listOfOthers() throws {
        var sample = try DescriptionSample(
            """
            meta: {id: t}
            seq: [{id: items, type: a, repeat: eos}]
            types:
              a: {seq: [{id: one, type: u1}]}
              b: {seq: [{id: one, type: u1}, {id: two, type: u1}, {id: three, type: u1}]}
            """)
        let right = try sample.values(["items.as<a[]>[1].one", "items[0].as<a>.one"], of: [7, 8])
        #expect(right == ["8", "7"])
        for expression in ["items.as<b[]>[0].one", "items.as<b[]>[1].three", "items.as<b[]>.last.three"] {
            do {
                _ = try sample.value(expression, of: [7, 8])
                Issue.record("\(expression) has a value")
            } catch {
                #expect("\(error)".contains("a value of t::a is no t::b"), "\(error)")
            }
        }
    }
}
