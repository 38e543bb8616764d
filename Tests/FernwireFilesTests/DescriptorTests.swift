// SPDX-License-Identifier: Apache-2.0
import FernwireFiles
import Foundation
import Testing

/// What a call of the system fails with reaches whoever asked for it.
@Suite(.timeLimit(.minutes(1))) struct DescriptorTests {
    /// A number that nothing is ever open under.
    private let closed = Descriptor(-1)

    @Test("What is not open is neither read nor written nor brought to the disk, and the system's reason is given")
    func notOpen() {
        let reason = SystemError(code: EBADF)
        #expect(throws: reason) {
            var buffer: [UInt8] = [0]
            _ = try closed.read(into: &buffer)
        }
        #expect(throws: reason) { try closed.write([1]) }
        #expect(throws: reason) { try closed.synchronize() }
        #expect(throws: reason) { _ = try OpenFile(duplicating: closed) }
    }

    @Test("A pipe keeps nothing on a disk, so that it has nothing to wait for")
    func pipes() throws {
        var ends: [Int32] = [0, 0]
        let result = pipe(&ends)
        try #require(result == 0)
        defer { for end in ends { close(end) } }
        let writer = Descriptor(ends[1])
        #expect(throws: Never.self) { try writer.synchronize() }
    }

    private static func number(_ file: consuming OpenFile) -> Int32 { file.descriptor.number }

    /// In a process of its own, so that no other test gets that number in the meantime.
    @Test("A file gets the number of the standard input where that is closed, and is open all the same")
    func numberZero() async {
        await #expect(processExitsWith: .success) {
            let folder = try OpenFile("/dev", O_RDONLY | O_DIRECTORY)
            // Dispatch opens a handle for timers, such as the test's limit, at a moment of which nothing else tells.
            try await Task.sleep(for: .milliseconds(10))
            close(STDIN_FILENO)
            let inFolder = try DescriptorTests.number(OpenFile("null", in: folder, O_RDONLY))
            let byPath = try DescriptorTests.number(OpenFile("/dev/null", O_RDONLY))
            let copied = try DescriptorTests.number(OpenFile(duplicating: folder.descriptor))
            #expect(inFolder == 0 && byPath == 0 && copied == 0)
        }
    }

    @Test("A name that a folder does not have is not opened in it, and the system's reason is given")
    func missingNames() throws {
        let folder = try OpenFile("/dev", O_RDONLY | O_DIRECTORY)
        var failure: SystemError?
        do throws(SystemError) { _ = try OpenFile("none", in: folder, O_RDONLY) } catch { failure = error }
        #expect(failure == SystemError(code: ENOENT))
    }
}
