// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import FernwireCrypto
import FernwireNIO
import FernwireSession
import FernwireWire

/// `fernwire-client`.
public struct ClientCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "fernwire-client",
        abstract: "Speaks Fernwire with a server.",
        discussion: """
            With --message it sends that, shows the reply, and ends. Without, it sends each line of standard input, up \
            to a line that is EXIT or END, and shows what the server says. A server whose identity is not known is \
            asked about, or refused where nobody can be asked.
            """,
        version: version)

    @Option(help: ArgumentHelp("Name or address of the server.", valueName: "host"))
    var host = "127.0.0.1"

    @OptionGroup var options: EndpointOptions

    @Option(help: ArgumentHelp("Send this one message.", valueName: "text"))
    var message: String?

    @Option(help: ArgumentHelp("Send this file.", valueName: "file"))
    var sendFile: String?

    @Flag(help: "The message, or each line, is JSON.")
    var json = false

    @Option(help: ArgumentHelp("How long --message and --send-file wait for a reply.", valueName: "seconds"))
    var wait = 3.0

    public init() {}

    public func validate() throws {
        if message != nil, sendFile != nil { throw ValidationError("--message or --send-file, not both.") }
        guard wait >= 0, wait <= 86_400 else { throw ValidationError("--wait is 0 to 86400 seconds.") }
    }

    public func run() async throws {
        let name = (host.contains(":") ? "[\(host)]" : host) + ":\(options.port)"
        var credentials = try options.keys.credentials()
        let known = try options.keys.knownPeerKey().map { [$0] } ?? options.keys.trustFile()?.keys(of: name) ?? []
        if !known.isEmpty { credentials.peers = .known(known) }
        // Made for the one session, as the suite allows.
        if options.suites.insecure == "\(RSAFernetHMAC.name)", credentials.rsaKey == nil {
            credentials.rsaKey = try RSAPrivateKey.generate()
        }
        var configuration = try options.configuration(.fromClient, credentials)
        if options.suites.suite.isEmpty { options.keys.prefer(&configuration) }
        let file = try sendFile.map { path throws(CommandError) in try OutgoingFileReader(path: path) }
        let judgement = PeerJudgement(trustPath: options.keys.trust, acceptsNew: options.keys.acceptNew)
        let service = ClientService(
            host: host, port: options.port, name: name, configuration: configuration,
            judgement: known.isEmpty ? judgement : nil, keyLog: try options.openKeyLog(),
            contentType: json ? .json : .text,
            errand: file.map { .file($0) } ?? message.map { .message($0) }, wait: .seconds(wait), logger: options.logger
        )
        try await runUntilSignalled(service)
    }
}
