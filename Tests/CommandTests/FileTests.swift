// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Files from the command line into a folder.
@Suite(.timeLimit(.minutes(10))) struct FileTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
        try FileManager.default.createDirectory(atPath: keys.path("saved"), withIntermediateDirectories: true)
    }

    private var server: [String] { keys.server("aes256-gcm-psk") + ["--save-to", keys.path("saved")] }

    private func saved() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: keys.path("saved")).sorted()
    }

    private func write(_ name: String, _ count: Int) throws -> Data {
        let data = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
        try data.write(to: URL(filePath: keys.path(name)))
        return data
    }

    @Test("Files are saved unchanged under their names, and a second one of a name gets a number")
    func filesArriveUnderTheirNamesAndReplaceNothing() async throws {
        let keys = keys
        let contents = try [write("empty", 0), write("small.txt", 5), write("large.bin", 3_000_000)]
        _ = try write("with: colon", 1)
        let served = try await Programs.serve("fernwire-server", server) { port in
            for (name, expected) in [
                ("empty", "empty"), ("small.txt", "small.txt"), ("large.bin", "large.bin"),
                ("small.txt", "small.txt.1"), ("with: colon", "with: colon"),
            ] {
                let sent = try await Programs.run(
                    "fernwire-client",
                    ["--port", "\(port)", "--send-file", keys.path(name), "--wait", "20"]
                        + keys.client("aes256-gcm-psk"))
                #expect(sent.status.isSuccess && sent.text == "saved as \(expected)\n", "\(sent.error)")
                // A pipe is shown no progress.
                #expect(sent.error.isEmpty)
            }
        }
        #expect(served.text.contains("client 3: saved as large.bin\n"))
        #expect(try saved() == ["empty", "large.bin", "small.txt", "small.txt.1", "with: colon"])
        for (name, content) in zip(["empty", "small.txt", "large.bin"], contents) {
            #expect(try Data(contentsOf: URL(filePath: keys.path("saved/" + name))) == content)
        }
    }

    @Test("A file transfer that is broken off leaves no file in the folder")
    func whatIsBrokenOffLeavesNothing() async throws {
        let keys = keys
        _ = try write("large.bin", 40_000_000)
        let client = Programs.folder.appending(path: "fernwire-client").path()
        let served = try await Programs.serve("fernwire-server", server) { port in
            let script = """
                '\(client)' --port \(port) --suite aes256-gcm-psk --key '\(keys.path("aes256"))' \
                    --send-file '\(keys.path("large.bin"))' & client=$!
                for i in $(seq 200); do ls -A '\(keys.path("saved"))' | grep -q part && break; sleep 0.05; done
                ls -A '\(keys.path("saved"))'; kill -KILL $client; wait $client
                """
            let killed = try await Programs.run("sh", ["-c", script])
            #expect(killed.text.hasPrefix(".fernwire-") && killed.text.hasSuffix(".part\n"))
            for _ in 0..<100 {
                if try saved().isEmpty { break }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        #expect(try saved().isEmpty)
        #expect(served.text.contains("truncated"))
    }

    /// The name and the hash are the peer's word.
    @Test("A file with a path for a name or with a wrong SHA-256 is not saved")
    func aPeerThatLiesGetsNothingSaved() async throws {
        let keys = keys
        _ = try write("honest.bin", 100)
        let served = try await Programs.serve("fernwire-server", server) { port in
            let file = ["--file", keys.path("honest.bin"), "--wrong-hash"]
            for lie in [["--deviate", "file-path"], file] {
                _ = try await Programs.run(
                    "peer", ["client", "--port", "\(port)"] + lie + keys.client("aes256-gcm-psk"))
            }
        }
        #expect(served.text.contains("client 1: refused: malformed"))
        #expect(served.text.contains("client 2: not saved: honest.bin does not have the SHA-256 that was said"))
        #expect(try saved().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: keys.path("name")))
    }

    @Test("A file that cannot be sent or saved is reported, and the server tells the client no reason")
    func whatCannotBeSentOrSavedIsSaid() async throws {
        let keys = keys
        _ = try write("small.txt", 5)
        for (path, message) in [
            (keys.folder, "cannot be sent: it must be a regular file"),
            (keys.path("missing"), "No such file or directory"),
        ] {
            let refused = try await Programs.run(
                "fernwire-client", ["--port", "1", "--send-file", path] + keys.client("aes256-gcm-psk"))
            #expect(refused.status == .exited(1) && refused.error.contains(message))
        }
        let nowhere = keys.server("aes256-gcm-psk") + ["--save-to", keys.path("nowhere")]
        let refused = try await Programs.run("fernwire-server", nowhere)
        #expect(refused.status == .exited(1) && refused.text.isEmpty)
        #expect(refused.error.contains("cannot open the folder \(keys.path("nowhere")): No such file or directory"))
        try FileManager.default.createDirectory(atPath: keys.path("gone"), withIntermediateDirectories: true)
        let served = try await Programs.serve(
            "fernwire-server", keys.server("aes256-gcm-psk") + ["--save-to", keys.path("gone")]
        ) { port in
            try FileManager.default.removeItem(atPath: keys.path("gone"))
            let sent = try await Programs.run(
                "fernwire-client",
                ["--port", "\(port)", "--send-file", keys.path("small.txt")] + keys.client("aes256-gcm-psk"))
            // Why, is nothing for the client.
            #expect(sent.text == "not saved\n")
        }
        #expect(served.text.contains("not saved: cannot open \(keys.path("gone"))"))
    }

    @Test("A saved name begins with no dot and no dash") func namesAreHarmless() async throws {
        let keys = keys
        for name in [".profile", "-rf", "..-x", "plain.txt"] { _ = try write(name, 5) }
        _ = try await Programs.serve("fernwire-server", server) { port in
            for (name, saved) in [
                (".profile", "_profile"), ("-rf", "_rf"), ("..-x", "___x"), ("plain.txt", "plain.txt"),
            ] {
                let sent = try await Programs.run(
                    "fernwire-client",
                    ["--port", "\(port)", "--send-file", keys.path(name)] + keys.client("aes256-gcm-psk"))
                #expect(sent.text == "saved as \(saved)\n", "\(sent.error)")
            }
        }
        #expect(try saved() == ["___x", "_profile", "_rf", "plain.txt"])
    }

    @Test("The folder's size and the files of a client are bounded") func folderIsBounded() async throws {
        let keys = keys
        _ = try write("half.bin", 600_000)
        _ = try write("empty", 0)
        @Sendable func send(_ port: Int, _ name: String) async throws -> Programs.Output {
            try await Programs.run(
                "fernwire-client",
                ["--port", "\(port)", "--send-file", keys.path(name)] + keys.client("aes256-gcm-psk"))
        }
        let served = try await Programs.serve("fernwire-server", server + ["--max-folder", "1"]) { port in
            let first = try await send(port, "half.bin")
            let second = try await send(port, "half.bin")
            let third = try await send(port, "empty")
            #expect(first.text == "saved as half.bin\n" && second.text == "not saved\n")
            #expect(third.text == "saved as empty\n")
        }
        #expect(served.text.contains("would exceed 1 MiB (--max-folder)"))
        // What the folder holds already counts.
        let again = try await Programs.serve("fernwire-server", server + ["--max-folder", "1"]) { port in
            let refused = try await send(port, "half.bin")
            #expect(refused.text == "not saved\n")
        }
        #expect(again.text.contains("--max-folder"))
        let none = try await Programs.serve("fernwire-server", server + ["--max-files", "0"]) { port in
            let refused = try await send(port, "empty")
            #expect(refused.text == "not saved\n")
        }
        #expect(none.text.contains("(--max-files)"))
        #expect(try saved() == ["empty", "half.bin"])
    }
}
