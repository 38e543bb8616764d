// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct
import Testing

@Suite("Reading bytes as a description says") struct ReadingTests {
    @Test("Numbers are read with their width, sign and byte order") func numbers() throws {
        var sample = try DescriptionSample.sequence(
            """
              - {id: a, type: u1}
              - {id: b, type: s1}
              - {id: c, type: u2}
              - {id: d, type: s2le}
              - {id: e, type: u8}
              - {id: f, type: f4}
            """)
        let bytes: [UInt8] =
            [0xFF, 0xFE, 0x01, 0x02, 0xFE, 0xFF] + Array(repeating: 0xFF, count: 8) + [0x3F, 0xC0, 0, 0]
        #expect(
            try sample.values(["a", "b", "c", "d", "e", "f"], of: bytes)
                == ["255", "-2", "258", "-2", "18446744073709551615", "1.5"])
        #expect(sample.failure(of: Array(bytes.dropLast()))?.reason == .endOfStream(requested: 4, available: 3))
    }

    @Test("Bits are read from either end, and the next byte begins after them") func bits() throws {
        var big = try DescriptionSample.sequence(
            "  - {id: a, type: b3}\n  - {id: b, type: b1}\n  - {id: c, type: b12}\n  - {id: d, type: b2}\n  - {id: e, type: u1}"
        )
        #expect(
            try big.values(["a", "b", "c", "d", "e"], of: [0xBA, 0x5C, 0x40, 7]) == ["5", "true", "2652", "1", "7"])
        var little = try DescriptionSample.sequence("  - {id: a, type: b3le}\n  - {id: b, type: b13le}")
        #expect(try little.values(["a", "b"], of: [0xBD, 0x5A]) == ["5", "2903"])
        #expect(big.failure(of: [0xBA])?.name == "EndOfStreamError")
    }

    @Test("Text ends at its size, its terminator or its padding") func text() throws {
        var sample = try DescriptionSample.sequence(
            """
              - {id: a, type: str, size: 5, pad-right: 0x2e}
              - {id: b, type: strz}
              - {id: c, type: str, terminator: 0x7c, include: true}
              - {id: d, type: str, size: 4, terminator: 0x40}
              - {id: e, type: str, size-eos: true}
            """)
        let bytes = Array("ab...x\0y|1@23é".utf8)
        #expect(try sample.values(["a", "b", "c", "d", "e"], of: bytes) == ["'ab'", "'x'", "'y|'", "'1'", "'é'"])
        #expect(sample.failure(of: Array("ab...xy".utf8))?.reason == .noTerminator)
    }

    @Test("Text in UTF-16 and in other encodings becomes text") func encodings() throws {
        var sample = try DescriptionSample.sequence(
            "  - {id: a, type: strz, encoding: UTF-16LE}\n  - {id: b, type: str, size: 2, encoding: SJIS}\n"
                + "  - {id: c, type: str, size-eos: true, encoding: IBM437}")
        let bytes: [UInt8] = [0x42, 0x30, 0x00, 0x01, 0, 0, 0x82, 0xA0, 0x9C]
        #expect(try sample.values(["a", "b", "c"], of: bytes) == ["'あĀ'", "'あ'", "'£'"])
    }

    @Test("Types nest, with parameters, parents and streams of their own") func nesting() throws {
        var sample = try DescriptionSample(
            """
            meta: {id: t, endian: be}
            seq:
              - {id: len_body, type: u1}
              - {id: body, type: inner(3), size: len_body}
              - {id: rest, size-eos: true}
            types:
              inner:
                params: [{id: n, type: u1}]
                seq:
                  - {id: items, type: u1, repeat: expr, repeat-expr: n}
                instances:
                  sum: {value: "items[0] + items[1] + items[2]"}
                  length: {value: _parent.len_body}
                  left: {value: _io.size - _io.pos}
                  last: {pos: _io.size - 1, type: u1}
            """)
        let values = try sample.values(
            ["body.sum", "body.length", "body.left", "body.last", "rest"], of: [5, 1, 2, 3, 4, 9, 0x77])
        #expect(values == ["6", "5", "2", "9", "[119]"])
    }

    @Test("The parent of a value is the one around it, another one that `parent` names, or none")
    func parents() throws {
        var sample = try DescriptionSample(
            """
            meta: {id: t}
            seq: [{id: n, type: u1}, {id: outer, type: outer}]
            types:
              outer:
                seq:
                  - {id: m, type: u1}
                  - {id: own, type: own}
                  - {id: other, type: other, parent: _root}
                  - {id: alone, type: alone, parent: false}
              own: {seq: [{id: a, type: u1}], instances: {m: {value: _parent.m}}}
              other: {seq: [{id: a, type: u1}], instances: {n: {value: _parent.n}}}
              alone: {seq: [{id: a, type: u1}]}
            """)
        let values = try sample.values(
            ["outer.own.m", "outer.other.n", "outer.own._parent == null", "outer.alone._parent == null"],
            of: [7, 8, 1, 2, 3])
        #expect(values == ["8", "7", "false", "true"])
    }

    @Test("A switch reads the type of its case, and bytes where there is none") func switches() throws {
        var sample = try DescriptionSample(
            """
            meta: {id: t, endian: be}
            seq:
              - {id: items, type: item, repeat: eos}
            types:
              item:
                seq:
                  - {id: kind, type: u1}
                  - {id: body, size: 2, type: {switch-on: kind, cases: {1: one, 2: two}}}
              one: {seq: [{id: v, type: u2}]}
              two: {seq: [{id: a, type: u1}, {id: b, type: u1}]}
            """)
        let values = try sample.values(
            ["items.size", "items[0].body.as<one>.v", "items[1].body.as<two>.b", "items[2].body.as<bytes>"],
            of: [1, 1, 2, 2, 3, 4, 9, 5, 6])
        #expect(values == ["3", "258", "4", "[5, 6]"])
        #expect(throws: ReadFailure.self) { try sample.value("items[0].body.as<two>.a", of: [1, 0, 0]) }
    }

    @Test("A condition leaves a member out, and repetition ends where it says") func conditions() throws {
        var sample = try DescriptionSample.sequence(
            """
              - {id: flag, type: u1}
              - {id: maybe, type: u1, if: flag == 1}
              - {id: upto, type: u1, repeat: until, repeat-until: _ == 0}
            """)
        #expect(try sample.values(["maybe", "upto.size", "upto.last"], of: [0, 5, 6, 0]) == ["null", "3", "0"])
        #expect(try sample.values(["maybe", "upto.first"], of: [1, 5, 6, 0]) == ["5", "6"])
    }

    @Test("Processes change bytes before they are read") func processes() throws {
        var sample = try DescriptionSample.sequence(
            """
              - {id: key, type: u1}
              - {id: a, size: 2, process: xor(key), type: str}
              - {id: b, size: 2, process: 'xor([1, 2])'}
              - {id: c, size: 1, process: rol(3)}
              - {id: d, size: 1, process: ror(3)}
              - {id: e, size-eos: true, process: zlib, type: str}
            """)
        let compressed: [UInt8] = [0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x06, 0x2C, 0x02, 0x15]
        let bytes: [UInt8] = [0x20, 0x48, 0x49, 1, 2, 0x21, 0x09] + compressed
        #expect(
            try sample.values(["a", "b", "c", "d", "e"], of: bytes) == ["'hi'", "[0, 0]", "[9]", "[33]", "'hello'"])
        #expect(sample.failure(of: Array(bytes.dropLast(6)))?.name == "Error")
    }

    @Test("The byte order may follow from what was read") func byteOrder() throws {
        var sample = try DescriptionSample(
            """
            meta: {id: t}
            seq:
              - {id: magic, size: 2}
              - {id: inner, type: inner}
            types:
              inner:
                meta:
                  endian:
                    switch-on: _parent.magic
                    cases: {"[0x49, 0x49]": le, "[0x4d, 0x4d]": be}
                seq: [{id: v, type: u2}]
            """)
        #expect(try sample.value("inner.v", of: [0x49, 0x49, 1, 2]) == "513")
        #expect(try sample.value("inner.v", of: [0x4D, 0x4D, 1, 2]) == "258")
        #expect(sample.failure(of: [0, 0, 1, 2])?.reason == .undecidedEndianness)
        var ofAll = try DescriptionSample(
            """
            meta: {id: t, endian: {switch-on: first, cases: {0x49: le, 0x4d: be}}}
            seq: [{id: skipped, size: 1}, {id: inner, type: inner}]
            instances: {first: {pos: 0, type: u1}}
            types: {inner: {seq: [{id: v, type: u2}]}}
            """)
        #expect(try ofAll.value("inner.v", of: [0x49, 1, 2]) == "513")
        #expect(try ofAll.value("inner.v", of: [0x4D, 1, 2]) == "258")
    }

    @Test("A type of another file is imported, with a root of its own") func imports() throws {
        let file = "meta: {id: other, endian: be}\nseq: [{id: v, type: u2}]\ninstances: {w: {value: _root.v + 1}}"
        var sample = try DescriptionSample(
            "meta: {id: t, imports: [other]}\nseq: [{id: a, type: other}]", files: ["other": file])
        #expect(try sample.value("a.w", of: [0, 1]) == "2")
    }

    @Test("What was read of a structure before its bytes ended stays, and of one without bytes nothing does")
    func unfinished() throws {
        var sample = try DescriptionSample(
            """
            meta: {id: t, endian: be}
            seq:
              - {id: head, type: pair}
              - {id: rest, type: pair, repeat: expr, repeat-expr: 2}
            types:
              pair:
                seq:
                  - {id: a, type: u1}
                  - {id: b, type: u2}
            """)
        let whole: [UInt8] = [1, 0, 2, 3, 0, 4, 5, 0, 6]
        #expect(try sample.partial(["head.a", "head.b", "rest.size", "rest[1].b"], of: whole) == ["1", "2", "2", "6"])
        #expect(
            try sample.partial(["head.b", "rest.size", "rest[1].a"], of: Array(whole.prefix(8))) == ["2", "2", "5"])
        #expect(try sample.partial(["rest.size", "rest[0].b"], of: Array(whole.prefix(6))) == ["1", "4"])
        #expect(try sample.partial(["head.a"], of: [1, 0]) == ["1"])
        #expect(throws: ReadFailure.self) { try sample.partial(["head.b"], of: [1, 0]) }
        #expect(throws: ReadFailure.self) { try sample.partial(["head.a"], of: []) }
        #expect(throws: ReadFailure.self) { try sample.partial(["rest[1].b"], of: Array(whole.prefix(8))) }
    }

    @Test("The byte order of a value is that of its parent, even of one that did not read it")
    func byteOrderOfParent() throws {
        var sample = try DescriptionSample(
            """
            meta: {id: t, endian: {switch-on: first, cases: {0x49: le, 0x4d: be}}}
            seq: [{id: skipped, size: 1}, {id: middle, type: middle}]
            instances: {first: {pos: 0, type: u1}}
            types:
              middle:
                meta: {endian: {switch-on: 1, cases: {_: be}}}
                seq: [{id: a, type: leaf, parent: _root}, {id: b, type: leaf}]
              leaf: {seq: [{id: v, type: u2}]}
            """)
        let little = try sample.values(["middle.a.v", "middle.b.v"], of: [0x49, 1, 2, 1, 2])
        #expect(little == ["513", "258"])
        let big = try sample.values(["middle.a.v", "middle.b.v"], of: [0x4D, 1, 2, 1, 2])
        #expect(big == ["258", "258"])
    }
}
