// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct
import Testing

@Suite("Validation and hostile input") struct ValidationTests {
    @Test(
        "A value that breaks its condition ends the reading, with the member, the bytes and the reason",
        arguments: [
            ("{id: a, contents: [1]}", ReadFailure.Reason.notEqual, [UInt8(1)], [UInt8(2)]),
            ("{id: a, type: u1, valid: 5}", .notEqual, [5], [6]),
            ("{id: a, type: u1, valid: {min: 5}}", .tooSmall, [5], [4]),
            ("{id: a, type: u1, valid: {max: 5}}", .tooLarge, [5], [6]),
            ("{id: a, type: u1, valid: {any-of: [1, 3]}}", .notAnyOf, [3], [2]),
            ("{id: a, type: u1, valid: {expr: _ % 2 == 0}}", .notValid, [2], [3]),
            ("{id: a, type: u1, enum: e, valid: {in-enum: true}}", .notInEnumeration, [7], [8]),
        ])
    func conditions(_ member: String, _ reason: ReadFailure.Reason, _ good: [UInt8], _ bad: [UInt8]) throws {
        let sample = try DescriptionSample("meta: {id: t}\nseq:\n  - \(member)\nenums: {e: {7: seven}}")
        #expect(sample.failure(of: good) == nil)
        let failure = try #require(sample.failure(of: bad))
        #expect(failure.reason == reason)
        #expect(failure.member == "t.a")
        #expect(failure.range.map { $0.start..<$0.end } == 0..<1)
    }

    @Test("No bytes make a repetition, a recursion or a decompression go on for ever") func budget() throws {
        let empty = try DescriptionSample.sequence("  - {id: a, size: 0, repeat: eos}")
        #expect(empty.failure(of: [1], budget: Budget(steps: 1000))?.message.contains("1000 values") == true)
        let deep = try DescriptionSample(
            "meta: {id: t}\nseq: [{id: a, type: b}]\ntypes: {b: {seq: [{id: c, type: b}]}}")
        #expect(deep.failure(of: [1])?.message.contains("64 levels") == true)
        let circle = try DescriptionSample(
            "meta: {id: t}\nseq: [{id: a, size: x}]\ninstances: {x: {pos: y, type: u1}, y: {pos: x, type: u1}}")
        #expect(circle.failure(of: [1])?.message == "a value depends on itself")
    }

    @Test("As many values are read as the budget has, and no more") func steps() throws {
        let list = try DescriptionSample.sequence("  - {id: a, type: u1, repeat: expr, repeat-expr: 10}")
        let bytes = [UInt8](repeating: 0, count: 10)
        // The member of the type and the list count beside the elements.
        #expect(list.failure(of: bytes, budget: Budget(steps: 12)) == nil)
        #expect(list.failure(of: bytes, budget: Budget(steps: 11))?.message.contains("11 values were read") == true)
    }

    @Test("As many bytes are made as the budget has, and no more") func made() throws {
        let changed = try DescriptionSample.sequence("  - {id: a, size: 5, process: xor(1)}")
        let bytes = [UInt8](repeating: 0, count: 5)
        #expect(changed.failure(of: bytes, budget: Budget(bytes: 5)) == nil)
        #expect(changed.failure(of: bytes, budget: Budget(bytes: 4))?.message.contains("4 bytes were made") == true)
        let inflated = try DescriptionSample.sequence("  - {id: a, size-eos: true, process: zlib}")
        let hello: [UInt8] = [0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x06, 0x2C, 0x02, 0x15]
        #expect(inflated.failure(of: hello, budget: Budget(bytes: 5)) == nil)
        let tooLong = inflated.failure(of: hello, budget: Budget(bytes: 4))
        #expect(tooLong?.message.hasSuffix("too long without compression") == true)
    }

    @Test(
        "The least and the greatest element are looked for in as many as the budget has, and no more",
        arguments: ["size: 100", "type: u2, repeat: expr, repeat-expr: 100"], ["min", "max"])
    func looks(_ list: String, _ method: String) throws {
        let sample = try DescriptionSample.sequence("  - {id: a, \(list)}\n  - {id: b, size: a.\(method)}")
        let bytes = [UInt8](repeating: 0, count: 200)
        #expect(sample.failure(of: bytes, budget: Budget(work: 100)) == nil)
        let failure = sample.failure(of: bytes, budget: Budget(work: 99))
        #expect(failure?.message.contains("99 bytes were looked at") == true)
    }

    @Test(
        "A length that is negative or larger than what is there is refused", arguments: ["0 - 1", "1000000000000", "3"])
    func lengths(_ size: String) throws {
        let sample = try DescriptionSample.sequence("  - {id: a, size: '\(size)'}")
        #expect(sample.failure(of: [1, 2])?.name == "EndOfStreamError")
        let position = try DescriptionSample(
            "meta: {id: t}\nseq: [{id: b, size: 0, if: a == 1}]\ninstances: {a: {pos: '\(size)', type: u1}}")
        #expect(position.failure(of: [1, 2])?.name == "EndOfStreamError")
    }

    @Test("No bytes make a description search, compare or decode them again and again") func work() throws {
        let compares = try DescriptionSample.sequence(
            "  - {id: text, type: str, size: 4000}\n  - {id: a, type: u1, repeat: until, repeat-until: text == 'x'}")
        #expect(
            compares.failure(of: Array(repeating: 0x61, count: 8000), budget: Budget(work: 100_000))?.message
                .contains("100000 bytes were looked at") == true)
        let searches = try DescriptionSample.sequence(
            "  - {id: text, size: 4000}\n  - {id: a, type: u1, repeat: until, repeat-until: 'text.index_of([1, 2]) > 0'}"
        )
        #expect(searches.failure(of: Array(repeating: 0x61, count: 8000), budget: Budget(work: 100_000)) != nil)
        #expect(
            searches.failure(of: Array(repeating: 0x61, count: 4000) + [1], budget: Budget(work: 10_000))?.name
                == "EndOfStreamError")
    }

    @Test("The members of a type count when a value of it is made") func members() throws {
        let members = (0..<100).map { "i\($0): {value: 1}" }.joined(separator: ", ")
        let sample = try DescriptionSample(
            "meta: {id: t}\nseq: [{id: a, type: b, repeat: eos}]\ntypes: {b: {seq: [{id: c, type: u1}], instances: {\(members)}}}"
        )
        #expect(sample.failure(of: Array(repeating: 0, count: 5), budget: Budget(steps: 1000)) == nil)
        #expect(sample.failure(of: Array(repeating: 0, count: 50), budget: Budget(steps: 1000)) != nil)
    }

    @Test("Descriptions whose types or instances follow from one another in a row are read, or refused with a reason")
    func rows() throws {
        let types = (0..<20_000).map { "t\($0): {seq: [{id: a, type: t\($0 + 1)}]}" }.joined(separator: "\n  ")
        let long = "meta: {id: t}\nseq: [{id: a, type: t0}]\ntypes:\n  \(types)\n  t20000: {seq: []}"
        #expect(problems(of: long) == [])
        let instances = (0..<20_000).map { "i\($0): {value: i\($0 + 1)}" }.joined(separator: "\n  ")
        let found = problems(of: "meta: {id: t}\ninstances:\n  \(instances)\n  i20000: {value: 1}")
        #expect(found.first?.contains("depends on more than 64 instances in a row") == true)
    }

    @Test("Every cut of a description ends in errors or in a description, and never in a trap") func cuts() {
        let text = """
            meta: {id: t, endian: be, imports: [x]}
            doc: A sample.
            params: [{id: p, type: u1}]
            seq:
              - {id: a, type: u4, enum: e, valid: {any-of: ["e::one", "e::two"]}}
              - id: b
                size: 'a.to_i + 1 << 2 & [1, 2].max'
                process: xor([1, 2])
                type: {switch-on: a, cases: {"e::one": c(1), _: c(2)}}
                repeat: until
                repeat-until: _io.eof
            types: {c: {params: [{id: q, type: u1}], seq: [{id: d, type: b3}], to-string: 'f"{q}"'}}
            enums: {e: {1: one, 2: {id: two, doc: Two.}}}
            instances: {i: {pos: 1, io: _root._io, type: str, size: 1, encoding: UTF-8, if: true and not false}}
            """
        let bytes = Array(text.utf8)
        for count in 0...bytes.count { _ = problems(of: String(decoding: bytes[..<count], as: UTF8.self)) }
        for index in bytes.indices {
            for byte in [UInt8(ascii: "("), UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "'"), 0xFF] {
                var changed = bytes
                changed[index] = byte
                _ = problems(of: String(decoding: changed, as: UTF8.self))
            }
        }
        #expect(problems(of: text, files: ["x": "meta: {id: x}\nseq: []"]) == [])
    }

    @Test("As much text is made as the budget has bytes, and no more") func madeText() throws {
        let sample = try DescriptionSample.sequence("  - {id: a, size: \"'abc'.reverse.length\"}")
        let enough = sample.failure(of: [1, 2, 3], budget: Budget(bytes: 3))
        #expect(enough == nil)
        let tooFew = sample.failure(of: [1, 2, 3], budget: Budget(bytes: 2))
        #expect(tooFew?.message == "more than 2 bytes were made, which is the limit")
    }

    @Test("Types nest as deep as the budget has levels, and no deeper") func depth() throws {
        let sample = try DescriptionSample(
            "meta: {id: t}\nseq: [{id: a, type: b}]\ntypes: {b: {seq: [{id: c, type: u1}]}}")
        let enough = sample.failure(of: [1], budget: Budget(depth: 2))
        #expect(enough == nil)
        let tooFew = sample.failure(of: [1], budget: Budget(depth: 1))
        #expect(tooFew?.message == "more than 1 levels are nested, which is the limit")
    }

    @Test("An empty key of xor is refused, even where there is nothing to change") func emptyKey() throws {
        let sample = try DescriptionSample.sequence(
            "  - {id: key, size: 0}\n  - {id: a, size-eos: true, process: xor(key)}")
        let ofNone = try #require(sample.failure(of: []))
        #expect(ofNone.message == "the key of xor is empty")
        let ofSome = sample.failure(of: [1, 2])
        #expect(ofSome?.message == "the key of xor is empty")
    }
}
