// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
import FernwireWire

/// An event that a session tells its user. Events are in order, and key-log entries come before the bytes that need
/// them are handed out.
public enum SessionEvent: Sendable {
    /// The handshake is done, and messages may be sent.
    ///
    /// - Parameter peer: who the peer is, where the suite proves it; `nil` where it does not.
    case established(suite: String, sessionID: UInt64, peer: IdentityKey?)
    /// These keys are to be in the key log before the next bytes are sent.
    case keys([KeyLogEntry])
    case message(ReceivedMessage)
    /// The next piece of a file arrived, where the configuration streams files.
    case filePiece(FilePiece)
    /// The peer has nothing more to send.
    case peerEnded
    /// Both sides ended; the connection is to be closed.
    case closed
    /// The session is over before its end; once the bytes are sent the connection is to be closed.
    case failed(SessionFailure)
}

/// The reason why a session failed.
public enum SessionFailure: Error, Equatable, Sendable {
    /// This side found a fault and sent its alert.
    case local(SessionError)
    /// The peer sent an alert. A code that is no ``AlertCode`` comes from a newer peer.
    case alert(code: UInt16, isAuthenticated: Bool)
    /// The connection ended without the end of the session: what arrived may not be all that was sent.
    case truncated
    /// The other side does not speak this protocol.
    case notFernwire
}

extension SessionFailure: CustomStringConvertible {
    /// The failure in words, for people.
    public var description: String {
        switch self {
        case .local(let error): "refused: \(error)"
        case .alert(let code, let isAuthenticated):
            "the peer sent the alert \(AlertCode(rawValue: code)?.name.description ?? "number \(code)")"
                + (isAuthenticated ? "" : " (not authenticated)")
        case .truncated: "truncated: the connection ended before the session did"
        case .notFernwire: "the other side does not speak Fernwire"
        }
    }
}
