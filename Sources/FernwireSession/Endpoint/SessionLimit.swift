// SPDX-License-Identifier: Apache-2.0

/// A limit of this side that a session reached, and that ended the session. PROTOCOL.md §7.4 and §7.5.
public enum SessionLimit: Equatable, Sendable {
    /// The memory that the messages of all sessions may take together.
    case memory
    /// The size of one message.
    case messageSize
    /// The time of the handshake.
    case handshakeTime
    /// The time without a byte in either direction.
    case idleTime
    /// The operations with keys of one address that wait.
    case keyOperationsOfAddress
    /// The operations with keys of all addresses that wait.
    case keyOperations
    /// What the peer was sent and has not read.
    case unreadMessages
}

extension SessionLimit: CustomStringConvertible {
    /// What happened, as a clause for people.
    public var description: String {
        switch self {
        case .memory: "the messages of all sessions fill the memory that they may take"
        case .messageSize: "the message is larger than this side accepts"
        case .handshakeTime: "the handshake took too long"
        case .idleTime: "no byte went in either direction for too long"
        case .keyOperationsOfAddress: "too many operations with keys wait for this address"
        case .keyOperations: "too many operations with keys wait"
        case .unreadMessages: "the peer does not read what it is sent"
        }
    }
}
