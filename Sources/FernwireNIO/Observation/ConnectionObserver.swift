// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireSession
public import FernwireWire

/// Takes note of what becomes of connections, such as an event log.
public protocol ConnectionObserver: Sendable {
    /// Takes note of a fact. It is called on event loops and other threads, many at a time, and must not wait.
    func note(_ fact: ConnectionFact, about connection: ConnectionSubject)
}

/// The connection that a fact is about, as far as it is known by then.
public struct ConnectionSubject: Sendable {
    /// The direction that this side sends.
    public var role: Direction
    /// The address of the other side; `nil` where it is not known.
    public var peer: NetworkAddress?
    /// The address of this side; `nil` where it is not known.
    public var local: NetworkAddress?
    /// The id of the session; `nil` before the server chose it.
    public var sessionID: UInt64?
    /// The name of the suite; `nil` before the hellos chose it.
    public var suite: String?

    public init(role: Direction, peer: NetworkAddress?, local: NetworkAddress? = nil) {
        (self.role, self.peer, self.local) = (role, peer, local)
    }
}

/// A fact about a connection.
public enum ConnectionFact: Sendable {
    /// The connection is open. It is followed by one ``closed(_:after:)``.
    case opened
    /// The connection was closed before it was served.
    case refused(ConnectionRefusal)
    /// TLS around the connection did not come about.
    case notSecured(TransportFailure)
    /// The handshake is done.
    ///
    /// - Parameter peer: the identity that the peer proved; `nil` for none.
    /// - Parameter after: the time since the connection was opened.
    case established(peer: IdentityKey?, after: Duration)
    /// The session failed.
    ///
    /// - Parameter wasEstablished: whether the handshake was done by then.
    /// - Parameter sentAlert: the alert that this side sent; `nil` for none.
    case failed(SessionFailure, wasEstablished: Bool, sentAlert: AlertCode?)
    /// The connection is closed.
    ///
    /// - Parameter failure: why the session failed; `nil` for one that ended in order.
    /// - Parameter after: the time since the connection was opened.
    case closed(SessionFailure?, after: Duration)
}

/// Why a connection is closed before it is served.
public enum ConnectionRefusal: Equatable, Sendable {
    /// As many connections are served as may be.
    case connections(limit: Int)
    /// The process has no file handle left.
    case fileHandles
}
