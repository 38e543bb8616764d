// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// All public formats at once, as nobody would have them.
@Suite(.enabled(if: PublicFormats.folder != nil, "scripts/public-formats.sh compares the public formats"))
struct PublicFormatRegistrationTests {
    @Test(
        "Each half of the public formats is registered without a word, and no two fields have a name",
        arguments: [0, 1])
    func registration(half: Int) async throws {
        let workbench = try Workbench()
        let paths = try PublicFormats.paths()
        for path in paths { try workbench.describe(publicFormat: path, inFolders: true) }
        let chosen = paths.filter { ($0 < "image") == (half == 0) }
        #expect((1...100).contains(chosen.count))
        for path in chosen { try workbench.describe(publicFormat: path) }
        let output = try await workbench.run("tshark", ["-G", "fields"])
        #expect(
            output.error.split(separator: "\n").filter { !$0.contains("Running as user") }.isEmpty, "\(output.error)")

        let rows = output.text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        let protocols = Set(rows.filter { $0[0] == "P" && $0.count > 2 }.map { String($0[2]) })
        let ids = chosen.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
        // Two ids are not the names of their files.
        let missing = ids.filter { !protocols.contains($0) && !protocols.contains($0 + "_ksy") }
        #expect(missing.count <= 2, "\(missing)")
        let ours = Set(ids.flatMap { protocols.contains($0 + "_ksy") ? [$0 + "_ksy"] : [$0] })
        var fields: [Substring: Int] = [:]
        for row in rows where row[0] == "F" && row.count > 4 && ours.contains(String(row[4])) {
            fields[row[2], default: 0] += 1
        }
        #expect(fields.count > 2000)
        #expect(fields.filter { $0.value > 1 }.isEmpty)
        print("\(chosen.count) public formats have \(fields.count) fields")
    }

    @Test("More than a hundred descriptions are told of, and the last hundred by their ids are taken")
    func limit() async throws {
        let workbench = try Workbench()
        for path in try PublicFormats.paths() {
            try workbench.describe(publicFormat: path)
            try workbench.describe(publicFormat: path, inFolders: true)
        }
        let output = try await workbench.run("tshark", ["-G", "protocols"])
        #expect(
            output.error.contains("descriptions; the last 100 by their folders and ids are taken"), "\(output.error)")
        #expect(output.text.contains("\twebsocket_ksy\t") && !output.text.contains("\taix_utmp\t"))
    }
}
