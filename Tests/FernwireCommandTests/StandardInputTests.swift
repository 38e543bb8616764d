// SPDX-License-Identifier: Apache-2.0
import FernwireFiles
import Foundation
import Testing

@testable import FernwireCommand

/// What is typed or piped into a program.
@Suite(.timeLimit(.minutes(1))) struct StandardInputTests {
    /// In a process of its own, since a process has one standard input.
    @Test("A part of a line is given with the rest of it alone, and the last line needs no end") func parts() async {
        await #expect(processExitsWith: .success) {
            var ends: [Int32] = [0, 0]
            let made = pipe(&ends)
            let placed = dup2(ends[0], STDIN_FILENO)
            try #require(made == 0 && placed == STDIN_FILENO)
            let writer = Descriptor(ends[1])
            var input = StandardInput().makeAsyncIterator()
            try writer.write(Array("one and ".utf8))
            // It is taken before the rest comes.
            var pending = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            while poll(&pending, 1, 0) == 1 { try await Task.sleep(for: .milliseconds(1)) }
            try writer.write(Array("two\nthree".utf8))
            close(ends[1])
            var found: [[String]] = []
            while let lines = await input.next() { found.append(lines.map { String(decoding: $0, as: UTF8.self) }) }
            #expect(found == [["one and two"], ["three"]])
        }
    }
}
