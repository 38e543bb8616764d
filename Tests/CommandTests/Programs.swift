// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import Foundation
import Subprocess
import TestSupport
import Testing

/// The programs, and the Python peer.
enum Programs {
    /// Where these tests were built, and the programs with them, for debugging.
    static let built = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    /// The folder of the programs to test: an absolute path in `FERNWIRE_PROGRAMS`, or `built`.
    static let folder =
        ProcessInfo.processInfo.environment["FERNWIRE_PROGRAMS"].map { URL(filePath: $0, directoryHint: .isDirectory) }
        ?? built
    private static let peers = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Peer")
    static let peer = peers.appending(path: "peer.py").path()
    static let torture = peers.appending(path: "fernwire-torture").path()

    typealias Output = Child.Output

    /// Runs a program of ours, `peer` or `torture`, to its end, which must come within a minute.
    static func run(
        _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) async throws -> Output {
        try await Child.run(
            command(program, arguments), environment: environment.mapValues(Optional.some), input: input)
    }

    /// Runs `program`, which must say on which port it listens, while `body` runs; then ends it with `signal`. What a
    /// shell started is terminated with it.
    ///
    /// - Returns: all that it said, once it is gone.
    static func serve(
        _ program: String, _ arguments: [String], endWith signal: Signal? = .interrupt,
        _ body: @Sendable @escaping (Int) async throws -> Void
    ) async throws -> Output {
        let errors = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).log").path()
        defer { try? FileManager.default.removeItem(atPath: errors) }
        // The shell keeps standard error in a file, which no pipe's size limits.
        let keeping = ["sh", "-c", "exec \"$@\" 2>'\(errors)'", "sh"]
        let (executable, all) = Child.contained(keeping + command(program, arguments), seconds: 90)
        let result = try await Subprocess.run(
            executable, arguments: all, platformOptions: Child.options, input: .none, output: .sequence,
            error: .discarded
        ) { execution in
            try await withThrowingTaskGroup { group in
                var text = ""
                var hasBegun = false
                for try await chunk in execution.standardOutput {
                    text += chunk.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                    guard !hasBegun, let found = text.firstMatch(of: /listening (?:on \S*:)?(\d+)\n/)?.1 else {
                        continue
                    }
                    hasBegun = true
                    let port = try #require(Int(found))
                    // Beside it, what the program says is read on: a full pipe would hold it up.
                    group.addTask {
                        do { try await body(port) } catch {
                            try? execution.send(signal: .kill, toProcessGroup: true)
                            throw error
                        }
                        guard let signal else { return }
                        try execution.send(signal: signal, toProcessGroup: program == "sh" && signal == .terminate)
                    }
                }
                #expect(hasBegun, "\(program) never said on which port it listens")
                try await group.waitForAll()
                return text
            }
        }
        Child.endGroup(of: result.processIdentifier)
        let said = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
        return Output(text: result.closureResult, error: said, status: Child.Status(result.terminationStatus))
    }

    private static func command(_ program: String, _ arguments: [String]) -> [String] {
        switch program {
        case "peer": ["python3", peer] + arguments
        case "torture": [torture] + arguments
        case "python3", "sh": [program] + arguments
        default: [folder.appending(path: program).path()] + arguments
        }
    }
}

/// A folder of its own with keys in it, which are the same in all tests of a run: to make RSA keys takes half a second.
final class Keys: Sendable {
    let folder: String

    private static let made = Task {
        // Nothing deinitialises what is static.
        atexit { try? FileManager.default.removeItem(atPath: Keys.madeFolder) }
        return try await Keys(made: ())
    }
    private static let madeFolder = FileManager.default.temporaryDirectory
        .appending(path: "fernwire-keys-\(UUID())").path()

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-keys-\(UUID())").path()
        try await FileManager.default.copyItem(atPath: Self.made.value.folder, toPath: folder)
    }

    private init(made: Void) async throws {
        folder = Self.madeFolder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (kind, name) in [
            ("fernet", "psk"), ("fernet", "other"), ("aes128", "aes128"), ("aes256", "aes256"), ("rsa", "rsa"),
            ("rsa", "client-rsa"), ("rsa", "server-rsa"), ("ed25519", "server"), ("ed25519", "client"),
        ] {
            let isPair = kind == "rsa" || kind == "ed25519"
            let made = try await Programs.run(
                "fernwire",
                ["keygen", kind, "--output", path(name)] + (isPair ? ["--public-output", path(name) + ".pub"] : []))
            #expect(made.status.isSuccess, "\(made.error)")
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String { folder + "/" + name }

    func client(_ suite: String) -> [String] {
        named(suite) + (identities(suite, own: "client", peer: "server") ?? own(suite))
    }

    func server(_ suite: String) -> [String] {
        ["--port", "0"] + named(suite)
            + (identities(suite, own: "server", peer: "client") ?? shared(suite).map { ["--key", $0] } ?? [])
    }

    private func own(_ suite: String) -> [String] {
        keygenName(suite).isEmpty ? [] : ["--key", shared(suite) ?? path("rsa")]
    }

    /// Both sides' long-lived keys, where the suite proves them.
    private func identities(_ suite: String, own: String, peer: String) -> [String]? {
        switch SuiteRegistry.standard.suite(named: suite)?.identityKind(of: .fromServer) {
        case .rsa: ["--key", path("\(own)-rsa"), "--peer-key", path("\(peer)-rsa.pub")]
        case .ed25519: ["--key", path(own), "--peer-key", path("\(peer).pub")]
        case .toyRSA, nil: nil
        }
    }

    private func keygenName(_ suite: String) -> String {
        SuiteRegistry.standard.suite(named: suite)?.keygenName.description ?? ""
    }

    /// The option that names the suite.
    func named(_ suite: String) -> [String] {
        let isSecure = SuiteRegistry.standard.suite(named: suite)?.isSecure == true
        return [isSecure ? "--suite" : "--insecure", suite]
    }

    /// The file of the suite's pre-shared key, if it has one.
    func shared(_ suite: String) -> String? {
        switch keygenName(suite) {
        case "fernet": path("psk")
        case "aes256": path("aes256")
        case "aes128": path("aes128")
        default: nil
        }
    }
}
