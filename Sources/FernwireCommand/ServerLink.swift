// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto
import FernwireNIO
import FernwireSession
import FernwireWire
import Logging
import ServiceLifecycle

/// The way to one server, and who it may be.
struct ServerLink {
    let host: String
    let port: Int
    /// The name of the server where its identity is remembered.
    let name: String
    let configuration: SessionConfiguration
    /// TLS around the connection; `nil` for none.
    let security: TransportSecurity?
    /// The judgement of a server whose identity is not known; `nil` where the configuration names the known ones.
    let judgement: PeerJudgement?
    let keyLog: KeyLogWriter?
    /// The event log; `nil` for none.
    let events: EventLog?
    let logger: Logger

    /// Connects, runs `body`, and closes. Every error becomes a command's error.
    ///
    /// A server whose identity is not known is left before this side's identity is sent. If the user accepts it, `body`
    /// runs in a second connection, which accepts that identity alone.
    func open(_ body: @Sendable (SessionConnection) async throws -> Void) async throws {
        var configuration = configuration
        if let judgement { configuration.credentials.peers = judgement.policy }
        do {
            try await open(configuration, body)
        } catch SessionFailure.local(let error) {
            guard let judgement, case .unknownIdentity(let peer) = error.detail else { throw explained(error) }
            try await judgement.ask(about: peer, named: name)
            configuration.credentials.peers = .known([peer])
            do {
                try await open(configuration, body)
            } catch SessionFailure.local(let error) {
                throw explained(error)
            }
        }
    }

    private func open(
        _ configuration: SessionConfiguration, _ body: @Sendable (SessionConnection) async throws -> Void
    ) async throws {
        do {
            try await SessionConnection.connect(
                host: host, port: port, configuration, keyLog: keyLog, security: security, observer: events,
                logger: logger
            ) { connection in
                try await withGracefulShutdownHandler {
                    try await body(connection)
                } onGracefulShutdown: {
                    connection.shutDown()
                }
            }
        } catch let error as SessionFailure {
            if case .local = error { throw error }
            guard case .alert(AlertCode.noCommonSuite.rawValue, _) = error else { throw CommandError("\(error)") }
            let offered = configuration.usableSuites.map { $0.name.description }.joined(separator: ", ")
            throw CommandError("\(error): it speaks none of the suites that your keys and options allow: \(offered)")
        } catch let error as CommandError {
            throw error
        } catch let error as TransportFailure {
            throw CommandError("\(host):\(port): \(error)")
        } catch {
            throw CommandError("cannot connect to \(host):\(port): \(reason(error))")
        }
    }

    private func explained(_ error: SessionError) -> CommandError {
        error.alert == .identityRefused
            ? CommandError("\(name) is not who it was: \(error)") : CommandError("refused: \(error)")
    }

    /// Takes note of the server's identity, which it has proved.
    func accept(_ peer: IdentityKey, _ connection: SessionConnection) async throws {
        do {
            try await judgement?.remember(peer, named: name)
        } catch {
            try? await connection.send(.abort(.internalError))
            throw error
        }
    }
}
