// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The files that `fernwire export` writes, and what it keeps of a long capture.
@Suite(.timeLimit(.minutes(5))) struct ExportFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-export-\(UUID())").path()

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func make(_ options: [String]) async throws -> String {
        let path = "\(folder)/\(UUID()).pcapng"
        let made = try await Programs.run("fernwire", ["generate", "--suite", "plaintext", "-o", path] + options)
        #expect(made.status.isSuccess, "\(made.error)")
        return path
    }

    @Test("An export that fails leaves no file, and keeps one that was there") func failure() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let capture = try await make(["--messages", "2"])
        let (rows, decrypted) = ("\(folder)/rows", "\(folder)/decrypted")
        for (arguments, message) in [
            (["\(folder)/missing", "--decrypted", decrypted], "missing"),
            ([capture, "--decrypted", "/nowhere/x"], "cannot make /nowhere/x"),
            ([capture, "--decrypted", capture], "exists already"),
        ] {
            let failed = try await Programs.run("fernwire", ["export", "-o", rows] + arguments)
            #expect(failed.status == .exited(1) && failed.error.contains(message), "\(failed.error)")
            #expect(!FileManager.default.fileExists(atPath: rows) && !FileManager.default.fileExists(atPath: decrypted))
            #expect(FileManager.default.fileExists(atPath: capture))
        }
        let written = try await Programs.run("fernwire", ["export", "-o", rows, capture, "--decrypted", decrypted])
        #expect(written.status.isSuccess && written.error.isEmpty, "\(written.error)")
        let again = try await Programs.run("fernwire", ["export", "-o", rows, capture])
        #expect(again.status == .exited(1) && FileManager.default.fileExists(atPath: rows))
        let mixed = try await Programs.run("fernwire", ["export", capture, "--decrypted", "-"])
        #expect(mixed.status == .exited(64) && mixed.error.contains("name a file for one of them"), "\(mixed.error)")
        #expect(mixed.text.isEmpty)
    }

    /// All tables and what records say are written as the capture is read.
    @Test("export takes less than 8 MB more memory for 9,000 more messages of 4,000 bytes, which are exported too")
    func memoryStaysFlat() async throws {
        let program = Programs.folder.appending(path: "fernwire").path()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var peaks: [Int] = []
        for count in [1_000, 10_000] {
            let path = try await make(["--messages", "\(count)", "--size", "4000"])
            let decrypted = "\(folder)/\(count)-decrypted.pcapng"
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
