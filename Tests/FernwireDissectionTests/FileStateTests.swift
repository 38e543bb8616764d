// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import FernwireDissection

/// What may lie where a key file was.
@Suite(.timeLimit(.minutes(1))) struct FileStateTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    /// A FIFO without a writer makes whoever opens it wait, unless told not to.
    @Test func onlyRegularFilesAreRead() throws {
        try withFolder { folder in
            try #require(mkfifo(folder + "/fifo", 0o600) == 0)
            try Data([1, 2, 3]).write(to: URL(filePath: folder + "/file"))
            for (name, failure) in [
                ("fifo", FileFailure.special), ("", .folder), ("none", .missing), ("file/none", .missing),
            ] {
                #expect(throws: failure) { try FileState.contents(of: folder + "/" + name, limit: 10) }
            }
            #expect(try FileState.contents(of: folder + "/file", limit: 3) == [1, 2, 3])
            #expect(throws: FileFailure.tooLarge(limit: 2)) { try FileState.contents(of: folder + "/file", limit: 2) }
        }
    }
}
