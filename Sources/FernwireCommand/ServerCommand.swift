// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import FernwireNIO
import FernwireSession
import ServiceLifecycle

/// `fernwire-server`.
public struct ServerCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "fernwire-server",
        abstract: "Answers Fernwire clients, and shows what they say.",
        discussion: """
            Without --key the server speaks rsa-fernet-hmac, which takes the client's key. Ctrl-C ends all sessions \
            in order.
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

    @Option(
        help: "reply: answer each message with --message; echo: send it back; chat: send what is typed here to all.")
    var mode = Mode.reply

    @Option(help: ArgumentHelp("The answer of the mode reply.", valueName: "text"))
    var message = "Hello from the Fernwire server."

    public init() {}

    public func run() async throws {
        let credentials = try Credentials(keyFile: options.key, keyID: options.keyID)
        let configuration = try options.configuration(.fromServer, credentials)
        let keyLog = try options.openKeyLog()
        let listener: SessionListener
        do {
            listener = try await SessionListener(
                host: host, port: options.port, configuration, keyLog: keyLog, logger: options.logger)
        } catch {
            throw CommandError("cannot listen on \(host):\(options.port): \(reason(error))")
        }
        let address = listener.host.contains(":") ? "[\(listener.host)]" : listener.host
        StandardOutput.write(line: "listening on \(address):\(listener.port)")
        let service = ServerService(listener: listener, mode: mode, answer: message, logger: options.logger)
        try await runUntilSignalled(service)
    }
}
