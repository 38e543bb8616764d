// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The folder that `fernwire exercise` makes: all of it or nothing.
@Suite(.timeLimit(.minutes(10))) struct ExerciseFolderTests {
    let folder: ClassFolder

    init() async throws {
        folder = try await ClassFolder()
    }

    @Test("The teacher's folder is for its owner alone, and a folder that exists is kept unless it is an exercise")
    func whatExistsIsKept() async throws {
        let arguments = ["badge-fernet", "--for", folder.keys.path("names"), "--out", folder.keys.path("class/")]
        #expect(try await folder.exercise(arguments).status.isSuccess)
        func mode(_ name: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: folder.keys.path(name))[.posixPermissions] as? Int
        }
        #expect(try mode("class/teacher") == 0o700)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.keys.path("class/teacher"))
        #expect(files.count == 6)
        for file in files { #expect(try mode("class/teacher/\(file)") == 0o600, "\(file)") }
        let seed = try folder.text("class/teacher/seed.txt")
        let kept = try await folder.exercise(arguments)
        #expect(
            kept.status == .exited(1)
                && kept.error == "Error: \(folder.keys.path("class")) exists already; --force replaces it\n")
        #expect(try folder.text("class/teacher/seed.txt") == seed)
        #expect(try await folder.exercise(arguments + ["--force"]).status.isSuccess)
        #expect(try folder.text("class/teacher/seed.txt") != seed)
        // Neither a folder of something else nor a file nor a link is replaced.
        try FileManager.default.createDirectory(
            atPath: folder.keys.path("home/mine"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.keys.path("link"), withDestinationPath: folder.keys.path("class"))
        for name in ["home", "psk", "link"] {
            let refused = try await folder.exercise([
                "badge-fernet", "--for", folder.keys.path("names"), "--out", folder.keys.path(name), "--force",
            ])
            #expect(refused.status == .exited(1) && refused.error.contains("is no exercise"), "\(refused.error)")
        }
        #expect(FileManager.default.fileExists(atPath: folder.keys.path("home/mine")))
        try FileManager.default.createDirectory(atPath: folder.keys.path("empty"), withIntermediateDirectories: true)
        try await folder.make("badge-fernet", into: "empty")
    }

    @Test("Wrong input is refused with its place, and leaves nothing")
    func mistakesLeaveNothing() async throws {
        try "Ada\nada\n".write(toFile: folder.keys.path("twice"), atomically: true, encoding: .utf8)
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.keys.folder).sorted()
        let names = folder.keys.path("names")
        for (arguments, message) in [
            (["badge-plaintext", "--for", names], "the suite plaintext has no keys"),
            (["chat-fernet-psk", "--for", names, "--fault", "wrong-key"], "would not decrypt the exercise"),
            (["nothing", "--for", names], "there is no scenario nothing"),
            (
                ["badge-fernet", "--for", folder.keys.path("twice")],
                "lines 1 and 2: Ada and ada would have the same file name"
            ),
            (["badge-fernet", "--for", folder.keys.path("missing")], "No such file"),
            (["badge-fernet", "--for", names, "--fault", "nothing"], "There is no fault nothing"),
            (["man-in-the-middle-refused", "--for", names], "no message arrives"),
        ] {
            let refused = try await folder.exercise(arguments + ["--out", folder.keys.path("never")])
            #expect(!refused.status.isSuccess && refused.error.contains(message), "\(refused.error)")
        }
        let nowhere = try await folder.exercise(["badge-fernet", "--for", names, "--out", "/nowhere/at/all"])
        #expect(nowhere.error == "Error: cannot make /nowhere/at/all: No such file or directory\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.keys.folder).sorted() == before)
    }

    @Test("An exercise that is interrupted leaves nothing, and what was there stays", arguments: ["INT", "TERM"])
    func interruptedItLeavesNothing(_ signal: String) async throws {
        try await folder.make("badge-fernet")
        let seed = try folder.text("class/teacher/seed.txt")
        try (1...900).map { "student \($0)\n" }.joined().write(
            toFile: folder.keys.path("many"), atomically: true, encoding: .utf8)
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.keys.folder).sorted()
        let program = Programs.folder.appending(path: "fernwire").path()
        let script = """
            cd '\(folder.keys.folder)'
            '\(program)' exercise chat-rsa-sealed --for many --out class --force &
            while ! ls class.$!.new/teacher/*.json >/dev/null 2>&1; do sleep 0.05; done
            kill -\(signal) $!; wait $!; echo $?
            """
        let output = try await Programs.run("sh", ["-c", script])
        #expect(output.text == (signal == "INT" ? "130\n" : "143\n"), "\(output.error)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.keys.folder).sorted() == before)
        #expect(try folder.text("class/teacher/seed.txt") == seed)
    }
}
