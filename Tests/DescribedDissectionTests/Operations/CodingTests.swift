// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import DescribedDissection

/// Processes that need no key.
@Suite struct CodingTests {
    private func value(_ process: String, of text: String) throws -> String? {
        let description = """
            meta: {id: coded}
            seq: [{id: text, size-eos: true, process: '\(process)', type: str, encoding: UTF-8}]
            """
        return try said(description, of: Array(text.utf8))["text"]
    }

    private static let misshapen = "closed: the bytes do not have the form that the process takes"

    @Test(
        "base64 is read in either alphabet, over lines and without padding",
        arguments: [
            ("c2VjcmV0IQ==", "secret!"), ("c2VjcmV0IQ", "secret!"), ("c2Vj\r\ncmV0\tIQ= =\n", "secret!"),
            ("Pz8_Pz8-", "?????>"), ("Pz8/Pz8+", "?????>"), ("YQ==", "a"), ("YWI=", "ab"), ("\n", ""),
        ])
    func base64(_ text: String, _ expected: String) throws {
        for process in ["base64", "base64url"] { #expect(try value(process, of: text) == expected) }
    }

    @Test("What is no base64 is closed", arguments: ["c2Vj!", "c", "c2Vjc", "YQ=", "Y=Q=", "YQ===", "=", "é"])
    func noBase64(_ text: String) throws {
        for process in ["base64", "base64url"] { #expect(try value(process, of: text) == Self.misshapen, "\(text)") }
    }

    @Test("Hexadecimal digits are read in either case, and nothing else is")
    func hexadecimal() throws {
        #expect(try value("hex", of: "4a4B4C") == "JKL")
        for text in ["4", "4a4", "4g", " 4a", "0x4a", "4a 4b", "４a"] {
            #expect(try value("hex", of: text) == Self.misshapen)
        }
    }

    @Test(
        "A JSON pointer finds its value",
        arguments: [
            ("/a", #"{"a":"x"}"#, "x"), ("/a/1", #"{"b":[9],"a":[1, "x" ]}"#, "x"), ("", #" "x" "#, "x"),
            ("/a~1b", #"{"a/b":"x"}"#, "x"), ("/a~0b", #"{"a~b":"x"}"#, "x"), ("/", #"{"":"x"}"#, "x"),
            ("/a", #"{"a":{"b":[1,{}]} }"#, #"{"b":[1,{}]}"#), ("/a", #"{"a": 12.5e3 }"#, "12.5e3"),
            ("/a", #"{"b":"}\"{","a":"é\n\u00e9\ud83d\ude00\/"}"#, "é\né😀/"), ("/é", #"{"\u00e9":"x"}"#, "x"),
            ("/a/b/c", #"{"a":{"z":{},"b":{"c":null}}}"#, "null"), ("/a", #"{"a":"\ud83dx"}"#, "\u{FFFD}x"),
        ])
    func json(_ pointer: String, _ text: String, _ expected: String) throws {
        #expect(try value("json(\"\(pointer)\")", of: text) == expected)
    }

    @Test(
        "A JSON pointer that leads nowhere, and a text that is no JSON up to there, are closed",
        arguments: [
            ("/b", #"{"a":"x"}"#), ("/a/b", #"{"a":"x"}"#), ("/2", "[1,2]"), ("/-1", "[1,2]"), ("/x", "[1]"),
            ("a", #"{"a":1}"#),
            ("/a", " "), ("/a", "{"), ("/a", #"{"a""#), ("/a", #"{"a":"#), ("/a", #"{"a":"x"#), ("/a", #"{"a":"x\"#),
            ("/a", #"{"a":"\u12"}"#), ("/0", "["), ("/0", "[]"), ("/a", "{}"), ("/99999999999999999999", "[1]"),
            ("/a", #"{"b":]],"a":1}"#),
        ])
    func noJSON(_ pointer: String, _ text: String) throws {
        #expect(try value("json(\"\(pointer)\")", of: text) == Self.misshapen)
    }

    @Test("Deep JSON is refused, and what is decoded in JSON is decoded")
    func deepJSON() throws {
        let deep = #"{"b":"# + String(repeating: "[", count: 100_000) + #","a":1}"#
        #expect(try value("json(\"/a\")", of: deep) == Self.misshapen)
        #expect(try value("json(\"/a\", \"hex\")", of: #"{"a":"4a4b"}"#) == "JK")
        #expect(try value("json(\"/a\", \"base64\")", of: #"{"a":"YQ=="}"#) == "a")
        #expect(try value("json(\"/a\", \"hex\")", of: #"{"a":"4a4"}"#) == Self.misshapen)
        #expect(try value("json(\"/a\", \"base64\")", of: #"{"a":"!"}"#) == Self.misshapen)
    }

    @Test("The first block of PEM is read, and a text without one is closed")
    func pem() throws {
        let block = "-----BEGIN X-----\nc2Vj\ncmV0\n-----END X-----\n"
        #expect(try value("pem", of: block) == "secret")
        #expect(try value("pem", of: "before\n" + block + block) == "secret")
        #expect(try value("pem", of: "-----BEGIN X-----\r\nc2VjcmV0\r\n-----END X-----") == "secret")
        for text in ["\n", "c2VjcmV0", "-----END X-----\n", "-----BEGIN X-----\n!\n-----END X-----\n"] {
            #expect(try value("pem", of: text) == Self.misshapen)
        }
    }
}
