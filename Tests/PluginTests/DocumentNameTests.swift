// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Foundation
import Testing

/// The names in the text of the documentation are those that Wireshark knows. `DocumentCommandTests` runs its commands.
@Suite(.timeLimit(.minutes(5))) struct DocumentNameTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    /// The names of events are no fields of Wireshark; `EventDocumentTests` holds them to the program.
    private static let withoutFields = ["events.md"]

    /// What stands between backquotes, by page.
    private func spans() throws -> [(page: String, text: String)] {
        let docs = try FileManager.default.contentsOfDirectory(atPath: Workbench.project.path() + "docs")
            .filter { !Self.withoutFields.contains($0) }
        let pages = ["README.md", "CONTRIBUTING.md"] + docs.filter { $0.hasSuffix(".md") }.map { "docs/" + $0 }
        return try pages.flatMap { page in
            let text = try String(contentsOf: Workbench.project.appending(path: page), encoding: .utf8)
            return text.matches(of: /`([^`\n]+)`/).map { (page, String($0.1)) }
        }
    }

    @Test("Each field, preference and dissector table that the documentation names exists")
    func fieldsPreferencesAndTablesExist() async throws {
        var known: Set<String> = []
        for report in ["fields", "currentprefs", "dissector-tables"] {
            let output = try await workbench.run("tshark", ["-G", report], seconds: 60)
            #expect(output.status.isSuccess, "\(output.error)")
            for match in output.text.matches(of: /\b(?:fernwire|fernet)(?:\.[a-z0-9_]+)+/) {
                known.insert(String(match.output))
            }
        }
        #expect(known.contains("fernwire.record.mac_status") && known.contains("fernwire.key_file"))
        #expect(known.contains("fernet.payload") && !known.contains("fernwire.no_such_field"))
        for (page, text) in try spans() where !text.hasSuffix("…") {
            for match in text.matches(of: /\b(?:fernwire|fernet)(?:\.[a-z0-9_]+)+/) {
                let name = String(match.output)
                let isFamily = text == name && known.contains { $0.hasPrefix(name + ".") }
                #expect(isFamily || known.contains(name), "\(page): \(name)")
            }
        }
    }

    @Test("tshark takes each Decode As option of the documentation, and refuses an unknown dissector")
    func whatIsDecodedAsSomethingCanBe() async throws {
        let capture = try workbench.library("badge-fernet")
        let options = Set(try spans().compactMap { $0.text.wholeMatch(of: /-d (\S+)/).map { String($0.1) } })
        #expect(options.count >= 3)
        for option in options {
            let output = try await workbench.run("tshark", ["-r", capture, "-d", option], seconds: 60)
            #expect(output.status.isSuccess, "-d \(option): \(output.error)")
        }
        let wrong = try await workbench.run(
            "tshark", ["-r", capture, "-d", "tcp.port==2000,fernet_nothing"], seconds: 60)
        #expect(!wrong.status.isSuccess)
    }
}
