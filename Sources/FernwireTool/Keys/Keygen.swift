// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireCrypto
import Glibc

/// `fernwire keygen`.
struct Keygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make keys.",
        subcommands: [
            FernetKeygen.self, AES128Keygen.self, AES256Keygen.self, RSAKeygen.self, Ed25519Keygen.self,
        ])
}

struct KeyOutput: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write to this file, which only you may read. (default: standard output)", valueName: "file")
    )
    var output: String?

    @Flag(help: "Replace the file if it exists.")
    var force = false

    func write(_ key: [UInt8]) throws {
        if let output {
            try FileAccess.create(output, key, mode: 0o600, replacing: force)
        } else {
            // A terminal's prompt shall not stick to it.
            let ending: [UInt8] = isatty(STDOUT_FILENO) == 1 && key.last != 0x0A ? [0x0A] : []
            StandardOutput.write(key + ending)
        }
    }
}

/// `fernwire keygen fernet`.
struct FernetKeygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fernet",
        abstract: "Make a Fernet key: 44 characters without a newline, as Python's Fernet.generate_key() has them.")

    @OptionGroup var output: KeyOutput

    func run() throws {
        var text = FernetKey.random().text()
        defer { wipe(&text) }
        try output.write(text)
    }
}
