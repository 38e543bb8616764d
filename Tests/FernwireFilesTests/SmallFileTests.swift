// SPDX-License-Identifier: Apache-2.0
import FernwireFiles
import Foundation
import Testing

/// What may lie where a small file was.
@Suite(.timeLimit(.minutes(1))) struct SmallFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func failure(of path: String, limit: Int = 10, pipeTimeout: Int32? = nil) -> FileFailure? {
        do throws(FileFailure) {
            _ = try SmallFile.read(path, limit: limit, pipeTimeout: pipeTimeout)
            return nil
        } catch {
            return error
        }
    }

    /// A FIFO without a writer makes whoever opens it wait, unless told not to.
    @Test("A regular file within the limit is read, and nothing else is without a timeout for pipes")
    func onlyRegularFilesAreRead() throws {
        try withFolder { folder in
            try #require(mkfifo(folder + "/fifo", 0o600) == 0)
            try Data([1, 2, 3]).write(to: URL(filePath: folder + "/file"))
            #expect(failure(of: folder + "/fifo") == .special && failure(of: folder) == .folder)
            for name in ["none", "file/none"] { #expect(failure(of: folder + "/" + name)?.isMissing == true) }
            #expect(try SmallFile.read(folder + "/file", limit: 3).bytes == [1, 2, 3])
            #expect(failure(of: folder + "/file", limit: 2) == .tooLarge(limit: 2))
        }
    }

    @Test("A file that is far too large is refused before there is memory for all of it")
    func farTooLarge() throws {
        try withFolder { folder in
            let path = folder + "/file"
            try Data([1]).write(to: URL(filePath: path))
            // A hole, which takes no room on the disk.
            try #require(truncate(path, 1 << 40) == 0)
            #expect(failure(of: path, limit: 2) == .tooLarge(limit: 2))
        }
    }

    @Test("A file of several reads gets all of its memory at once, so that no copy of a secret is left in less of it")
    func memoryAtOnce() throws {
        try withFolder { folder in
            let path = folder + "/file"
            let content = [UInt8](repeating: 7, count: 100_000)
            try Data(content).write(to: URL(filePath: path))
            let bytes = try SmallFile.read(path, limit: 100_000).bytes
            // Memory that grew would have become twice as large as one read, of 64 KiB.
            let hasGrown = bytes.capacity >= 2 << 16
            #expect(bytes.count == content.count && !hasGrown)
        }
    }

    @Test("A file that fills its memory to the last byte stays in it")
    func memoryThatIsFull() throws {
        try withFolder { folder in
            let path = folder + "/file"
            var memory: [UInt8] = []
            memory.reserveCapacity(100_000)
            let content = [UInt8](repeating: 7, count: memory.capacity)
            try Data(content).write(to: URL(filePath: path))
            let bytes = try SmallFile.read(path, limit: content.count).bytes
            // Memory that grew would have become twice as large.
            let hasGrown = bytes.capacity >= 2 * content.count
            #expect(bytes.count == content.count && !hasGrown)
        }
    }

    @Test("With a timeout a pipe that says nothing, or does not end, fails in time, and a device at the limit")
    func pipes() throws {
        try withFolder { folder in
            let path = folder + "/fifo"
            try #require(mkfifo(path, 0o600) == 0)
            #expect(failure(of: path, pipeTimeout: 1) == .silent(seconds: 1))
            let writer = try OpenFile(path, O_RDWR)
            #expect(failure(of: path, pipeTimeout: 1) == .silent(seconds: 1))
            try writer.descriptor.write([7, 8])
            #expect(failure(of: path, limit: 1, pipeTimeout: 1) == .tooLarge(limit: 1))
            #expect(failure(of: "/dev/zero", limit: 1 << 20, pipeTimeout: 1) == .tooLarge(limit: 1 << 20))
        }
    }

    @Test("A file that exists is kept unless it is replaced, and a failure leaves nothing behind")
    func making() throws {
        try withFolder { folder in
            let path = folder + "/file"
            try SmallFile.create(path, [1], mode: 0o600, replacing: false)
            #expect(throws: FileFailure.exists) { try SmallFile.create(path, [2], mode: 0o600, replacing: false) }
            #expect(try SmallFile.read(path, limit: 9).bytes == [1])
            try SmallFile.create(path, [2], mode: 0o644, replacing: true)
            let (bytes, state) = try SmallFile.read(path, limit: 9)
            #expect(bytes == [2] && state.isOpenToOthers && state.isRegular && state.size == 1)
            try SmallFile.append(path, [3])
            #expect(try SmallFile.read(path, limit: 9).bytes == [2, 3])
            #expect(FileState(path: path) != state)
            // A folder cannot be replaced by a file.
            #expect(throws: FileFailure.self) { try SmallFile.create(folder, [4], mode: 0o600, replacing: true) }
            var names: [String] = []
            var listing = try Folder(folder)
            while let name = listing.next() { names.append(name) }
            let (size, none) = (listing.state(of: "file")?.size, listing.state(of: "none"))
            #expect(names == ["file"] && size == 2 && none == nil)
            #expect(FileState(path: folder + ".\(getpid()).new") == nil)
        }
    }
}
