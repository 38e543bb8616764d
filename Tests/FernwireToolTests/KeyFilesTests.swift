// SPDX-License-Identifier: Apache-2.0
import DescribedDissection
import Foundation
import Testing

@testable import FernwireTool

/// The files and folders that `fernwire protocol` reads keys from.
@Suite struct KeyFilesTests {
    /// Calls `body` with a folder that has a file `key` with a key, and so many empty files.
    private func withFolder(emptyFiles: Int, _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID())").path()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("000102030405060708090a0b0c0d0e0f\n".utf8).write(to: URL(filePath: folder + "/key"))
        for number in 0..<emptyFiles { try Data().write(to: URL(filePath: "\(folder)/empty-\(number)")) }
        try body(folder)
    }

    @Test("A folder of 256 files is read for keys, and one of 257 is refused")
    func foldersAreBounded() throws {
        try withFolder(emptyFiles: 255) { folder in
            let keys = try KeyFiles.read([folder])
            #expect(keys.count > 0)
        }
        try withFolder(emptyFiles: 256) { folder in
            let message = "\(folder) has 257 files; at most 256 are read as keys"
            #expect {
                try KeyFiles.read([folder]).count
            } throws: {
                "\($0)" == message
            }
        }
    }

    @Test("Nobody has to name a file of keys, and one that is named has a key")
    func filesHaveKeys() throws {
        let none = try KeyFiles.read([])
        #expect(none.count == 0)
        try withFolder(emptyFiles: 1) { folder in
            let keys = try KeyFiles.read([folder + "/empty-0", folder + "/key"])
            #expect(keys.count > 0)
            #expect {
                try KeyFiles.read([folder + "/empty-0"]).count
            } throws: {
                "\($0)" == "\(folder)/empty-0: no keys"
            }
        }
    }
}
