// SPDX-License-Identifier: Apache-2.0
import Dispatch
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
                let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
                guard terminal >= 0 else { return continuation.resume(returning: nil) }
                defer { close(terminal) }
                StandardOutput.write(Array(question.utf8), to: terminal)
                var line: [UInt8] = []
                var byte: UInt8 = 0
                while read(terminal, &byte, 1) == 1, byte != 0x0A, line.count < answerLimit { line.append(byte) }
                continuation.resume(returning: String(decoding: line, as: UTF8.self))
            }
        }
    }
}
