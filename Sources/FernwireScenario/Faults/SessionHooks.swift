// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// What a fault does to a session as a whole, or to its capture. A hook that a fault does not give does nothing.
public struct SessionHooks: Sendable {
    /// Changes one of the handshake's messages on its way.
    public var handshake: HandshakeChange?
    /// The name of a suite that both sides speak, too, and prefer less than the scenario's own.
    public var furtherSuite: String?
    /// Whether the client holds another pre-shared key than the server, under the same name.
    public var clientHoldsOtherKey = false
    /// Whether someone on the way speaks with each side in the other's place. The capture then shows both connections.
    public var hasAttacker = false
    /// Whether the sides end the session before they hang up.
    public var endsSession = true
    /// What the client sends after the session's end.
    public var bytesAfterEnd: [UInt8] = []
    /// Whether the keys that go with the capture are those of its sessions.
    public var keysFit = true
    /// Whether the capture has the connection's beginning and the handshake.
    public var capturesHandshake = true
    /// The most bytes of a packet that the capture keeps.
    public var snaplen = Int.max
    /// Whether the capture's file ends inside its last packet.
    public var cutsFile = false

    /// The hooks of a sound session.
    public static let nothing = SessionHooks()

    /// Whether some packet shows the fault, so that its comment says what happens.
    public var showsInPacket: Bool { handshake != nil || hasAttacker || !bytesAfterEnd.isEmpty }
}

/// What someone on the way does to one of the handshake's messages.
public struct HandshakeChange: Sendable {
    /// The message that is changed.
    public let type: MessageType
    /// Changes its frame, whose first bytes are the header.
    public let change: @Sendable (inout [UInt8]) -> Void

    init(_ type: MessageType, change: @escaping @Sendable (inout [UInt8]) -> Void) {
        self.type = type
        self.change = change
    }
}

extension Scenario {
    /// What the scenario's fault does to its sessions; nothing where it has none.
    public var hooks: SessionHooks { fault?.sessionHooks ?? .nothing }
}
