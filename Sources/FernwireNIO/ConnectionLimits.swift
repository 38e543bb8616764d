// SPDX-License-Identifier: Apache-2.0
public import NIOCore

/// How long a connection waits. PROTOCOL.md §7 and §8.
public struct ConnectionLimits: Sendable {
    /// How long the handshake may take in all, from the connection to the peer's verified finished.
    public var handshake: TimeAmount = .seconds(10)
    /// How long no byte may come in either direction once the session is established; `nil` for ever.
    public var idle: TimeAmount?
    /// How long the peer may take to hang up after our alert, which a reset would otherwise overtake.
    public var linger: TimeAmount = .seconds(2)
    /// How long the peer may take to end the session after a shutdown was asked for.
    public var shutdown: TimeAmount = .seconds(2)

    public init() {}
}
