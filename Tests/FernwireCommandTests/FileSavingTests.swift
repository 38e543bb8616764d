// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire
import Foundation
import Testing

@testable import FernwireCommand
@testable import FernwireSession

/// Files of clients on their way into a folder, and the folder's bounds.
@Suite struct FileSavingTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "fernwire-saved-\(UUID())").path()

    private func withFolder(bytes: UInt64 = 100, files: Int = 100, _ body: (SavingFolder) throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(SavingFolder(path: path, byteLimit: bytes, filesOfClient: files))
    }

    /// The outcomes after each piece of a file, which says that it has the hash of `claimed`.
    private func save(
        _ name: String, _ parts: [[UInt8]], hashOf claimed: [UInt8]? = nil, by saving: inout FileSaving
    ) -> [String?] {
        let content = Array(parts.joined())
        let hashed = claimed ?? content
        let hash = SHA256.hash(hashed.span.bytes)
        let description = FileFragment.Description(
            size: UInt64(content.count), sha256: hash, name: Array(name.utf8), mediaType: [])
        var outcomes: [String?] = []
        for (index, part) in parts.enumerated() {
            let piece = FilePiece(
                id: 1, description: index == 0 ? description : nil, data: part, isLast: index == parts.count - 1)
            outcomes.append(saving.take(piece)?.said)
        }
        return outcomes
    }

    @Test("A file is saved once its last piece is there, and one without the hash that was said is not saved")
    func pieces() throws {
        try withFolder { folder in
            var saving = FileSaving(folder: folder)
            let whole = save("a.bin", [[1, 2], [3]], by: &saving)
            #expect(whole == [nil, "saved as a.bin"])
            let other = save("b.bin", [[1, 2], [3]], hashOf: [1, 2, 4], by: &saving)
            #expect(other == [nil, "not saved: b.bin does not have the SHA-256 that was said"])
            let names = try FileManager.default.contentsOfDirectory(atPath: path)
            #expect(names == ["a.bin"])
            let content = try Data(contentsOf: URL(filePath: path + "/a.bin"))
            #expect(content == Data([1, 2, 3]))
        }
    }

    @Test("A file of all the room that is left is saved, though another one that came to nothing was as large")
    func roomIsGivenBack() throws {
        try withFolder(bytes: 3) { folder in
            var saving = FileSaving(folder: folder)
            let other = save("a.bin", [[1, 2, 3]], hashOf: [1, 2], by: &saving)
            #expect(other == ["not saved: a.bin does not have the SHA-256 that was said"])
            let whole = save("b.bin", [[1, 2, 3]], by: &saving)
            #expect(whole == ["saved as b.bin"])
            let tooMuch = save("c.bin", [[1]], by: &saving)
            #expect(
                tooMuch == ["not saved: with its 1 bytes the folder \(path) would exceed 0 MiB (--max-folder)"])
        }
    }

    @Test("A client may send as many files as it is allowed, and not one more") func filesOfClient() throws {
        try withFolder(files: 2) { folder in
            var saving = FileSaving(folder: folder)
            var said: [String?] = []
            for number in 1...3 { said += save("\(number)", [[7]], by: &saving) }
            #expect(
                said == [
                    "saved as 1", "saved as 2", "not saved: the client has sent 2 files, the limit (--max-files)",
                ])
        }
    }

    @Test("A folder holds 10000 files, whatever their sizes, and not one more") func filesOfFolder() throws {
        try withFolder { folder in
            for _ in 0..<10_000 { try folder.reserve(0) }
            let error = #expect(throws: SavingFailure.self) { try folder.reserve(0) }
            #expect(error?.description == "the folder \(path) holds 10000 files, the limit")
            folder.release(0)
            try folder.reserve(0)
        }
    }
}
