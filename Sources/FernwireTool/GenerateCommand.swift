// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireCapture
import FernwireCommand
import FernwireScenario
import FernwireSession
import Foundation

/// `fernwire generate`.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write sample sessions straight to pcapng, without a network.",
        discussion: """
            Client and server are the real ones; the same seed gives the same file, byte for byte. The keys are throw-away \
            samples, and travel with the file, so that Wireshark with the plugin opens it decrypted.
            """)

    @Option(help: ArgumentHelp("What is said: a name that --list shows, or a file in YAML.", valueName: "name or file"))
    var scenario = "badge-fernet"

    @Flag(help: "Show the scenario as a file has it, to be changed and given back.")
    var show = false

    @Flag(help: "List the scenarios.")
    var list = false

    @Option(help: ArgumentHelp("Where all random numbers come from.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "When it begins: now, or seconds since 1970. (default: 2026-01-05 09:00 UTC)", valueName: "time"))
    var start: String?

    @Option(help: ArgumentHelp("Connections, one after another.", valueName: "number"))
    var sessions = 1

    @Option(
        help: ArgumentHelp(
            "Messages in the place of the scenario's own, from both sides in turn, within its suite.",
            valueName: "number"))
    var messages: Int?

    @Option(help: ArgumentHelp("Bytes of each of --messages.", valueName: "number"))
    var size = 64

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write; - for standard output.", valueName: "file"))
    var output: String?

    @Flag(help: "Replace the file if it exists.")
    var force = false

    @Flag(help: "Leave the keys out of the file, for exercises.")
    var noSecrets = false

    @Option(help: ArgumentHelp("Write the keys to this file, too.", valueName: "file"))
    var keyLog: String?

    func validate() throws {
        if let start, start != "now" {
            guard let seconds = UInt64(start), seconds <= 4_000_000_000 else {
                throw ValidationError("--start is now, or seconds since 1970.")
            }
        }
        guard sessions >= 1 else { throw ValidationError("--sessions is at least 1.") }
        guard (0...16_384).contains(size) else { throw ValidationError("--size is 0 to 16384.") }
        guard list || show || output != nil else {
            throw ValidationError("--output FILE says where to write; - is standard output.")
        }
    }

    func run() throws {
        if list {
            for scenario in ScenarioLibrary.all {
                let name = scenario.name.padding(toLength: 38, withPad: " ", startingAt: 0)
                StandardOutput.write(line: "\(name) \(scenario.summary)")
            }
            return
        }
        let chosen = try chosenScenario()
        if show { return StandardOutput.write(Array(chosen.yaml.utf8), to: 1) }
        guard let output else { return }
        let scenario = messages.map { chosen.filled(messages: $0, size: size) } ?? chosen
        let file = try OutputFile(path: output, replacing: force)
        var keys = SampleKeys.keyFile + [0x0A]
        let seconds = start == "now" ? UInt64(Date().timeIntervalSince1970) : start.flatMap { UInt64($0) }
        let generator = Generator(
            seed: seed, hasSecrets: !noSecrets, start: seconds.map { $0 * 1_000_000_000 } ?? Generator.start)
        try generator.run(scenario, sessions: sessions) { bytes, secrets in
            keys += secrets
            try file.write(bytes)
        }
        try file.finish()
        if let keyLog { try FileAccess.create(keyLog, keys, mode: 0o600, replacing: force) }
    }

    private func chosenScenario() throws -> Scenario {
        if let known = ScenarioLibrary.scenario(named: scenario) { return known }
        guard scenario.contains(where: { $0 == "/" || $0 == "." }) else {
            throw CommandError("there is no scenario \(scenario); --list shows what there is, and a file has a . or /")
        }
        let text = try FileAccess.read(scenario)
        do {
            return try ScenarioFile.read(String(decoding: text, as: UTF8.self))
        } catch {
            throw CommandError("\(scenario): \(error)")
        }
    }
}
