// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import FernwireConsole
import FernwireNIO
import FernwireSession
import ServiceLifecycle

/// `fernwire-server`.
public struct ServerCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "fernwire-server",
        abstract: "Answers Fernwire clients, and shows what they say.",
        discussion: """
            Without --key and --identity the server makes an identity for this run and shows its fingerprint. Ctrl-C \
            ends all sessions in order.
            """,
        version: version)

    enum Mode: String, ExpressibleByArgument, CaseIterable {
        /// Answers each message with --message.
        case reply
        /// Sends each message back.
        case echo
        /// Sends what is typed here to all clients.
        case chat
    }

    @Option(help: ArgumentHelp("Address to listen on; 0.0.0.0 or :: for other machines too.", valueName: "address"))
    var host = "127.0.0.1"

    @OptionGroup var options: EndpointOptions

    @Flag(help: "Refuse clients that do not prove who they are. --trust and --peer-key do, too.")
    var requireClientAuth = false

    @Option(help: ArgumentHelp("Save files that clients send into this folder.", valueName: "folder"))
    var saveTo: String?

    @OptionGroup(title: "TLS") var transport: ServerTransportOptions

    @OptionGroup(title: "Limits") var limits: LimitOptions

    @Option(
        help: "reply: answer each message with --message; echo: send it back; chat: send what is typed here to all.")
    var mode = Mode.reply

    @Option(help: ArgumentHelp("The answer of the mode reply.", valueName: "text"))
    var message = "Hello from the Fernwire server."

    public init() {}

    public func run() async throws {
        var credentials = try options.keys.credentials()
        if options.keys.key == nil, options.keys.identity == nil { credentials.ed25519Key = .generate() }
        let trust = try options.keys.trustFile()
        credentials.peers = try policy(trust)
        var configuration = try options.configuration(.fromServer, credentials)
        configuration.streamsFiles = saveTo != nil
        configuration.memory = limits.memory
        let folder = try saveTo.map { path throws(CommandError) in
            try SavingFolder(
                path: path, byteLimit: UInt64(limits.maxFolder) << 20, filesOfClient: limits.maxFiles)
        }
        let keyLog = try options.openKeyLog()
        let security = try transport.security()
        let events = try options.openEventLog(.fromServer)
        let listener: SessionListener
        do {
            listener = try await SessionListener(
                host: host, port: options.port, configuration, keyLog: keyLog, limits: limits.connections,
                connectionLimit: limits.maxClients, security: security, observer: events, logger: options.logger)
        } catch {
            throw CommandError("cannot listen on \(host):\(options.port): \(reason(error))")
        }
        let address = listener.host.contains(":") ? "[\(listener.host)]" : listener.host
        StandardOutput.write(line: "listening on \(address):\(listener.port)")
        if let identity = credentials.identity, configuration.usableSuites.contains(where: { $0.provesIdentities }) {
            StandardOutput.write(line: "identity \(identity.kindName) \(identity.fingerprint)")
        }
        let judgement = options.keys.acceptNew ? ClientJudgement(trust) : nil
        let service = ServerService(
            listener: listener, known: trust, judgement: judgement, folder: folder, eventLog: events, mode: mode,
            answer: message, verbose: options.verbose)
        try await runUntilSignalled(service, events)
    }

    /// Returns the peers that the server accepts.
    private func policy(_ trust: TrustFile?) throws(CommandError) -> PeerPolicy {
        if let key = try options.keys.knownPeerKey() { return .known([key]) }
        if let trust, !options.keys.acceptNew { return .known(trust.entries.map(\.key)) }
        return requireClientAuth || trust != nil ? .identified : .anyone
    }
}
