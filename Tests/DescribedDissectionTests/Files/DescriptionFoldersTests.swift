// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import DescribedDissection

/// Descriptions that lie in folders.
@Suite struct DescriptionFoldersTests {
    @Test("A hundred descriptions are taken without a word, and of one more the first one is left out, which is told")
    func limit() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ids = (100...200).map { "d\($0)" }
        func write(_ id: String) throws {
            let text = "meta: {id: \(id)}\nseq: [{id: a, size: 1}]\n"
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(id).ksy"))
        }
        for id in ids.dropLast() { try write(id) }
        let all = DescriptionFolders([folder])
        #expect(all.protocols.map(\.id) == Array(ids.dropLast()) && all.problems == [])
        try write("d200")
        let more = DescriptionFolders([folder])
        #expect(more.protocols.map(\.id) == Array(ids.dropFirst()))
        #expect(more.problems == ["There are 101 descriptions; the last 100 by their folders and ids are taken."])
    }

    @Test("A folder of 1,000 files is read, and one of 1,001 is left out, which is told") func largeFolder() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("meta: {id: last}\nseq: [{id: a, size: 1}]\n".utf8).write(to: URL(filePath: "\(folder)/last.ksy"))
        for number in 1...999 { try Data().write(to: URL(filePath: "\(folder)/empty\(number).ksy")) }
        #expect(DescriptionFolders([folder]).protocols.map(\.id) == ["last"])
        try Data().write(to: URL(filePath: "\(folder)/empty1000.ksy"))
        let more = DescriptionFolders([folder])
        #expect(more.protocols.isEmpty)
        #expect(more.problems == ["\(folder) has 1001 descriptions; at most 1000 are read."])
    }
}
