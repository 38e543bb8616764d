// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import DescribedDissection

/// How what both sides say falls into units.
@Suite struct UnitTests {
    private func description(_ unit: String, _ member: String, _ more: String = "") -> String {
        """
        meta: {id: units, endian: be}
        -keys: {k: fernet}
        -wireshark: {unit: \(unit)\(more)}
        seq:
        \(member.split(separator: "\n").map { "  - \($0)" }.joined(separator: "\n"))
        """
    }

    private static let rest = "{id: text, size-eos: true, type: str, encoding: UTF-8}"
    private static let counted = "{id: count, type: u2}\n{id: text, size: count, type: str, encoding: UTF-8}"
    private static let token = "{id: text, size-eos: true, type: str, encoding: UTF-8, process: fernet(keys.k)}"

    private func texts(_ said: [Said]) -> [String] {
        said.map { "\($0.isFromServer ? "S" : "C") \($0.packets) \($0["text"] ?? $0.failure ?? "")" }
    }

    private func counted(_ text: String) -> [UInt8] { [0, UInt8(text.utf8.count)] + Array(text.utf8) }

    @Test("A parsed unit takes what its type takes, wherever the stream is cut")
    func parsed() throws {
        let description = description("parsed", Self.counted)
        let stream = counted("one") + counted("") + counted("three") + [0, 9, 65]
        for cut in 0...stream.count {
            for other in cut...stream.count {
                let pieces = [stream[..<cut], stream[cut..<other], stream[other...]].map { (Side.client, Array($0)) }
                let said = try said(description, pieces)
                #expect(said.map { $0["text"] } == ["one", "", "three"], "\(cut) \(other)")
                #expect(said.allSatisfy { $0.failure == nil && $0.length == $0.consumed })
            }
        }
        let whole = try said(description, [(.client, stream)])
        #expect(texts(whole) == ["C 1...1 one", "C 1...1 ", "C 1...1 three"])
    }

    @Test("A segment is one unit, also where two are in it, and one that ends too early says so")
    func segment() throws {
        let description = description("segment", Self.counted)
        let said = try said(
            description,
            [(.client, counted("one")), (.server, counted("two") + counted("three")), (.client, [0, 9, 65])])
        #expect(said.map { $0["text"] } == ["one", "two", nil])
        #expect(said.map { $0.length - $0.consumed == 0 } == [true, false, false])
        #expect(said[2].failure?.contains("requested 9 bytes, but only 1 bytes available") == true)
    }

    @Test("A turn is all that a side says until the other one speaks")
    func turn() throws {
        let said = try said(
            description("turn", Self.rest),
            [
                (.client, Array("a".utf8)), (.client, Array("b".utf8)), (.server, Array("c".utf8)),
                (.client, Array("d".utf8)), (.server, Array("e".utf8)), (.server, Array("f".utf8)),
            ])
        #expect(texts(said) == ["C 1...2 ab", "S 3...3 c", "C 4...4 d", "S 5...6 ef"])
    }

    @Test("A turn is complete before the other side speaks once its token opens, wherever it is cut")
    func provenTurn() throws {
        let (first, second) = (Sealing.token("first"), Sealing.token("second"))
        let description = description("turn", Self.token)
        for cut in stride(from: 1, to: first.count, by: 9) {
            let pieces: [(Side, [UInt8])] = [
                (.client, Array(first[..<cut])), (.client, Array(first[cut...])), (.client, second),
                (.server, Array(second[..<cut])), (.client, first), (.server, Array(second[cut...])),
            ]
            let known = try said(description, keys: Sealing.fernetKey.line, pieces)
            #expect(known.prefix(2).map { $0["text"] } == ["first", "second"], "\(cut)")
            #expect(known[0].packets == 1...2 && known[1].packets == 3...3)
            // What the server began, the client's word ended.
            #expect(known[2]["text"]?.hasPrefix("closed: ") == true && known[3]["text"] == "first")
            // Without the key nothing tells where one ends.
            let unknown = try said(description, pieces)
            #expect(unknown[0].packets == 1...3 && unknown[0].length == first.count + second.count)
            #expect(!unknown.contains { $0.says("first") || $0.says("second") })
        }
    }

    @Test("Units of a turn that say their own length follow each other in it")
    func countedTurn() throws {
        let stream = counted("one") + counted("two") + counted("three")
        for cut in 1..<stream.count {
            let pieces = [
                (Side.client, Array(stream[..<cut])), (.client, Array(stream[cut...])), (.server, counted("x")),
            ]
            let said = try said(description("turn", Self.counted), pieces)
            #expect(said.map { $0["text"] } == ["one", "two", "three", "x"], "\(cut)")
        }
    }

    @Test("A connection is all that a side says, whoever speaks between")
    func connection() throws {
        let pieces: [(Side, [UInt8])] = [
            (.client, [65]), (.server, [66]), (.client, [67]), (.server, [68]), (.client, [69]),
        ]
        let said = try said(description("connection", Self.rest), pieces)
        #expect(texts(said) == ["S 2...4 BD", "C 1...5 ACE"])
    }

    @Test("A datagram is one unit, whatever a unit of a stream is")
    func datagram() throws {
        for unit in ["parsed", "segment", "turn", "connection"] {
            let said = try said(
                description(unit, Self.counted),
                [(.client, counted("one")), (.client, counted("two") + [7]), (.client, [0, 1])],
                isDatagram: true)
            #expect(
                said.map { $0["text"] } == ["one", "two", nil] && said[1].length - said[1].consumed == 1, "\(unit)")
        }
    }

    @Test(
        "Units of a side have its types in their order, and the last one repeats; a capture may begin after the first")
    func types() throws {
        let description = """
            meta: {id: units}
            -wireshark: {unit: segment, client: [hello, key, message], server: [message]}
            types:
              hello: {seq: [{contents: H}, {id: text, size-eos: true, type: str, encoding: ASCII}]}
              key: {seq: [{contents: K}, {id: text, size-eos: true, type: str, encoding: ASCII}]}
              message: {seq: [{contents: M}, {id: text, size-eos: true, type: str, encoding: ASCII}]}
            """
        func types(_ text: String) throws -> [String] {
            let pieces = text.split(separator: " ").map { word in
                (word.first == "s" ? Side.server : .client, Array(word.dropFirst().utf8))
            }
            return try said(description, pieces).map { $0.failure == nil ? $0.type : "not \($0.type)" }
        }
        #expect(try types("cH1 cK1 cM1 cM2 sM3") == ["hello", "key", "message", "message", "message"])
        #expect(try types("cK1 cM1 sM1") == ["key", "message", "message"])
        #expect(try types("cM1 cM1") == ["message", "message"])
        // None goes back.
        #expect(try types("cM1 cH1 sH1") == ["message", "not message", "not message"])
        #expect(try types("cH1 cH1") == ["hello", "not key"])
    }

    @Test("A side that never ends is cut at 1 MiB, and units of other sides are not touched by it")
    func limit() throws {
        let piece = [UInt8](repeating: 0x41, count: 60_000)
        let pieces = (0..<40).map { _ in (Side.client, piece) } + [(.server, [0x42])]
        for unit in ["turn", "connection"] {
            let said = try said(description(unit, Self.rest), pieces)
            let total = said.map(\.length).reduce(0, +)
            #expect(total == 2_400_001)
            let longest = (1 << 20) + 60_000
            #expect(said.count == 4 && said.allSatisfy { $0.length <= longest }, "\(said.map(\.length))")
            #expect(said.contains { $0["text"] == "B" })
        }
    }

    @Test("A turn of very many segments is one unit, and does not cost the square of its length")
    func tiny() throws {
        let text = String(repeating: "abcdefghij", count: 6_000)
        let pieces = text.utf8.map { (Side.client, [$0]) } + [(Side.server, Array("ok".utf8))]
        let start = ContinuousClock.now
        let said = try said(description("turn", Self.rest), pieces)
        // Reading it with each segment would look at 1.8 billion bytes.
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(said.map(\.length) == [60_000, 2] && said[0]["text"] == text && said[1]["text"] == "ok")
    }

    @Test("Traffic that is empty or that only the other side has is no unit")
    func nothing() throws {
        for unit in ["parsed", "segment", "turn", "connection"] {
            #expect(try said(description(unit, Self.rest), []).isEmpty)
            #expect(try said(description(unit, Self.rest), [(.client, []), (.server, [])]).isEmpty)
        }
    }

    @Test("A message that was changed is said to be, rather than taken for the beginning of something longer")
    func changed() throws {
        let description = """
            meta: {id: units}
            -wireshark: {unit: turn, client: [key, message]}
            types:
              key: {seq: [{id: key, size: 256}]}
              message: {seq: [{id: data, size: _io.size - 32}, {id: hash, size: 32, -check: sha256(data)}]}
            """
        let data: [UInt8] = [1, 2, 3]
        let hash = SHA256.hash(data.span.bytes)
        let good = try said(description, [(.client, data + hash)])
        #expect(good[0].type == "message" && good[0].remarks["hash"] == ["check: valid"])
        let bad = try said(description, [(.client, [1, 2, 4] + hash)])
        #expect(bad[0].type == "message" && bad[0].remarks["hash"] == ["check: not valid"])
        let key = try said(
            description, [(.client, [UInt8](repeating: 7, count: 200)), (.client, [UInt8](repeating: 7, count: 56))])
        #expect(key.count == 1 && key[0].type == "key" && key[0].failure == nil)
        #expect(try said(description, [(.client, [1, 2, 3])])[0].type == "key")
    }

    @Test("A type that stays closed gives way to one that opens, also where a function lacks its key")
    func closed() throws {
        for process in ["aes_cbc(keys.k)", "aes_cbc(key_hash(\"md5\", keys.k))"] {
            let description = """
                meta: {id: units}
                -wireshark: {unit: segment, client: [sealed, plain]}
                -keys: {k: secret}
                types:
                  sealed: {seq: [{id: text, size: 32, process: '\(process)'}]}
                  plain: {seq: [{id: text, size-eos: true, type: str, encoding: ASCII}]}
                """
            let plain = [UInt8](repeating: 0x41, count: 32)
            #expect(try said(description, [(.client, plain)])[0].type == "plain", "\(process)")
            let key = Array("Sixteen byte key".utf8)
            let digest = try #require(Digest(named: "md5")).hash(key.span.bytes)
            let sealed = Sealing.cbc("text", process.contains("hash") ? digest : key)
            #expect(try said(description, keys: hex(key), [(.client, sealed)])[0].type == "sealed", "\(process)")
        }
    }

    @Test("A message that has only begun is taken for the first of the types that more bytes can make it")
    func begun() throws {
        let description = """
            meta: {id: units}
            -wireshark: {unit: turn, client: [one, other]}
            types:
              one: {seq: [{contents: [1, 2]}]}
              other: {seq: [{contents: [3, 4, 5]}]}
            """
        for (bytes, type) in [([1], "one"), ([3, 4], "other"), ([6, 7, 8], "one")] as [([UInt8], String)] {
            let said = try said(description, [(.client, bytes)])
            #expect(said.map(\.type) == [type], "\(bytes)")
        }
    }
}
