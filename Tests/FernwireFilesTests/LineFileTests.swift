// SPDX-License-Identifier: Apache-2.0
import FernwireFiles
import Foundation
import Testing

/// A file that only its owner may read, and that has whole lines only.
@Suite(.timeLimit(.minutes(1))) struct LineFileTests {
    private static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    /// Lets files of this process have no more than `size` bytes; `nil` for as many as the process may ask for.
    private static func limitFiles(to size: UInt?) throws {
        let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
        var limit = rlimit()
        let read = getrlimit(resource, &limit)
        limit.rlim_cur = size ?? limit.rlim_max
        let written = setrlimit(resource, &limit)
        try #require(read == 0 && written == 0)
    }

    @Test("A regular file is kept from others than its owner, and a FIFO is left as it is")
    func protection() throws {
        try Self.withFolder { folder in
            let (path, fifo) = (folder + "/file", folder + "/fifo")
            try Data([1]).write(to: URL(filePath: path))
            try #require(chmod(path, 0o644) == 0 && mkfifo(fifo, 0o600) == 0 && chmod(fifo, 0o644) == 0)
            let file = try LineFile(path)
            try file.append([2])
            let bytes = try SmallFile.read(path, limit: 9).bytes
            #expect(bytes == [1, 2] && FileState(path: path)?.isOpenToOthers == false)
            let reader = try OpenFile(fifo, O_RDWR)
            let toFIFO = try LineFile(fifo)
            try toFIFO.append([3, 4])
            var buffer: [UInt8] = [0, 0, 0]
            let count = try reader.descriptor.read(into: &buffer)
            #expect(count == 2 && buffer == [3, 4, 0] && FileState(path: fifo)?.isOpenToOthers == true)
        }
    }

    /// In a process of its own, since the limit, which stands for a full disk, is that of the whole process.
    @Test("Where only a part of the lines has room in a file, nothing of them stays")
    func aPartIsTakenBack() async {
        await #expect(processExitsWith: .success) {
            try LineFileTests.withFolder { folder in
                let path = folder + "/file"
                let file = try LineFile(path)
                try file.append(Array("one\n".utf8))
                signal(SIGXFSZ, SIG_IGN)
                try LineFileTests.limitFiles(to: 6)
                var failure: SystemError?
                do throws(SystemError) { try file.append(Array("two\nthree\n".utf8)) } catch { failure = error }
                try LineFileTests.limitFiles(to: nil)
                let bytes = try SmallFile.read(path, limit: 99).bytes
                #expect(failure == SystemError(code: EFBIG) && bytes == Array("one\n".utf8))
            }
        }
    }
}
