// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// The direction of a frame, which names the side that sent it.
public enum Direction: UInt8, NamedValue, Sendable {
    case fromClient = 0
    case fromServer = 1

    public var name: StaticString { self == .fromClient ? "client to server" : "server to client" }

    public var opposite: Direction { self == .fromClient ? .fromServer : .fromClient }

    /// The sender's name, as a key log writes it.
    public var sender: StaticString { self == .fromClient ? "client" : "server" }
}
