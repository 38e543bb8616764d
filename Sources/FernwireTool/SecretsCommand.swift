// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireCapture
import FernwireConsole
import FernwireCrypto
import FernwireSession
import Glibc

/// `fernwire secrets`.
struct SecretsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets", abstract: "Keys inside a pcapng file: show them, add some, take them out.",
        subcommands: [ShowSecrets.self, AddSecrets.self, StripSecrets.self])
}

/// `fernwire secrets show`.
struct ShowSecrets: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Say what keys a capture holds, without showing them.")

    @Argument(help: ArgumentHelp("Capture in pcapng.", valueName: "file"))
    var file: String

    func run() throws {
        let input = try InputFile(path: file)
        var count = 0
        try input.blocks { block in
            guard case .secrets(let type) = block.kind else { return }
            count += 1
            var text = block.secrets
            defer { wipe(&text) }
            guard type == KeyFile.secretsType else {
                return StandardOutput.write(line: "secrets of type 0x\(String(type, radix: 16)), \(text.count) bytes")
            }
            let found = KeyFile.read(text)
            StandardOutput.write(
                line:
                    "Fernwire keys: \(found.keys.presharedKeys.count) pre-shared, \(found.keys.rsaKeys.count) private,"
                    + " \(found.keys.loggedCount) key-log lines, \(found.problems.count) lines that are no keys")
        }
        if count == 0 { StandardOutput.write(line: "\(file) contains no keys") }
    }
}

/// `fernwire secrets add`.
struct AddSecrets: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Write a copy of a capture that holds keys, too.")

    @Argument(help: ArgumentHelp("Capture in pcapng.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Keys of any kind that the plugin reads; key logs too.", valueName: "file"))
    var keys: String

    @OptionGroup var copy: CaptureCopy

    func run() throws {
        var (text, _) = try KeyFileReading.read(keys)
        defer { wipe(&text) }
        try copy.write(file) { block in
            guard block.kind == .section else { return [block] }
            return [block, PcapngBlock(keyFile: text, isLittleEndian: block.isLittleEndian)]
        }
        StandardOutput.write(
            errorLine: "warning: whoever has \(copy.output) can now read what these keys open")
    }
}

/// `fernwire secrets strip`.
struct StripSecrets: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strip", abstract: "Write a copy of a capture without its keys for Fernwire.")

    @Argument(help: ArgumentHelp("Capture in pcapng.", valueName: "file"))
    var file: String

    @Flag(help: "Take out the comments, too: those of packets, of interfaces and of the file.")
    var comments = false

    @OptionGroup var copy: CaptureCopy

    func run() throws {
        var offset = 0
        try copy.write(file) { block in
            defer { offset += block.bytes.count }
            if block.kind == .secrets(type: KeyFile.secretsType) { return [] }
            guard comments else { return [block] }
            do {
                return [try block.withoutComments()]
            } catch {
                throw CommandError(
                    "\(file): the block at byte \(offset) is malformed, so that its comments cannot be told from the rest"
                )
            }
        }
    }
}

/// The destination of a changed copy of a capture.
struct CaptureCopy: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write; - for standard output.", valueName: "file"))
    var output: String

    @Flag(help: "Replace the file if it exists.")
    var force = false

    /// Writes the blocks that `change` makes of each block of the capture at `path`. The file appears when it is whole.
    func write(_ path: String, _ change: (PcapngBlock) throws -> [PcapngBlock]) throws {
        let input = try InputFile(path: path)
        let target = try OutputFile(path: output, replacing: force, appearsWhole: true)
        do {
            try input.blocks { block in
                for changed in try change(block) { try target.write(changed.withOpenSection.bytes) }
            }
            try target.finish()
        } catch {
            target.discard()
            throw error
        }
    }
}
