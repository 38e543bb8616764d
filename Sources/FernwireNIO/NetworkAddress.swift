// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// The address of one end of a connection, with its port.
public struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// The numeric address, such as `192.0.2.1`.
    public let host: String
    public let port: Int

    public init(host: String, port: Int) {
        (self.host, self.port) = (host, port)
    }

    /// The address that a channel knows; `nil` for one that is no address of the internet.
    init?(_ address: SocketAddress?) {
        guard let address, let host = address.ipAddress, let port = address.port else { return nil }
        self.init(host: host, port: port)
    }

    /// The address with the port, such as `192.0.2.1:50920` or `[2001:db8::1]:50920`.
    public var description: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}
