// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The tutorial of docs/descriptions.md and its files say the same. `DocumentCommandTests` runs its commands.
@Suite("The guide to descriptions") struct DescriptionsGuideTests {
    private static let folder = Capturing.project.appending(path: "docs/tutorial")

    private static func file(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    private static func page() throws -> String {
        try String(contentsOf: Capturing.project.appending(path: "docs/descriptions.md"), encoding: .utf8)
    }

    private func parse(_ name: String, _ arguments: [String]) async throws -> String {
        let paths = ["\(name).ksy", "\(name).pcapng"].map { Self.folder.appending(path: $0).path() }
        let output = try await Programs.run("fernwire", ["protocol", "parse"] + paths + arguments)
        #expect(output.status.isSuccess, "\(output.error)")
        return output.text
    }

    @Test("The description that the tutorial builds last is the one of its folder") func lastStepIsTheFile() throws {
        let steps = try Self.page().matches(of: /cat >build\/lunch\.ksy <<'END'\n((?:.*\n)*?)END\n/)
        let last = try #require(steps.last)
        #expect(steps.count == 2)
        #expect(try Self.file("lunch.ksy") == "# SPDX-License-Identifier: Apache-2.0\n" + last.1)
    }

    @Test("Each key of the tutorial says that it is a sample", arguments: ["lunch.key", "server.pem"])
    func keysAreMarked(_ name: String) throws {
        #expect(try Self.file(name).hasPrefix("# A sample for docs/descriptions.md that anyone can read."))
    }

    @Test(
        "Each capture of the tutorial opens with its key, and not with the other one",
        arguments: [("lunch", "lunch.key", "server.pem"), ("wrapped_lunch", "server.pem", "lunch.key")])
    func keysOpen(_ name: String, _ key: String, _ other: String) async throws {
        let texts = ["What is for lunch?", "Soup, and after it pancakes."]
        let opened = try await parse(name, ["--keys", Self.folder.appending(path: key).path()])
        let closed = try await parse(name, ["--keys", Self.folder.appending(path: other).path()])
        for text in texts { #expect(opened.contains(text) && !closed.contains(text)) }
        #expect(!opened.contains("(closed:") && closed.contains("(closed:"))
    }

    @Test("Each link within the page leads to a heading") func linksLead() throws {
        let page = try Self.page()
        let headings = page.matches(of: /\n#+ (.+)/).map { match in
            match.1.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
                .replacing(" ", with: "-")
        }
        let links = page.matches(of: /\]\(#([^)]+)\)/).map { String($0.1) }
        #expect(links.count >= 10)
        for link in links { #expect(headings.contains(link), "#\(link)") }
    }
}
