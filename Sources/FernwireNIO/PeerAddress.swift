// SPDX-License-Identifier: Apache-2.0

/// The address of a peer, as `accept` told it.
public struct PeerAddress: Sendable, CustomStringConvertible {
    /// The numeric address, such as `192.0.2.1`.
    public let host: String
    public let port: Int

    /// The address with the port, such as `192.0.2.1:50920` or `[2001:db8::1]:50920`.
    public var description: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}
