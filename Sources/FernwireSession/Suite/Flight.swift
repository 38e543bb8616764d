// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// One message of a suite's own part of the handshake. PROTOCOL.md §6.
public struct Flight: Sendable, Equatable {
    /// The direction in which it is sent.
    public let sender: Direction
    /// The type of the message.
    public let type: MessageType
    /// Whether the payload is protected in epoch 0, with keys that the flights before it gave.
    public let isProtected: Bool

    /// Creates a flight that the side which sends in direction `sender` sends.
    public init(_ sender: Direction, _ type: MessageType, isProtected: Bool = false) {
        self.sender = sender
        self.type = type
        self.isProtected = isProtected
    }
}
