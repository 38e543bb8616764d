// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire

/// A command, as a connection's user writes it to the channel.
struct SessionRequest: Sendable {
    let command: SessionCommand
    /// Takes the id of the message that the command sends or begins, before its bytes are written.
    var whenNumbered: (@Sendable (UInt64) -> Void)?
}

/// Asks a connection, as an outbound user event, to come to its end: in order if it can, with an alert if not.
struct ShutdownRequest: Sendable {}

/// Asks a connection, as an outbound user event, to fail at once.
struct AbortRequest: Sendable {
    let alert: AlertCode
}
