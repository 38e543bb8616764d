// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireNIO
import FernwireSession
import Logging
import ServiceLifecycle

/// The way to one server, and who it may be.
struct ServerLink {
    let host: String
    let port: Int
    /// What the server is called where its identity is remembered.
    let name: String
    let configuration: SessionConfiguration
    /// Of a server's identity; `nil` when it was judged by the session already.
    let judgement: PeerJudgement?
    let keyLog: KeyLogWriter?
    let logger: Logger

    /// Connects, runs `body`, and closes. What goes wrong is a command's error.
    func open(_ body: @Sendable (SessionConnection) async throws -> Void) async throws {
        do {
            try await SessionConnection.connect(
                host: host, port: port, configuration, keyLog: keyLog, logger: logger
            ) { connection in
                try await withGracefulShutdownHandler {
                    try await body(connection)
                } onGracefulShutdown: {
                    connection.shutDown()
                }
            }
        } catch SessionFailure.local(let error) where error.alert == .identityRefused {
            throw CommandError("\(name) is not who it was: \(error)")
        } catch let error as SessionFailure {
            throw CommandError("\(error)")
        } catch let error as CommandError {
            throw error
        } catch {
            throw CommandError("cannot connect to \(host):\(port): \(reason(error))")
        }
    }

    /// Refuses a server that is not to be trusted.
    func judge(_ peer: IdentityKey, _ connection: SessionConnection) async throws {
        do {
            try await judgement?.accept(peer, named: name)
        } catch {
            try? await connection.send(.abort(.identityRefused))
            throw error
        }
    }
}
