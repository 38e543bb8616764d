// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireCapture
import FernwireConsole
import FernwireScenario
import Glibc

/// `fernwire generate`.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write sample sessions straight to pcapng, without a network.",
        discussion: """
            Client and server are the real ones. The same seed gives the same file, byte for byte. Its keys are samples \
            that everyone has, and they are inside the file, so that Wireshark with the plugin decrypts it. --exercise \
            makes a capture that only its answer key opens.
            """)

    @OptionGroup var what: ScenarioOptions
    @OptionGroup var load: LoadOptions

    @Flag(help: "Print the scenario as a YAML file, which --scenario takes back.")
    var show = false

    @Flag(help: "List the scenarios.")
    var list = false

    @Flag(help: "Print the list as a table in Markdown, with a display filter for each.")
    var index = false

    @Option(
        help: ArgumentHelp(
            "When the capture begins: now, or seconds since 1970. (default: 2026-01-05 09:00 UTC)", valueName: "time"))
    var start: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write; - for standard output.", valueName: "file"))
    var output: String?

    @Flag(help: "Replace the file if it exists.")
    var force = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "How many cores make the capture; the file is the same. (default: all)", valueName: "number"))
    var jobs: Int?

    @OptionGroup(title: "Keys") var keyChoice: KeyChoice

    func validate() throws {
        if let start, start != "now" {
            guard let seconds = UInt64(start), seconds <= 4_000_000_000 else {
                throw ValidationError("--start must be now, or seconds since 1970, up to 4000000000.")
            }
        }
        if let jobs, !(1...64).contains(jobs) { throw ValidationError("--jobs must be 1 to 64.") }
        guard list || index || show || output != nil else {
            throw ValidationError("Give --output FILE, the file to write; - is standard output.")
        }
    }

    func run() throws {
        if list { return ScenarioIndex.list() }
        if index { return ScenarioIndex.table() }
        let scenario = try what.chosen()
        if show { return StandardOutput.write(Array(scenario.yaml.utf8)) }
        guard let output else { return }
        let load = load.load
        if load != nil, let fault = what.chosenFault, fault.place == .step {
            throw CommandError(
                "\(fault) belongs to a step, and --messages replaces the steps: leave out one of the two")
        }
        let longLived = try keyChoice.chosen(for: scenario)
        let keys = try keyChoice.keyOutput.map { path throws(CommandError) in
            try OutputFile(path: path, replacing: force, isSecret: true)
        }
        let file: OutputFile
        do {
            file = try OutputFile(path: output, replacing: force)
        } catch {
            keys?.discard()
            throw error
        }
        let seconds = start == "now" ? SystemTime.nanoseconds / 1_000_000_000 : start.flatMap { UInt64($0) }
        let generator = Generator(
            seed: keyChoice.chosenSeed, keys: longLived, hasSecrets: keyChoice.hasSecrets,
            hasComments: keyChoice.hasComments, start: seconds.map { $0 * 1_000_000_000 } ?? Generator.start)
        let stepsOfAll = (load?.messages ?? scenario.steps.count) * scenario.clients * self.load.sessions
        var bar = ProgressBar(output, total: UInt64(stepsOfAll), unit: .messages)
        var steps = 0
        Interruption.watch()
        let cores = jobs ?? min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 64)
        try generator.run(scenario, load: load, sessions: self.load.sessions, cores: cores) { made in
            try file.write(made.capture)
            try keys?.write(made.keys)
            steps += made.steps
            bar.show(UInt64(steps))
            return Interruption.received == 0
        }
        try file.finish()
        try keys?.finish()
        keyChoice.report(on: scenario, output: output)
        // The program ends as if the signal had ended it; the file is whole.
        if Interruption.received != 0 { raise(Interruption.received) }
    }
}
