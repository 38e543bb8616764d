// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import Foundation
import TestSupport
import Testing

/// Each note is raised by what it is for, is in docs/expert.md as it is in Wireshark, and in no sound session
/// but for those that the page names.
@Suite(.timeLimit(.minutes(10))) struct ExpertTests {
    let workbench: Workbench
    let rows: [Row]

    /// A row of the page.
    struct Row {
        var filter: String
        var severity: String
        var sound: String
    }

    init() throws {
        workbench = try Workbench()
        let page = try String(contentsOf: Workbench.project.appending(path: "docs/expert.md"), encoding: .utf8)
        rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return Row(filter: cells[0].replacing("`", with: ""), severity: cells[1], sound: cells[4])
        }
    }

    private static let severities = [0x20_0000: "chat", 0x40_0000: "note", 0x60_0000: "warning", 0x80_0000: "error"]

    /// The notes that are raised, with their severities.
    private func notes(
        _ capture: String, _ options: [String] = [], filter: String = "fernwire || fernet"
    ) async throws -> [String: Set<String>] {
        let pdml = try await workbench.tshark(capture, ["-Y", filter, "-T", "pdml"] + options)
        let note = #/name="((?:fernwire|fernet)\.expert\.\w+)"/#
        let severity = #/name="_ws\.expert\.severity".* show="(\d+)"/#
        var found: [String: Set<String>] = [:]
        var current: String?
        for line in pdml.split(separator: "\n") {
            if let match = line.firstMatch(of: note) { current = String(match.1) }
            if let name = current, let match = line.firstMatch(of: severity) {
                found[name, default: []].insert(Int(match.1).flatMap { Self.severities[$0] } ?? String(match.1))
                current = nil
            }
        }
        return found
    }

    @Test(
        "Each expert info is raised by its case with the severity that the documentation gives",
        arguments: ExpertCase.all) func isRaised(_ testCase: ExpertCase) async throws
    {
        let (capture, options) = try testCase.make(workbench)
        let found = try await notes(capture, options, filter: testCase.filter)
        let row = try #require(rows.first { $0.filter == testCase.filter }, "docs/expert.md lacks it")
        #expect(found[testCase.filter] == [row.severity])
    }

    @Test("The registered expert infos are exactly those that are tested and documented")
    func noneIsMissingOrTooMuch() async throws {
        let script = "tshark -G fields | cut -f 3 | grep -E '^(fernwire|fernet)\\.expert\\.'"
        let listed = try await workbench.run("sh", ["-c", script]).text.split(separator: "\n").map(String.init)
        #expect(listed.count > 40)
        #expect(ExpertCase.all.map(\.filter).sorted() == listed.sorted())
        #expect(rows.map(\.filter).sorted() == listed.sorted())
    }

    @Test("The documentation lists expert infos by severity and then by name", arguments: ["fernwire", "fernet"])
    func theTableIsInOrder(_ name: String) {
        let ranks = ["error": 0, "warning": 1, "note": 2, "chat": 3]
        let keys = rows.filter { $0.filter.hasPrefix(name + ".") }.map { "\(ranks[$0.severity] ?? 9) \($0.filter)" }
        #expect(keys.count > 5 && keys == keys.sorted())
    }

    /// What is weak about a suite is said of each of its sessions, and nothing else of a sound one.
    @Test(
        "A sound session raises exactly the expert infos that the documentation gives for its suite",
        arguments: Sample.suiteNames) func inASoundSession(_ suite: String) async throws
    {
        let found = try await notes(workbench.library("chat-" + suite))
        let expected = rows.filter { row in
            switch row.sound {
            case "no": return false
            case let cell where cell.hasPrefix("all but "): return cell != "all but " + suite
            default: return row.sound.split(separator: ", ").contains { $0 == suite }
            }
        }
        #expect(found.keys.sorted() == expected.map(\.filter).sorted())
    }
}
