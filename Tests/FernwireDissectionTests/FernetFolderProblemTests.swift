// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import FernwireDissection

/// How much is told of what is wrong with a folder of Fernet keys.
@Suite final class FernetFolderProblemTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "fernwire-folder-\(UUID())").path()

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    @Test("At most 8 problems with the files of a folder of Fernet keys are told")
    func problemsAreBounded() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for number in 1...9 {
            try Data("xyzzy\n".utf8).write(to: URL(filePath: "\(path)/\(number)"))
            var keys = FernetKeys()
            keys.use(path: path)
            #expect(keys.problems.count == min(number, 8))
        }
    }
}
