// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct
import Testing

@Suite("Expressions") struct ExpressionTests {
    private static let empty = "meta: {id: t}\nseq: []\nenums: {animal: {4: dog, 7: cat}, plant: {4: oak}}"

    @Test(
        "An expression has the value that the language gives it",
        arguments: [
            ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("-7 / 2", "-4"), ("-7 % 3", "2"), ("7 % -3", "-2"),
            ("1 << 4 | 3 & 2 ^ 1", "19"), ("~5", "-6"), ("0x1f + 0b11 + 0o17 + 1_000", "1049"), ("1.5 + 1", "2.5"),
            ("24000. / 2", "12000.0"), ("1 < 2 and not (2 <= 1) or false", "true"), ("true ? 'a' : 'b'", "'a'"),
            ("18446744073709551615 - 1", "18446744073709551614"), ("\"a\\tb\\u0041\\101\"", "'a\tbAA'"),
            ("'a\\n'", "'a\\n'"),
            ("'abc'.length", "3"), ("'abc'.reverse", "'cba'"), ("'abcdef'.substring(2, 4)", "'cd'"),
            ("'12'.to_i + 1", "13"),
            ("'ff'.to_i(16)", "255"), ("255.to_s + '!'", "'255!'"), ("[1, 2, 3].max", "3"), ("[1000, 2].min", "2"),
            ("[0x41, 0x42].to_s('ASCII')", "'AB'"), ("'é'.to_b('UTF-8')", "[195, 169]"),
            ("[1, 2, 3].index_of([3])", "2"), ("[1, 2].index_of([1, 2])", "0"), ("[1].index_of([1, 2])", "-1"),
            ("f\"n={1 + 1}.\"", "'n=2.'"), ("animal::cat.to_i", "7"), ("animal::cat == animal::dog", "false"),
            ("[1, 2] == [1, 2]", "true"), ("[1, 2] < [1, 3]", "true"), ("'a' < 'b'", "true"), ("2.7.to_i", "2"),
            ("true.to_i", "1"), ("sizeof<u4>", "4"), ("bitsizeof<b13>", "13"), ("[300, 2][0]", "300"),
            ("null == null", "true"),
        ])
    func hasItsValue(_ expression: String, _ value: String) throws {
        var sample = try DescriptionSample(Self.empty)
        #expect(try sample.value(expression) == value)
    }

    @Test(
        "An expression that means nothing is refused with the place and the reason",
        arguments: [
            ("1 +", "1:4: the expression ends where a value should stand"),
            ("(1", "1:3: a closing parenthesis ) should stand here"), ("1 && 2", "1:3: write `and` for &&"),
            ("'abc", "1:1: this string has no closing quote"), ("\"\\q\"", "1:2: unknown escape"),
            ("nope", "1:1: t has no member nope"), ("1 + 'a'", "1:1: + does not take an integer and text"),
            ("1 + nope", "1:5: t has no member nope"), ("-'a'", "1:1: - takes a number, and this is text"),
            ("f\"{true}\"", "1:1: text or an integer can stand in an f-string, and this is a Boolean"),
            ("not 1", "1:1: `not` takes a Boolean, and this is an integer"),
            ("animal::cow", "1:1: the enumeration t::animal has no member cow"),
            (
                "animal::dog == plant::oak",
                "1:1: values of the enumeration t::animal and the enumeration t::plant cannot be compared"
            ),
            ("animal::cat < animal::dog", "1:1: values of an enumeration are compared with == and !=, not with <"),
            ("'a'.frobnicate", "1:1: text has no frobnicate"),
            ("1.as<nope>", "1:1: there is no type nope that t can name"),
            ("0xg", "1:1: this number has digits that base 16 does not have, or none"),
            ("99999999999999999999", "1:1: integers have at most 64 bits"),
        ])
    func isRefused(_ expression: String, _ reason: String) throws {
        var sample = try DescriptionSample(Self.empty)
        let problem = #expect(throws: Description.Errors.self) { try sample.value(expression) }?.diagnostics.first
        let text = problem.map { "\($0.place.line):\($0.place.column): \($0.message)" } ?? ""
        #expect(text.hasPrefix(reason), "\(text)")
    }

    @Test(
        "An expression whose value cannot be computed fails when it is evaluated",
        arguments: [
            "1 / 0", "1 % 0", "1 << 64", "18446744073709551615 + 1", "'x'.to_i", "'1'.to_i(99)", "[300, 1][2]",
            "'abc'.substring(2, 9)", "'a'.to_b('no such encoding') == [1]", "1e30.to_i",
        ])
    func fails(_ expression: String) throws {
        var sample = try DescriptionSample(Self.empty)
        #expect(throws: ReadFailure.self) { try sample.value(expression) }
    }

    @Test("Expressions that nest too deeply are refused") func nesting() throws {
        var sample = try DescriptionSample(Self.empty)
        let (open, close) = (String(repeating: "(", count: 60), String(repeating: ")", count: 60))
        #expect(try sample.value(open + "1" + close) == "1")
        for expression in [
            String(repeating: "(", count: 100_000), String(repeating: "-", count: 100_000) + "1",
            String(repeating: "not ", count: 100_000) + "true", String(repeating: "1?", count: 100_000),
        ] {
            #expect(throws: Description.Errors.self) { try sample.value(expression) }
        }
    }

    @Test("An expression may nest 200 levels deep, and no deeper") func levels() throws {
        var sample = try DescriptionSample(Self.empty)
        // Three levels are those of an expression without operators.
        #expect(try sample.value(String(repeating: "+", count: 197) + "1") == "1")
        let tooDeep = String(repeating: "+", count: 198) + "1"
        #expect(throws: Description.Errors.self) { try sample.value(tooDeep) }
    }

    @Test("A shift to the left is by 0 to 64 bits, and by no other number") func shifts() throws {
        var sample = try DescriptionSample(Self.empty)
        let values = try sample.values(["1 << 0", "1 << 63", "0 << 64"], of: [])
        #expect(values == ["1", "9223372036854775808", "0"])
        for expression in ["0 << 65", "8 << -1"] {
            #expect(throws: ReadFailure.self) { try sample.value(expression) }
        }
    }

    @Test(
        "An operand, a condition and an index of another type are refused with the place and the reason",
        arguments: [
            ("~'a'", "1:1: ~ takes an integer, and this is text"),
            ("1 ? 2 : 3", "1:1: a Boolean should stand before ?, and this is an integer"),
            ("[1, 2]['a']", "1:8: an index is an integer, and this is text"),
        ])
    func otherTypes(_ expression: String, _ reason: String) throws {
        var sample = try DescriptionSample(Self.empty)
        let errors = #expect(throws: Description.Errors.self) { try sample.value(expression) }
        let found = errors?.diagnostics.map { "\($0.place.line):\($0.place.column): \($0.message)" } ?? []
        #expect(found == [reason])
    }

    @Test("In a question, a number of 32 bits is equal to the decimal number that it stands for, and to no other")
    func nearlyEqual() throws {
        var sample = try DescriptionSample.sequence("  - {id: a, type: f4}")
        let bytes: [UInt8] = [0x3D, 0xCC, 0xCC, 0xCD]
        let equal = try sample.values(["a == 0.1", "0.1 == a", "a != 0.1"], of: bytes)
        #expect(equal == ["true", "true", "false"])
        let other = try sample.values(["a == 0.2", "a != 0.2", "a < 0.2", "a > 0.2"], of: bytes)
        #expect(other == ["false", "true", "true", "false"])
    }

    @Test("Bits that follow bits begin where those end, and what else follows them at the next byte")
    func sizesOfBits() throws {
        var sample = try DescriptionSample(
            """
            meta: {id: t}
            seq: []
            types:
              together: {seq: [{id: a, type: b1}, {id: b, type: b7}]}
              apart: {seq: [{id: a, type: b1}, {id: b, type: u1}, {id: c, type: b7}]}
            """)
        let sizes = try sample.values(["bitsizeof<together>", "bitsizeof<apart>", "sizeof<apart>"], of: [])
        #expect(sizes == ["8", "23", "3"])
    }

    @Test("The size and the end of a stream depend on where the bytes end, and the position in it does not")
    func endOfStream() throws {
        for (size, expected) in [("_io.size - 2", true), ("_io.eof ? 1 : 2", true), ("_io.pos", false)] {
            let description = try Description(
                "meta: {id: t}\nseq: [{id: a, size: 1}, {id: b, size: '\(size)'}]", file: "test.ksy")
            let evaluation = Evaluation(description.program)
            try evaluation.read([1, 2, 3])
            let dependsOnEnd = evaluation.dependsOnEnd
            #expect(dependsOnEnd == expected, "\(size)")
        }
    }
}
