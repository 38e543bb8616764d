// SPDX-License-Identifier: Apache-2.0
import Dispatch
import FernwireConsole
import FernwireFiles
import Glibc

/// Questions to the person at the terminal.
enum Terminal {
    /// Bytes of an answer, at most.
    private static let answerLimit = 100

    /// The line that was answered; `nil` when standard input is no terminal.
    static func ask(_ question: String) async -> String? {
        guard isatty(STDIN_FILENO) == 1 else { return nil }
        return await withCheckedContinuation { continuation in
            DispatchQueue(label: "terminal").async {
                guard let terminal = try? OpenFile("/dev/tty", O_RDWR) else {
                    return continuation.resume(returning: nil)
                }
                StandardOutput.write(Array(question.utf8), to: terminal.descriptor)
                var line: [UInt8] = []
                var byte: [UInt8] = [0]
                while line.count < answerLimit, (try? terminal.descriptor.read(into: &byte)) == 1, byte[0] != 0x0A {
                    line.append(byte[0])
                }
                continuation.resume(returning: String(decoding: line, as: UTF8.self))
            }
        }
    }
}
