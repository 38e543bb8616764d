// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import Foundation
import TestSupport
import Testing

@testable import FernwireDissection

/// Keys that the user adds, refuses or takes away.
@Suite struct KeyChangeTests {
    @Test("Keys are read again when the table of keys alone has changed, or the passphrase file alone")
    func oneChangeIsEnough() {
        let keys = SharedKeys()
        let row = KeyRow(isFile: false, value: Array(FernetVectors.keyText.utf8), comment: [])
        for (rows, count) in [([row], 1), ([], 0)] as [([KeyRow], Int)] {
            keys.use(path: "", rows: rows, passphrases: "")
            #expect(keys.ring.fernetKeyCount == count)
        }
        for (passphrases, count) in [("/nowhere/passphrases", 1), ("", 0)] {
            keys.use(path: "", rows: [], passphrases: passphrases)
            #expect(keys.problems.count == count)
        }
    }

    @Test("The kind \"file\" is advised for a row whose key is a path, and not for a row that is a file already")
    func advice() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).key").path()
        try Data("no key\n".utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        for isFile in [false, true] {
            let row = KeyRow(isFile: isFile, value: Array(path.utf8), comment: [])
            let refusal = try #require(SharedKeys().refusal(of: row))
            #expect(refusal.hasSuffix("choose the kind \"file\".") == !isFile)
        }
    }

    @Test("Without a path there are no Fernet keys, and nothing is wrong with them")
    func noPath() {
        var keys = FernetKeys()
        keys.refresh()
        #expect(keys.keys.isEmpty && keys.problems.isEmpty)
        keys.use(path: "/nowhere/keys")
        #expect(keys.problems.count == 1)
        keys.use(path: "")
        #expect(keys.keys.isEmpty && keys.problems.isEmpty)
    }
}
