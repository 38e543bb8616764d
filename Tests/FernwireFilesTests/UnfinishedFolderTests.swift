// SPDX-License-Identifier: Apache-2.0
import FernwireFiles
import Foundation
import Testing

/// A folder that is there as a whole or not at all.
@Suite(.timeLimit(.minutes(1))) struct UnfinishedFolderTests {
    private let root = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID())").path()

    private func withRoot(_ body: () throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: root) }
        try body()
    }

    private var names: [String] { (Folder.names(in: root) ?? []).sorted() }

    private func make(_ file: String, finishing: Bool, replacing: Bool = false) throws -> String? {
        var folder = try UnfinishedFolder(for: root + "/new")
        try folder.makeFolder("open")
        try folder.makeFolder("private", isPrivate: true)
        try Data([1]).write(to: URL(filePath: "\(folder.path)/open/\(file)"))
        #expect(FileState(path: folder.path + "/private")?.isOpenToOthers == false)
        return finishing ? try folder.finish(replacing: replacing) : nil
    }

    @Test("A folder that is finished has its name, and one that is not is removed with all that is in it")
    func itIsWholeOrGone() throws {
        try withRoot {
            _ = try make("a", finishing: false)
            #expect(names.isEmpty)
            #expect(try make("a", finishing: true) == nil)
            #expect(names == ["new"] && Folder.names(in: root + "/new/open") == ["a"])
        }
    }

    @Test("A folder takes the place of another only where it may, and the other is kept aside")
    func itReplacesAnother() throws {
        try withRoot {
            _ = try make("a", finishing: true)
            #expect(throws: SystemError.self) { try make("b", finishing: true) }
            #expect(names == ["new"] && Folder.names(in: root + "/new/open") == ["a"])
            let old = try #require(try make("b", finishing: true, replacing: true))
            #expect(names.count == 2 && Folder.names(in: root + "/new/open") == ["b"])
            #expect(Folder.names(in: old + "/open") == ["a"])
            try Folder.remove(old)
            #expect(names == ["new"])
            #expect(throws: SystemError(code: ENOENT)) { try Folder.remove(old) }
        }
    }

    @Test("A folder that may take the place of another needs none")
    func thereIsNothingToReplace() throws {
        try withRoot {
            let failure = try make("a", finishing: true, replacing: true)
            #expect(failure == nil)
            #expect(names == ["new"] && Folder.names(in: root + "/new/open") == ["a"])
        }
    }

    @Test("A folder keeps its name where the other cannot take its place")
    func aFailureKeepsTheOther() throws {
        try withRoot {
            _ = try make("a", finishing: true)
            var folder = try UnfinishedFolder(for: root + "/new")
            try Folder.remove(folder.path)
            var failure: SystemError?
            do throws(SystemError) { _ = try folder.finish(replacing: true) } catch { failure = error }
            #expect(failure == SystemError(code: ENOENT))
            #expect(names == ["new"] && Folder.names(in: root + "/new/open") == ["a"])
        }
    }

    @Test("A symbolic link is removed, and what it names stays")
    func linksAreNotFollowed() throws {
        try withRoot {
            try FileManager.default.createDirectory(atPath: root + "/kept/in", withIntermediateDirectories: true)
            try FileManager.default.createDirectory(atPath: root + "/gone", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: root + "/gone/link", withDestinationPath: root + "/kept")
            try Folder.remove(root + "/gone")
            #expect(names == ["kept"] && Folder.names(in: root + "/kept") == ["in"])
            #expect(throws: SystemError.self) { _ = try UnfinishedFolder(for: root + "/none/new") }
        }
    }
}
