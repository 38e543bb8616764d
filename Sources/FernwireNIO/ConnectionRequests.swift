// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire

/// Commands that a connection's user writes to the channel, to be carried out in order.
struct SessionRequest: Sendable {
    let commands: [SessionCommand]
    /// Takes the id of each message that the commands send or begin, before the message's bytes are written.
    var whenNumbered: (@Sendable (UInt64) -> Void)?
}

/// Asks a connection, as an outbound user event, to come to its end: in order if it can, with an alert if not.
struct ShutdownRequest: Sendable {}

/// Asks a connection, as an outbound user event, to fail at once.
struct AbortRequest: Sendable {
    let alert: AlertCode
}
