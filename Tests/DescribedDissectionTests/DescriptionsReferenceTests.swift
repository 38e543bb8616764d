// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import Foundation
import Testing

@testable import DescribedDissection

/// docs/descriptions.md has all that a description can name, each with the words that the code has for it.
///
/// With `FERNWIRE_TABLES=write` in the environment, the tables of the page are made anew.
@Suite struct DescriptionsReferenceTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()  // DescribedDissectionTests
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/descriptions.md")
    private static let isWriting = ProcessInfo.processInfo.environment["FERNWIRE_TABLES"] == "write"

    private static func text() throws -> String { try String(contentsOf: page, encoding: .utf8) }

    @Test("The page's tables have all processes, functions, checks, words, kinds of keys and notes, and no others")
    func tablesAreThoseOfTheCode() throws {
        var lines = try Self.text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for table in ReferenceTable.all {
            let place = try #require(lines.firstIndex(of: table.marker), "docs/descriptions.md lacks \(table.marker)")
            let end = lines[(place + 1)...].firstIndex { !$0.hasPrefix("|") } ?? lines.count
            if Self.isWriting { lines.replaceSubrange(place + 1..<end, with: table.lines) }
            let isRight = Self.isWriting || Array(lines[place + 1..<end]) == table.lines
            #expect(isRight, "The table after \(table.marker) must be:\n\(table.lines.joined(separator: "\n"))")
        }
        if Self.isWriting { try Data(lines.joined(separator: "\n").utf8).write(to: Self.page) }
    }

    @Test("The page explains each kind of unit in a row of its own")
    func allUnitsAreThere() throws {
        let page = try Self.text()
        for unit in Traffic.Unit.allCases { #expect(page.contains("\n| `\(unit.rawValue)` |"), "\(unit)") }
    }

    @Test("The page's limits are those of the code")
    func limitsAreThoseOfTheCode() throws {
        let page = try Self.text()
        let limits = [
            "| \(UnitConversation.unitLimit >> 20) MiB | a unit ",
            "| \(UnitConversation.heldLimit >> 20) MiB | units of a conversation ",
            "| \(DescriptionFolders.protocolLimit) | descriptions in Wireshark",
            "| \(DescriptionFolders.fileLimit.formatted(.number.locale(Locale(identifier: "en_US")))) | files `.ksy` of a folder",
            "| \(KeyCollection.limit.formatted(.number.locale(Locale(identifier: "en_US")))) | keys that are tried",
            "| \(KeyCollection.lineLimit.formatted(.number.locale(Locale(identifier: "en_US")))) | characters of a line",
        ]
        for limit in limits { #expect(page.contains("\n" + limit), "\(limit)") }
    }
}
