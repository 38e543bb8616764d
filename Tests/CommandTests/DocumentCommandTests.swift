// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The commands that the documentation shows are run as it shows them. CONTRIBUTING.md, How to test.
@Suite(.serialized, .timeLimit(.minutes(30))) struct DocumentCommandTests {
    /// The specification's fences are diagrams and bytes; `WorkedExampleTests` holds those.
    private static let withoutCommands = ["docs/PROTOCOL.md"]

    static let pages: [String] = {
        let docs = (try? FileManager.default.contentsOfDirectory(atPath: Capturing.project.path() + "docs")) ?? []
        let found = docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
        return ["README.md", "CONTRIBUTING.md", "captures/README.md"] + found.filter { !withoutCommands.contains($0) }
    }()

    @Test(
        "Every command of a documentation page succeeds or is excused, and leaves no file that git sees",
        arguments: pages) func everyCommandIsRunOrExcused(_ name: String) async throws
    {
        let text = try String(contentsOf: Capturing.project.appending(path: name), encoding: .utf8)
        let page = DocumentPage(text)
        #expect(page.problems.isEmpty, "\(name): \(page.problems)")
        guard page.blocks.contains(where: { $0.use != .none }) else { return }
        let folder = try await DocumentFolder()
        for failure in try await folder.run(page) { Issue.record("\(name), \(failure)") }
        #expect(try folder.litter().isEmpty, "\(name) leaves files that git sees")
    }

    @Test("At least seven documentation pages are checked, among them docs/captures.md")
    func thePagesAreFound() {
        #expect(Self.pages.contains("docs/captures.md") && Self.pages.count >= 7)
    }

    @Test("The use of a code fence follows from its language and the comment before it")
    func whatAFenceHoldsIsTold() {
        let page = DocumentPage(
            """
            <!-- left running -->
            ```sh
            serve
            ```
            ```sh
            one
            two
            ```
            <!-- not run: it takes a day -->
            ```sh
            long
            ```
            ```console
            $ echo a
            a
            $ true
            ```
            ```text
            no command
            ```
            """)
        #expect(page.problems.isEmpty)
        #expect(page.blocks.map(\.line) == [2, 5, 10, 13, 18])
        #expect(
            page.blocks.map(\.use) == [.leaveRunning, .run, .excused(reason: "it takes a day"), .compare, .none])
        #expect(page.blocks[1].text == "one\ntwo\n")
        #expect(page.blocks[3].comparisons.map(\.command) == ["echo a", "true"])
        #expect(page.blocks[3].comparisons.map(\.output) == ["a\n", ""])
    }

    @Test(
        "A code fence without an end, known language or valid comment is reported as a problem",
        arguments: [
            "```\nls\n```\n", "```bash\nls\n```\n", "<!-- not run -->\n```sh\nls\n```\n",
            "<!-- not run: -->\n```sh\nls\n```\n",
            "<!-- left running -->\n```text\nls\n```\n", "```sh\nls\n",
        ]) func aFenceOfWhichNobodyKnowsIsAProblem(_ text: String)
    {
        let page = DocumentPage(text)
        #expect(page.problems.count == 1 && page.blocks.isEmpty)
    }

    @Test("Commands that fail, print something else or leave a file behind are reported")
    func whatFailsIsSaid() async throws {
        let page = DocumentPage(
            """
            ```sh
            echo fine >build/made
            cat build/made | grep fine
            ```
            ```sh
            false
            true
            ```
            ```sh
            build/bin/fernwire --version && echo left >litter
            ```
            ```console
            $ echo a
            b
            ```
            <!-- left running -->
            ```sh
            echo no server
            ```
            <!-- left running -->
            ```sh
            build/bin/fernwire-server --key-id x
            ```
            """)
        let folder = try await DocumentFolder()
        let failures = try await folder.run(page)
        #expect(failures.count == 4, "\(failures)")
        for (failure, text) in zip(
            failures, ["line 5:\nfalse", "the page has:\nb\n", "echo no server", "--key-id names"])
        {
            #expect(failure.contains(text), "\(failure)")
        }
        #expect(try folder.litter() == ["litter"])
    }
}
