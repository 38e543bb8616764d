// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import FernwireConsole
import FernwireCrypto
import FernwireNIO
internal import FernwireScenario
import FernwireSession
import FernwireWire

/// `fernwire-client`.
public struct ClientCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "fernwire-client",
        abstract: "Speaks Fernwire with a server.",
        discussion: """
            With --message it sends that, shows the reply, and ends. With --scenario it plays the client's part, says \
            what was answered and how fast, and fails if anything was not. Without, it sends each line of standard \
            input, up to a line that is EXIT or END, and shows what the server says. Before it shows its own identity to a \
            server whose identity is not known, it asks you to confirm the server's fingerprint; where nobody can be asked, \
            it refuses the server.
            """,
        version: version)

    @Option(help: ArgumentHelp("Name or address of the server.", valueName: "host"))
    var host = "127.0.0.1"

    @OptionGroup var options: EndpointOptions

    @OptionGroup(title: "TLS") var transport: ClientTransportOptions

    @Option(help: ArgumentHelp("Send this one message.", valueName: "text"))
    var message: String?

    @Option(help: ArgumentHelp("Send this file.", valueName: "file"))
    var sendFile: String?

    @Option(
        help: ArgumentHelp(
            "Play this scenario: a name that fernwire generate --list shows, or a file in YAML.",
            valueName: "name or file"))
    var scenario: String?

    @Flag(help: "The message, or each line, is JSON.")
    var json = false

    @Option(
        help: ArgumentHelp("How long --message, --send-file and --scenario wait for a reply.", valueName: "seconds"))
    var wait = 3.0

    public init() {}

    public func validate() throws {
        guard [message, sendFile, scenario].count(where: { $0 != nil }) <= 1 else {
            throw ValidationError("Give only one of --message, --send-file and --scenario.")
        }
        guard wait >= 0, wait <= 86_400 else { throw ValidationError("--wait is 0 to 86400 seconds.") }
    }

    public func run() async throws {
        let play = try scenario.map { name throws(CommandError) in try Self.playable(name) }
        var options = options
        if let play { try options.suites.choose(play) }
        let name = (host.contains(":") ? "[\(host)]" : host) + ":\(options.port)"
        var credentials = try options.keys.credentials()
        let known = try options.keys.knownPeerKey().map { [$0] } ?? options.keys.trustFile()?.keys(of: name) ?? []
        if !known.isEmpty { credentials.peers = .known(known) }
        // A key is made for this one session, as the suite allows.
        if options.suites.insecure == "\(CipherSuite.rsaFernetHMAC.name)", credentials.rsaKey == nil {
            credentials.rsaKey = RSAPrivateKey.generate()
        }
        let configuration = try options.configuration(.fromClient, credentials)
        let file = try sendFile.map { path throws(CommandError) in try OutgoingFileReader(path: path) }
        let judgement = PeerJudgement(trustPath: options.keys.trust, acceptsNew: options.keys.acceptNew)
        let events = try options.openEventLog(.fromClient)
        let link = ServerLink(
            host: host, port: options.port, name: name, configuration: configuration,
            security: try transport.security(with: host),
            judgement: known.isEmpty ? judgement : nil, keyLog: try options.openKeyLog(), events: events,
            logger: options.logger)
        if let play {
            return try await runUntilSignalled(PlayService(link: link, scenario: play, wait: .seconds(wait)), events)
        }
        try await runUntilSignalled(
            ClientService(
                link: link, contentType: json ? .json : .text,
                errand: file.map { .file($0) } ?? message.map { .message($0) }, wait: .seconds(wait)), events)
    }

    /// Returns the scenario of this name, without what only a generator can bring about.
    private static func playable(_ name: String) throws(CommandError) -> Scenario {
        let scenario = try ScenarioReading.scenario(name)
        let faults = [scenario.fault] + scenario.steps.map { $0.fault?.fault }
        if let fault = faults.compactMap({ $0 }).first {
            throw CommandError("\(name): the fault \(fault) is for fernwire generate; a real session has none")
        }
        return scenario
    }
}

extension SuiteOptions {
    /// Takes the suite of the scenario, where none is named.
    fileprivate mutating func choose(_ scenario: Scenario) throws(CommandError) {
        guard suite.isEmpty, insecure == nil, let own = SuiteRegistry.standard.suite(named: scenario.suite) else {
            return
        }
        guard own.isSecure else {
            throw CommandError(
                "the scenario's suite is not secure: --insecure \(own.name) speaks it, or --suite another")
        }
        suite = [scenario.suite]
    }
}
