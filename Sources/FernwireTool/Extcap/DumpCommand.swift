// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import FernwireCapture
import FernwireConsole
import FernwireScenario
import Glibc

/// `fernwiredump`: sample sessions as a capture interface of Wireshark's. wireshark.org, extcap(4).
public struct DumpCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "fernwiredump",
        abstract: "The capture interface \u{201C}Fernwire sample sessions\u{201D}, for Wireshark's extcap folder.",
        discussion: "Wireshark calls it; fernwire generate is for people.", version: version)

    @Flag(help: "Say which interfaces there are.")
    var extcapInterfaces = false

    @Option(help: ArgumentHelp("Wireshark's version.", valueName: "version"))
    var extcapVersion: String?

    @Option(help: ArgumentHelp("The interface asked for.", valueName: "name"))
    var extcapInterface: String?

    @Flag(help: "Say which link types the interface has.")
    var extcapDlts = false

    @Flag(help: "Say which options the interface has.")
    var extcapConfig = false

    @Flag(help: "Capture, into --fifo.")
    var capture = false

    @Option(help: ArgumentHelp("Where the capture goes.", valueName: "path"))
    var fifo: String?

    @Option(help: ArgumentHelp("Refused: the interface cannot filter.", valueName: "filter"))
    var extcapCaptureFilter: String?

    @OptionGroup var what: ScenarioOptions

    @Option(help: ArgumentHelp("How many messages there are in a second.", valueName: "number"))
    var rate = 1.0

    @Option(help: ArgumentHelp("The number that all random numbers follow from.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "How many times the scenario is played; 0 for as long as the capture runs.", valueName: "number"))
    var sessions = 0

    @Flag(help: "Leave the keys out of the capture.")
    var noSecrets = false

    public init() {}

    public func validate() throws {
        guard extcapInterface == nil || extcapInterface == ExtcapInterface.name else {
            throw ValidationError("There is no interface \(extcapInterface ?? ""); there is \(ExtcapInterface.name).")
        }
        guard (0.01...1000).contains(rate) else { throw ValidationError("--rate must be 0.01 to 1000.") }
        guard sessions >= 0 else { throw ValidationError("--sessions must be at least 0.") }
        guard extcapInterfaces || extcapInterface != nil, extcapInterfaces || extcapDlts || extcapConfig || capture
        else { throw ValidationError("Give one of --extcap-interfaces, --extcap-dlts, --extcap-config and --capture.") }
        guard !capture || fifo != nil else { throw ValidationError("--capture needs --fifo.") }
        if let extcapCaptureFilter, !extcapCaptureFilter.isEmpty {
            throw ValidationError("This interface takes no capture filter; a display filter selects afterwards.")
        }
    }

    public func run() throws {
        if extcapInterfaces { return StandardOutput.write(line: ExtcapInterface.list(version)) }
        if extcapDlts { return StandardOutput.write(line: ExtcapInterface.linkTypes) }
        if extcapConfig { return StandardOutput.write(line: ExtcapInterface.options) }
        guard let fifo else { return }
        let scenario = try what.chosen().paced(1 / rate)
        let file = try OutputFile(path: fifo, replacing: true)
        let generator = Generator(seed: seed, hasSecrets: !noSecrets, start: SystemTime.nanoseconds)
        Interruption.watch()
        try generator.run(scenario, sessions: sessions == 0 ? .max : sessions, chunk: 1) { made in
            try Self.wait(until: made.time)
            try file.write(made.capture)
            return Interruption.received == 0
        }
    }

    /// Sleeps until the time is `time`, in nanoseconds since 1970, or until there is a wish to end.
    private static func wait(until time: UInt64) throws {
        while Interruption.received == 0 {
            let now = SystemTime.nanoseconds
            guard time > now else { return }
            // A signal ends the sleep early.
            usleep(UInt32(min((time - now) / 1000 + 1, 50_000)))
        }
    }
}
