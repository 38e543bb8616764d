// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// One message of a suite's own part of the handshake. PROTOCOL.md §6.
public struct Flight: Sendable, Equatable {
    /// The direction in which it is sent.
    public let sender: Direction
    public let type: MessageType
    /// Whether its payload is protected in epoch 0, with keys that the flights before it gave.
    public let isProtected: Bool

    public init(_ sender: Direction, _ type: MessageType, isProtected: Bool = false) {
        self.sender = sender
        self.type = type
        self.isProtected = isProtected
    }
}
