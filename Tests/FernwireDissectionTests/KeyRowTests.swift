// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import Foundation
import TestSupport
import Testing

@testable import FernwireDissection

/// Rows of the table of keys, whose value is a key or the path of a file.
@Suite final class KeyRowTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).key").path()

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Finds a key in one text, and in no other.
    private final class Reader: KeyReader {
        let key: [UInt8]

        init(key: String) {
            self.key = Array(key.utf8)
        }

        func forget() {}
        func forgetCaptureKeys() {}
        func addCaptureKeys(_ text: [UInt8]) {}
        func holdsKey(_ text: [UInt8]) -> Bool { text == key }
        func add(_ text: [UInt8], from place: String, tellsLines: Bool) {}
    }

    private func row(_ value: String, isFile: Bool) -> KeyRow {
        KeyRow(isFile: isFile, value: Array(value.utf8), comment: [])
    }

    @Test("A row without a value is refused since that is missing")
    func emptyRows() {
        for isFile in [false, true] {
            let refusal = SharedKeys().refusal(of: row("", isFile: isFile))
            #expect(refusal == "The key, or the path of its file, is missing.")
        }
    }

    @Test("The keys of a row that is a file are read from the file")
    func files() throws {
        try Data((FernetVectors.keyText + "\n").utf8).write(to: URL(filePath: path))
        let keys = SharedKeys()
        keys.use(path: "", rows: [row(path, isFile: true)], passphrases: "")
        #expect(keys.ring.fernetKeyCount == 1 && keys.problems.isEmpty)
        let refusal = keys.refusal(of: row(path, isFile: true))
        #expect(refusal == nil)
    }

    @Test("A row that is no key of Fernwire is taken if another protocol finds one in it, or in its file")
    func keysOfOthers() throws {
        let text = "my secret is xyzzy\n"
        try Data(text.utf8).write(to: URL(filePath: path))
        let cases: [(value: String, isFile: Bool, key: String, isTaken: Bool)] = [
            (text, false, text, true), (path, true, text, true), (path, true, path, false), (path, false, text, false),
        ]
        for (value, isFile, key, isTaken) in cases {
            let keys = SharedKeys()
            keys.add(Reader(key: key))
            let refusal = keys.refusal(of: row(value, isFile: isFile))
            #expect((refusal == nil) == isTaken, "\(value), which is a file: \(isFile)")
        }
    }
}
