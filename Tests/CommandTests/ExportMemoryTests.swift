// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// What `fernwire export` keeps of a long capture.
@Suite(.timeLimit(.minutes(5))) struct ExportMemoryTests {
    /// All tables and what records say are written as the capture is read.
    @Test("export takes less than 8 MB more memory for 9,000 more messages of 4,000 bytes, which are exported too")
    func memoryStaysFlat() async throws {
        let program = Programs.folder.appending(path: "fernwire").path()
        let folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-export-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var peaks: [Int] = []
        for count in [1_000, 10_000] {
            let (path, decrypted) = ("\(folder)/\(count).pcapng", "\(folder)/\(count)-decrypted.pcapng")
            let made = try await Programs.run(
                "fernwire",
                ["generate", "--suite", "plaintext", "--messages", "\(count)", "--size", "4000", "-o", path])
            #expect(made.status.isSuccess, "\(made.error)")
            let script = """
                import os, resource, subprocess
                command = ["\(program)", "export", "\(path)", "--plaintext", "--decrypted", "\(decrypted)", "-o", "/dev/null"]
                subprocess.run(command + ["--force"], check=True)
                print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, os.path.getsize("\(decrypted)"))
                """
            let output = try await Programs.run("python3", ["-c", script])
            let numbers = output.text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
            try #require(numbers.count == 2, "\(output.error)")
            // Each message is answered.
            #expect(numbers[1] > 4_000 * count)
            peaks.append(numbers[0])
        }
        // In kilobytes; what the messages say alone would be 36,000 more.
        #expect(peaks[1] - peaks[0] < 8_000, "\(peaks)")
    }
}
