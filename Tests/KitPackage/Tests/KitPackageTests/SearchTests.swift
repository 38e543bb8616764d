// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Testing

/// A search in what other protocols carry.
@Suite struct SearchTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    private func words(_ text: String, _ arguments: [String] = []) async throws -> [[String]] {
        var capture = CaptureFile(serverPort: 45_001)
        capture.segment(.client, Array(text.utf8))
        return try await workbench.fields(["kitword.word"], of: capture, filter: "kitword", arguments)
    }

    @Test("Every word is found in the bytes of another protocol, on each pass, and none where there is none")
    func bytesAreSearched() async throws {
        for passes in [[], ["-2"]] {
            #expect(try await words("a [[first]] b [[second]] [[", passes) == [["first|second"]])
            #expect(try await words("a [first] b", passes).isEmpty)
        }
    }

    @Test("The user turns the search off, and names fields that are searched as well")
    func preferencesAreFollowed() async throws {
        #expect(try await words("a [[first]]", ["-o", "kitword.search:FALSE"]).isEmpty)
        let password = "Authorization: Basic dXNlcjpbW3dvcmRdXQ=="  // user:[[word]]
        let request = "GET / HTTP/1.1\r\n\(password)\r\n\r\n"
        let http = ["-d", "tcp.port==45001,http"]
        #expect(try await words(request, http).isEmpty)
        #expect(try await words(request, http + ["-o", "kitword.search_fields:http.authbasic"]) == [["word"]])
    }
}
