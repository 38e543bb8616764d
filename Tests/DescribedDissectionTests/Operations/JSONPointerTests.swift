// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import DescribedDissection

/// What a JSON pointer passes over.
@Suite struct JSONPointerTests {
    private func value(_ pointer: String, of text: String) throws -> String? {
        let description = """
            meta: {id: coded}
            seq: [{id: text, size-eos: true, process: 'json("\(pointer)")', type: str, encoding: UTF-8}]
            """
        return try said(description, of: Array(text.utf8))["text"]
    }

    private static let misshapen = "closed: the bytes do not have the form that the process takes"

    @Test(
        "A text in which a value is missing before the one that is asked for is no JSON",
        arguments: [
            ("/a", #"{"b":,"a":"x"}"#), ("/a", #"{"b": ,"a":"x"}"#), ("/1", #"[,"x"]"#), ("/2", #"[1,,"x"]"#),
            ("/a", #"{"b":[1,],"a":"x"}"#),
        ])
    func missing(_ pointer: String, _ text: String) throws {
        #expect(try value(pointer, of: text) == Self.misshapen)
    }

    @Test("Values are nested in 64 levels at most")
    func depth() throws {
        func arrays(_ count: Int) -> String {
            String(repeating: "[", count: count) + String(repeating: "]", count: count)
        }
        func objects(_ count: Int) -> String {
            String(repeating: #"{"a":"#, count: count - 1) + "{}" + String(repeating: "}", count: count - 1)
        }
        for text in [arrays(64), objects(64)] {
            #expect(try value("", of: text) == text)
            #expect(try value("/1", of: "[\(text),7]") == "7")
        }
        for text in [arrays(65), objects(65)] {
            #expect(try value("", of: text) == Self.misshapen)
            #expect(try value("/1", of: "[\(text),7]") == Self.misshapen)
        }
    }
}
