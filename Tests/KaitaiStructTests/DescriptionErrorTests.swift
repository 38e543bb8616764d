// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct
import Testing

@Suite("Errors of descriptions") struct DescriptionErrorTests {
    @Test("All errors of a description are said at once, each with its line and column") func allAtOnce() {
        let found = problems(
            of: """
                meta:
                  id: t
                  endian: xe
                seq:
                  - id: Bad
                    type: u2
                  - id: b
                    type: nope
                  - id: c
                    size: '1 +'
                  - id: c
                    type: u1
                    blah: 1
                """)
        #expect(
            found.map { $0.prefix { $0 != " " } } == ["3:11:", "5:9:", "6:11:", "8:11:", "10:15:", "11:9:", "13:5:"],
            "\(found)")
    }

    @Test(
        "What is wrong with a description is said in words",
        arguments: [
            ("", "1:1: a description is a mapping with `meta` and `seq`, and this is nothing"),
            ("blah", "1:1: a description is a mapping with `meta` and `seq`, and this is text"),
            ("seq: []", "1:1: `meta` with an `id` is missing"),
            ("meta: {id: t}\nseq: foo", "2:6: a list of attributes should stand here, and this is text"),
            ("meta: {id: t}\nmeta: {id: u}", "2:1: the key meta stands twice in this mapping"),
            ("meta: &a {id: t}", "1:7: anchors such as &name are not supported; remove the anchor"),
            ("meta: {id: t, imports: [x]}", "1:25: there is no file x.ksy to import"),
            ("meta: {id: t}\nseq: [{id: a}]", "2:12: nothing says how many bytes a has"),
            ("meta: {id: t}\nseq: [{id: a, type: u2}]", "2:21: nothing says the byte order of u2"),
            ("meta: {id: t}\nseq: [{id: a, type: str, size: 1}]", "2:21: nothing says the encoding of this text"),
            ("meta: {id: t, ks-opaque-types: true}\nseq: [{id: a, type: x}]", "2:21: the type x is opaque"),
            ("meta: {id: t}\nseq: [{id: a, size: 1, process: nope(1)}]", "2:33: there is no process nope"),
            ("meta: {id: t}\ninstances: {a: {value: b}, b: {value: a}}", "2:24: the type of b depends on itself"),
            (
                "meta: {id: t}\nseq: [{id: a, type: u1, enum: e, valid: {in-enum: false}}]\nenums: {e: {1: one}}",
                "2:51: `in-enum` takes true only; leave it out for no check"
            ),
            (
                "meta: {id: t}\nseq: [{id: a, type: u1, valid: {in-enum: true}}]",
                "2:33: `in-enum` needs the key `enum` beside `valid`"
            ),
            (
                "meta: {id: t}\nseq: [{id: a, type: u1, valid: {any-of: 1}}]",
                "2:41: a list of values should stand here, and this is"
            ),
            ("meta: {id: t}\nparams: [{type: u1}]", "2:10: a parameter needs an `id`"),
            (
                "meta: {id: t, encoding: ASCII}\nseq: [{id: a, type: str, size: 1, enum: e}]\nenums: {e: {1: one}}",
                "2:41: an enumeration names integers, and this is text"
            ),
            (
                "meta: {id: t}\nseq: [{id: a, type: b(true)}]\ntypes: {b: {params: [{id: n, type: u1}]}}",
                "2:23: n of t::b takes an integer, and this is a Boolean"
            ),
            ("meta: {id: t, encoding: utf-8}", "1:25: write UTF-8, the recommended name of the encoding utf-8"),
        ])
    func inWords(_ text: String, _ problem: String) {
        let found = problems(of: text)
        #expect(found.contains { $0.hasPrefix(problem) }, "\(found)")
    }

    @Test("A parameter with an enumeration needs no type") func parameterOfEnumeration() {
        #expect(problems(of: "meta: {id: t}\nparams: [{id: p, enum: e}]\nenums: {e: {1: one}}") == [])
    }

    @Test("A better name is told for the size and the number of a member, unless the member has no name")
    func betterNames() {
        let start = "meta: {id: t}\nseq: [{id: n, type: u1}, "
        let size = problems(of: start + "{id: a, size: n}]")
        #expect(size == ["2:12: call this len_a, since it is the size of a"])
        let number = problems(of: start + "{id: a, type: u1, repeat: expr, repeat-expr: n}]")
        #expect(number == ["2:12: call this num_a, since it is the number of a"])
        let unnamed = problems(of: start + "{size: n}, {type: u1, repeat: expr, repeat-expr: n}]")
        #expect(unnamed == [])
    }

    @Test("The parent of a type is certain if one type alone reads it, however often, and else `.as` says which it is")
    func parents() {
        func description(_ second: String, _ member: String) -> String {
            """
            meta: {id: t}
            seq: [{id: a, type: left}, {id: b, type: right}]
            types:
              left: {seq: [{id: n, type: u1}, {id: c, type: child}, {id: d, type: child}]}
              right: {seq: [{id: n, type: u1}, {id: e, \(second)}]}
              child: {seq: [{id: f, size: \(member)}]}
            """
        }
        #expect(problems(of: description("size: 1", "_parent.n")) == [])
        #expect(
            problems(of: description("type: child", "_parent.n")) == [
                "6:31: a value of several types has no member n for certain; say which type with .as<type>"
            ])
        #expect(problems(of: description("type: child", "_parent.as<left>.n")) == [])
    }

    @Test("A key for other tools is passed over, but one that is almost a key with a meaning is told")
    func mistypedExtensions() {
        func description(_ key: String) -> String {
            "meta: {id: x}\nseq:\n  - {id: a, type: u1, \(key): b}\n"
        }
        #expect(problems(of: description("-webide-representation")) == [])
        #expect(problems(of: description("-chekc")) == ["3:23: `-chekc` has no meaning; is `-check` meant?"])
        #expect(problems(of: description("-Keep")) == ["3:23: `-Keep` has no meaning; is `-keep` meant?"])
        #expect(
            problems(of: "meta: {id: x}\n-wiresharc: {}\nseq: []\n") == [
                "2:1: `-wiresharc` has no meaning; is `-wireshark` meant?"
            ])
    }

    @Test("Files that import one another are read once each") func circles() {
        let a = "meta: {id: a, imports: [b]}\nseq: [{id: x, type: b, if: false}]"
        let b = "meta: {id: b, imports: [a]}\nseq: [{id: y, type: a, if: false}]"
        #expect(problems(of: a, files: ["a": a, "b": b]) == [])
    }

    @Test(
        "A parent, an argument and a version that cannot be are told at their place",
        arguments: [
            (
                "meta: {id: t}\nseq: [{id: n, type: u1}, {id: a, type: b, parent: n}]\ntypes: {b: {seq: []}}",
                "2:51: a parent is a value of a type, and this is an integer"
            ),
            ("meta: {id: t}\nseq: [{id: a, size: 1, process: zlib(1)}]", "2:33: zlib takes no argument"),
            (
                "meta: {id: t, ks-version: 0.12}",
                "1:27: the description needs version 0.12 of the language; this is 0.11"
            ),
            (
                "meta: {id: t, ks-version: 1.0}",
                "1:27: the description needs version 1.0 of the language; this is 0.11"
            ),
        ])
    func cannotBe(_ text: String, _ problem: String) {
        let found = problems(of: text)
        #expect(found == [problem])
    }

    @Test("The version of the language that is read here is taken, whatever follows", arguments: ["0.11", "0.11.9"])
    func version(_ version: String) {
        let found = problems(of: "meta: {id: t, ks-version: \(version)}")
        #expect(found == [])
    }

    @Test("A description with an error cannot be used, and one with a warning can") func usable() throws {
        #expect(throws: Description.Errors.self) { try DescriptionSample("meta: {id: t}\nseq: [{id: a}]") }
        var warned = try DescriptionSample("meta: {id: t}\nseq: [{id: n, type: u1}, {id: a, size: n}]")
        let value = try warned.value("a", of: [2, 3, 4])
        #expect(value == "[3, 4]")
    }

    @Test("An error that comes after any number of warnings is told") func errorAfterWarnings() {
        let warned = (0..<201).map { "{id: n\($0), type: u1}, {id: a\($0), size: n\($0)}, " }.joined()
        let found = problems(of: "meta: {id: t}\nseq: [\(warned){id: wrong, type: nope}]")
        #expect(found.count == 201)
        #expect(found.contains { $0.contains("nope") })
    }

    @Test("A description has 100 files at most, its own among them") func files() {
        func found(importing count: Int, andAgain again: Int = 0) -> [String] {
            let names = (0..<count).map { "x\($0)" } + (0..<again).map { "x\($0)" }
            let files = Dictionary(names.map { ($0, "meta: {id: \($0)}") }) { one, _ in one }
            return problems(of: "meta: {id: t, imports: [\(names.joined(separator: ", "))]}", files: files)
        }
        let most = found(importing: 99)
        #expect(most == [])
        let again = found(importing: 99, andAgain: 1)
        #expect(again == [])
        let tooMany = found(importing: 100)
        #expect(tooMany.count == 1, "\(tooMany)")
        #expect(tooMany.first?.hasSuffix("more than 100 files are imported, which is the limit") == true)
    }
}
