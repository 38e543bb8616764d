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
        func written(_ number: Int) -> String { number.formatted(.number.locale(Locale(identifier: "en_US"))) }
        let limits = [
            "| \(UnitConversation.unitLimit >> 20) MiB | a unit ",
            "| \(UnitConversation.heldLimit >> 20) MiB | units of a conversation ",
            "| \(DescriptionFolders.protocolLimit) | descriptions in Wireshark",
            "| \(written(DescriptionFolders.fileLimit)) | files `.ksy` of a folder",
            "| \(written(KeyCollection.limit)) | keys that are tried",
            "| \(written(KeyCollection.lineLimit)) | characters of a line",
            "| \(written(KeyDerivation.maximumLength)) | bytes of a derived key",
            "| \(written(KeyDerivation.maximumIterations)) | hashes that `pbkdf2`",
            "| \(KeyDerivation.maximumMemory >> 30) GiB | memory that `scrypt` takes; "
                + "and n · r · p may be \(written(KeyDerivation.maximumScryptBlocks)) |",
        ]
        for limit in limits { #expect(page.contains("\n" + limit), "\(limit)") }
    }

    /// What stands around the page's parts of descriptions.
    private static let (top, keys) = (
        "meta: {id: part, endian: be, encoding: UTF-8}\n",
        "-keys: {server: rsa-private, mac: secret, line: aes-128}\n"
    )
    private static let members = """
        types: {key_pair: {seq: [{id: one, size: 44, -keep: token_key}, {id: other, size-eos: true, -keep: mac_key}]}}
        seq:

        """

    @Test("The parts of descriptions that the page shows are right where they belong")
    func partsAreRight() throws {
        let parts = try Self.text().matches(of: /```text\n((?:.*\n)*?)```/).map { String($0.1) }
        var count = 0
        for part in parts {
            let whole: String
            switch part.prefix(6) {
            case "seq:\n ": whole = Self.top + Self.keys + part
            case "-keys:": whole = Self.top + part + "seq: []\n"
            case "  - id": whole = Self.top + Self.keys + Self.members + part
            case "    -n": whole = Self.top + "seq:\n  - id: key_id\n    type: u1\n" + part
            default: continue
            }
            count += 1
            #expect(throws: Never.self, "\(part)") { try DescribedProtocol(whole, file: "part.ksy") }
        }
        #expect(count >= 5)
    }
}
