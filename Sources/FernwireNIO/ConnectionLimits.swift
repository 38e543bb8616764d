// SPDX-License-Identifier: Apache-2.0
public import NIOCore

/// How long a connection waits. PROTOCOL.md §7 and §8.
public struct ConnectionLimits: Sendable {
    /// For the handshake in all, from the connection to the peer's verified finished.
    public var handshake: TimeAmount = .seconds(10)
    /// For any byte in either direction once the session is established; `nil` for ever.
    public var idle: TimeAmount?
    /// For the peer to hang up after our alert, which a reset would otherwise overtake.
    public var linger: TimeAmount = .seconds(2)
    /// For the peer's end after a shutdown was asked for.
    public var shutdown: TimeAmount = .seconds(2)

    public init() {}
}
