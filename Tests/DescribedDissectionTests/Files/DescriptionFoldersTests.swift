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

    @Test("Five errors of a description are told, and of more than five how many more there are")
    func manyErrors() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/wrong.ksy"
        for (count, rest) in [(5, []), (6, ["1 more error"]), (7, ["2 more errors"])] as [(Int, [String])] {
            let keys = (1...count).map { "key\($0): 1" }.joined(separator: ", ")
            let text = "meta: {id: wrong}\n-wireshark: {\(keys)}\nseq: [{id: a, size: 1}]\n"
            try Data(text.utf8).write(to: URL(filePath: path))
            let problems = DescriptionFolders([folder]).problems
            let last = rest.map { "\(path): \($0); `fernwire protocol check` tells of all." }
            #expect(problems.prefix(5).allSatisfy { $0.contains("unknown key `key") }, "\(problems)")
            #expect(Array(problems.dropFirst(5)) == last, "\(problems)")
        }
    }

    @Test("Descriptions with 60,000 fields and notes are taken; of more, the first is left out, which is told")
    func manyFields() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // What a description has besides its notes, each of which is a text.
        let others = try DescribedFields.most(of: DescribedProtocol(text("x", notes: 0), file: "x.ksy").program)
        func found(_ counts: [Int]) throws -> DescriptionFolders {
            for (index, count) in counts.enumerated() {
                let text = text("d\(index)", notes: count - others)
                try Data(text.utf8).write(to: URL(filePath: "\(folder)/d\(index).ksy"))
            }
            return DescriptionFolders([folder])
        }
        let most = try found([29_999, 30_001])
        #expect(most.protocols.map(\.id) == ["d0", "d1"] && most.problems == [])
        let more = try found([30_000, 30_001])
        #expect(more.protocols.map(\.id) == ["d1"])
        #expect(
            more.problems == [
                "All descriptions together may have more than 60000 fields and notes, which is the limit; the last 1 by their folders and ids are taken."
            ])
    }

    @Test("A description with more than 60,000 fields and notes is refused with both numbers") func manyNotes() throws {
        let others = try DescribedFields.most(of: DescribedProtocol(text("x", notes: 0), file: "x.ksy").program)
        let most = errors(text("x", notes: 60_000 - others))
        #expect(most == [])
        let more = errors(text("x", notes: 60_001 - others))
        #expect(more == ["1:1: this description may have up to 60001 fields and notes; the limit is 60000"])
    }

    private func text(_ id: String, notes: Int) -> String {
        let list = Array(repeating: "x", count: notes).joined(separator: ",")
        return "meta: {id: \(id)}\nseq: [{id: a, size: 1, -note: [\(list)]}]\n"
    }
}
