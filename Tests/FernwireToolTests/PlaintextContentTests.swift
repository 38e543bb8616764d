// SPDX-License-Identifier: Apache-2.0
import FernwireDissection
import Testing

@testable import FernwireTool

/// How plaintexts are shown.
@Suite struct PlaintextContentTests {
    private func lines(_ text: String) -> [String] { PlaintextContent(Array(text.utf8)).lines }

    @Test("Text is shown in its lines, with control characters made visible")
    func text() {
        #expect(lines("Hello Bob") == ["Hello Bob"])
        #expect(lines("one\r\ntwo\n\nthree\n") == ["one", "two", "", "three"])
        #expect(lines("a \u{1B}[31mred\u{7} text\u{9B}2J") == ["a \\u{1b}[31mred\\u{7} text\\u{9b}2J"])
        #expect(PlaintextContent(Array("123".utf8)).name == "text")
        #expect(PlaintextContent(Array("\u{9B}2J".utf8)).json == #""\u009b2J""#)
    }

    @Test("JSON is indented, and on one line where JSON is written")
    func json() {
        let text = #" {"a" : [1,-0.5e+3, {}, [] ],"b\"\u0041":null ,"c":true} "#
        let content = PlaintextContent(Array(text.utf8))
        #expect(content.name == "JSON")
        #expect(
            content.lines == [
                "{", #"  "a": ["#, "    1,", "    -0.5e+3,", "    {},", "    []", "  ],", #"  "b\"\u0041": null,"#,
                #"  "c": true"#, "}",
            ])
        #expect(content.json == #"{"a":[1,-0.5e+3,{},[]],"b\"\u0041":null,"c":true}"#)
        #expect(lines("[\"\u{9B}2J\"]") == ["[", "  \"\\u{9b}2J\"", "]"])
    }

    @Test(
        "Text that only begins like JSON is text",
        arguments: [
            "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "[01]", "[1.]", "[1e]", "[-]", "[+1]", "[\"a]",
            "[\"\\x\"]",
            "[\"\\u12g4\"]", "[tru]", "[trux]", "[falsy]", "[nulL]", "[1] 2", "[\"a\tb\"]", "[1}",
            String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
        ]) func textThatIsNoJSON(_ text: String)
    {
        #expect(PlaintextContent(Array(text.utf8)).name == "text")
    }

    @Test("JSON that is nested as deep as allowed is still JSON")
    func deepJSON() {
        let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(PlaintextContent(Array(text.utf8)).name == "JSON")
    }

    @Test("MessagePack is shown like JSON, with bytes in hexadecimal and 16 of them as a UUID, too")
    func messagePack() {
        let uuid = (0..<16).map { UInt8($0 * 17) }
        let bytes: [UInt8] = [0x93, 2, 0x92, 0xC3, 0xC4, 16] + uuid + [0x81, 0xA1, 0x61, 0xC4, 2, 1, 2]
        let content = PlaintextContent(bytes)
        #expect(content.name == "MessagePack")
        #expect(
            content.lines == [
                "[", "  2,",
                "  [true, h'00112233445566778899aabbccddeeff' (UUID 00112233-4455-6677-8899-aabbccddeeff)],",
                #"  {"a": h'0102'}"#, "]",
            ])
        #expect(content.json == #"[2,[true,"00112233445566778899aabbccddeeff"],{"a":"0102"}]"#)
    }

    @Test("Each kind of value of MessagePack has a form for people and one in JSON")
    func formsOfValues() {
        for (value, text, json) in [
            (.null, "null", "null"), (.boolean(false), "false", "false"), (.integer(-5), "-5", "-5"),
            (.single(0.1), "0.1", "0.1"), (.double(.nan), "nan", #""nan""#), (.double(-.infinity), "-inf", #""-inf""#),
            (.string("a\n\""), #""a\n\"""#, #""a\n\"""#), (.bytes([]), "h''", #""""#),
            (
                .bytes([UInt8](repeating: 1, count: 65)), "h'\(String(repeating: "01", count: 64))…' (65 bytes)",
                "\"\(String(repeating: "01", count: 65))\""
            ),
            (.array([]), "[]", "[]"), (.map([]), "{}", "{}"),
            (
                .map([.init(.integer(1), .null), .init(.bytes([1]), .map([]))]), "{1: null, h'01': {}}",
                #"{"1":null,"01":{}}"#
            ),
            (
                .timestamp(seconds: 1_700_000_000, nanoseconds: 0), "time 2023-11-14T22:13:20Z",
                #""2023-11-14T22:13:20Z""#
            ),
            (
                .timestamp(seconds: 1_700_000_000, nanoseconds: 5), "time 2023-11-14T22:13:20.000000005Z",
                #""2023-11-14T22:13:20.000000005Z""#
            ),
            (
                .timestamp(seconds: -1, nanoseconds: 5), "time -1 s and 5 ns since 1970", #""-1 s and 5 ns since 1970""#
            ),
            (
                .timestamp(seconds: .max, nanoseconds: 0), "time 9223372036854775807 s and 0 ns since 1970",
                #""9223372036854775807 s and 0 ns since 1970""#
            ),
            (.extension(type: -7, bytes: [1]), "ext(-7, h'01')", #"{"type":-7,"bytes":"01"}"#),
        ] as [(MessagePack, String, String)] {
            #expect(MessagePackText.lines(value) == [text])
            #expect(MessagePackText.json(value) == json)
        }
    }

    @Test("Other bytes are shown as a hex dump, which is bounded")
    func binary() {
        let content = PlaintextContent([0xFF, 0x1B] + Array("[31m".utf8) + [UInt8](repeating: 0x80, count: 12))
        #expect(
            content.lines == [
                "0000  ff 1b 5b 33 31 6d 80 80 80 80 80 80 80 80 80 80  ..[31m..........",
                "0010  80 80                                            ..",
            ])
        #expect(content.json == "\"ff1b5b33316d808080808080808080808080\"")
        let long = PlaintextContent([UInt8](repeating: 0xFF, count: 1030)).lines
        #expect(long.count == 65 && long.last == "… and 6 bytes more, which --json shows")
        // A number alone is a value of MessagePack, and says nothing as one.
        for bytes: [UInt8] in [[0x05], [0xC0], [0x00, 0x01], [0x92, 0x01]] {
            #expect(PlaintextContent(bytes).name == "binary")
        }
        #expect(PlaintextContent([]).lines.isEmpty)
    }
}
