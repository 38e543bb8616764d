// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireCapture
import FernwireCommand
import FernwireScenario
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

    @OptionGroup var what: ScenarioOptions
    @OptionGroup var load: LoadOptions

    @Flag(help: "Show the scenario as a file has it, to be changed and given back.")
    var show = false

    @Flag(help: "List the scenarios.")
    var list = false

    @Flag(help: "Show the list as a table in Markdown, with the display filter to type for each.")
    var index = false

    @Option(help: ArgumentHelp("Where all random numbers come from.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "When it begins: now, or seconds since 1970. (default: 2026-01-05 09:00 UTC)", valueName: "time"))
    var start: String?

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
        guard list || index || show || output != nil else {
            throw ValidationError("--output FILE says where to write; - is standard output.")
        }
    }

    func run() throws {
        if list { return ScenarioIndex.list() }
        if index { return ScenarioIndex.table() }
        let scenario = try what.chosen()
        if show { return StandardOutput.write(Array(scenario.yaml.utf8), to: 1) }
        guard let output else { return }
        let load = load.load
        if load != nil, let fault = what.chosenFault, fault.description.place == .step {
            throw CommandError("\(fault.rawValue) belongs to a step, and --messages has none of its own")
        }
        let file = try OutputFile(path: output, replacing: force)
        let keys = try keyLog.map { path throws(CommandError) in
            try OutputFile(path: path, replacing: force, mode: 0o600)
        }
        let seconds = start == "now" ? UInt64(Date().timeIntervalSince1970) : start.flatMap { UInt64($0) }
        let generator = Generator(
            seed: seed, hasSecrets: !noSecrets, start: seconds.map { $0 * 1_000_000_000 } ?? Generator.start)
        let stepsOfAll = (load?.messages ?? scenario.steps.count) * scenario.clients * self.load.sessions
        var bar = ProgressBar(output, total: UInt64(stepsOfAll), unit: .messages)
        Interruption.watch()
        try generator.run(scenario, load: load, sessions: self.load.sessions) { made in
            try file.write(made.capture)
            try keys?.write(made.keys)
            bar.show(UInt64(made.steps))
            return Interruption.received == 0
        }
        try file.finish()
        try keys?.finish()
        // As if the signal had done it; the file is whole.
        if Interruption.received != 0 { raise(Interruption.received) }
    }
}
