// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import Logging
import NIOCore

/// What all connections of a side have in common.
struct ConnectionSetup: Sendable {
    let configuration: SessionConfiguration
    /// The key log; `nil` for none.
    let keyLog: KeyLogWriter?
    let limits: ConnectionLimits
    /// TLS around the connections; `nil` for none.
    let security: TransportSecurity?
    /// The observer of what becomes of the connections; `nil` for none.
    let observer: (any ConnectionObserver)?
    let logger: Logger

    /// Puts the session of a connection on its channel, inside TLS if that is wanted.
    ///
    /// - Returns: what becomes of TLS; `nil` without it.
    @discardableResult
    func add(_ handler: SessionHandler, to channel: any Channel) throws -> EventLoopFuture<Void>? {
        let secured = try security?.add(to: channel)
        try channel.pipeline.syncOperations.addHandler(handler)
        return secured
    }
}
