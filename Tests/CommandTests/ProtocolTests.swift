// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// `fernwire protocol`.
@Suite("fernwire protocol") struct ProtocolTests {
    private let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    private static let description = """
        meta: {id: note, endian: be, encoding: UTF-8, imports: [common]}
        seq:
          - {id: kind, type: u1, enum: kinds}
          - {id: len_text, type: u2}
          - {id: text, type: str, size: len_text}
          - {id: tail, type: common, if: not _io.eof}
        enums: {kinds: {1: hello, 2: goodbye}}
        instances: {is_short: {value: len_text < 3}}
        """
    private static let imported = "meta: {id: common}\nseq: [{id: marks, size: 2, repeat: eos}]"

    private func file(_ name: String, _ text: String) throws -> String {
        try file(name, Array(text.utf8))
    }

    private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = keys.path(name)
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    private func sample() throws -> String {
        _ = try file("common.ksy", Self.imported)
        return try file("note.ksy", Self.description)
    }

    private func run(_ arguments: [String]) async throws -> (isSuccess: Bool, text: String, error: String) {
        let output = try await Programs.run("fernwire", ["protocol"] + arguments)
        return (output.status.isSuccess, output.text, output.error)
    }

    @Test("check says that nothing is wrong, or every error and warning with file, line and column") func check()
        async throws
    {
        let path = try sample()
        let sound = try await run(["check", path])
        #expect(sound == (true, "\(path): 2 types, nothing is wrong\n", ""))
        let broken = try file(
            "broken.ksy",
            "meta: {id: broken, endian: be, encoding: utf-8}\nseq:\n  - {id: a, type: u2, if: 1}\n  - {id: b, type: c}\n"
        )
        let found = try await run(["check", broken])
        #expect(!found.isSuccess && found.text.isEmpty)
        #expect(
            found.error == """
                \(broken):1:42: warning: write UTF-8, the recommended name of the encoding utf-8
                \(broken):3:27: error: a Boolean should stand here, and this is an integer
                \(broken):4:19: error: there is no type c that broken can name

                """)
        let warned = try await run(["check", try file("warned.ksy", "meta: {id: warned, encoding: utf-8}\nseq: []")])
        #expect(!warned.isSuccess && warned.error.contains("warned.ksy:1:30: warning: write UTF-8"))
        #expect(try await run(["check", keys.path("missing")]).error.contains("No such file or directory"))
        #expect(try await run(["check", "/dev/zero"]).error.contains("/dev/zero is not a regular file"))
        #expect(try await run(["parse", path, "/dev/zero"]).error.contains("larger than 64 MiB, the limit for data"))
    }

    @Test("parse shows each value with its bytes, as far as the data go") func parse() async throws {
        let path = try sample()
        let data = try file("data", [1, 0, 2, 0x68, 0x1B, 7, 8, 9, 10])
        let tree = try await run(["parse", path, data])
        #expect(
            tree.text == """
                0-1         kind: hello (1)
                1-3         len_text: 2
                3-5         text: "h\\u001b"
                5-9         tail: common
                5-9           marks: 2 elements
                5-7             [0]: 0708
                7-9             [1]: 090a
                            is_short: true

                """)
        #expect(tree.isSuccess && tree.error.isEmpty)
        let cut = try await run(["parse", path, try file("cut", [9, 0, 3, 0x68])])
        #expect(!cut.isSuccess && cut.text.hasPrefix("0-1         kind: 9\n1-3         len_text: 3\n"))
        #expect(cut.error.contains("cut: note.text: EndOfStreamError: requested 3 bytes, but only 1 bytes available"))
        let json = try await run(["parse", path, data, "--json"])
        #expect(
            json.text
                == #"{"kind":1,"len_text":2,"text":"h\u001b","tail":{"marks":[[7,8],[9,10]]},"is_short":true}"# + "\n")
    }

    @Test("eval prints a line of JSON for each expression, and names what is wrong with one") func evaluate()
        async throws
    {
        let path = try sample()
        let data = try file("data", [2, 0, 1, 0x78])
        let values = try await run(["eval", path, data, "kind == kinds::goodbye", "text + '!'", "tail == null", "tail"])
        #expect(values == (true, "true\n\"x!\"\ntrue\nnull\n", ""))
        let unknown = try await run(["eval", path, data, "1 + nope"])
        #expect(!unknown.isSuccess && unknown.text.isEmpty)
        #expect(unknown.error == "Error: 1 + nope, column 5: note has no member nope\n")
        let failing = try await run(["eval", path, data, "text.to_i"])
        #expect(!failing.isSuccess && failing.error.contains("ConversionError"))
    }

    @Test("A structure that an instance computes is named, and what it holds is not shown again") func references()
        async throws
    {
        let path = try file(
            "circle.ksy",
            "meta: {id: circle}\nseq: [{id: a, type: u1}]\ninstances: {self: {value: _root}, bad: {pos: 9, type: u1}, last: {value: a + 1}}"
        )
        let data = try file("data", [7])
        let tree = try await run(["parse", path, data])
        #expect(
            tree.text == """
                0-1         a: 7
                            self: circle
                            last: 8

                """)
        #expect(!tree.isSuccess && tree.error.contains("circle.bad: EndOfStreamError"))
        let value = try await run(["eval", path, data, "self.a", "[self.last, 300]"])
        #expect(value == (true, "7\n[8,300]\n", ""))
    }

    @Test("Of a capture the conversations on the description's ports and those of --port are read, and no others")
    func portsOfACapture() async throws {
        let capture = keys.path("chat.pcapng")
        let made = try await Programs.run("fernwire", ["generate", "--scenario", "chat-plaintext", "-o", capture])
        #expect(made.status.isSuccess, "\(made.error)")
        func description(_ port: Int) throws -> String {
            try file(
                "at-\(port).ksy",
                "meta: {id: at}\n-wireshark: {tcp: \(port), unit: segment}\nseq: [{id: magic, size: 4}]")
        }
        let found = try await run(["parse", description(9090), capture, "--json"])
        let lines = found.text.split(separator: "\n")
        #expect(found.isSuccess && lines.count > 5 && lines.allSatisfy { $0.contains("fe524e57") }, "\(found)")
        let named = try await run(["parse", description(9091), capture, "--json", "--port", "9090"])
        #expect(named.isSuccess && named.text == found.text, "\(named)")
        let nothing = try await run(["parse", description(9091), capture, "--json", "--port", "9092"])
        #expect(!nothing.isSuccess && nothing.text.isEmpty)
        #expect(
            nothing.error
                == "Error: \(capture): there is nothing on the ports TCP 9091, 9092: name another one with --port\n")
    }
}
