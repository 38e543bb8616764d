// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Foundation
import Testing

@testable import FernwireCommand

/// The lines that wait to be written into the file of an event log.
@Suite(.timeLimit(.minutes(1))) struct EventFileTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).ndjson").path()

    /// Makes a file to which nothing is written until the semaphore is signalled.
    private func blockedFile() throws -> (file: EventFile, gate: DispatchSemaphore) {
        let file = try EventFile(path: path) { lost in Array("lost \(lost)\n".utf8) }
        let (begun, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        file.perform(after: .seconds(0)) {
            begun.signal()
            gate.wait()
        }
        begun.wait()
        return (file, gate)
    }

    @Test("The end of a log waits until the last line is in the file") func lastLine() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (file, gate) = try blockedFile()
        file.append(Array("last\n".utf8))
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(50)) { gate.signal() }
        file.close()
        let written = try String(contentsOfFile: path, encoding: .utf8)
        #expect(written == "last\n")
    }

    @Test("Lines of 4 MiB may wait to be written, and one more is counted as lost") func waitingLines() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (file, gate) = try blockedFile()
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: (4 << 20) - 1) + [UInt8(ascii: "\n")]
        file.append(line)
        file.append([UInt8(ascii: "\n")])
        gate.signal()
        file.close()
        let written = try Data(contentsOf: URL(filePath: path))
        let isExpected = written == Data(Array("lost 1\n".utf8) + line)
        #expect(isExpected, "\(written.count) bytes")
    }
}
