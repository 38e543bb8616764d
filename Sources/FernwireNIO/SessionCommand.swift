// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// What a session's user wants sent.
public enum SessionCommand: Sendable {
    case message(ContentType, [UInt8], replyTo: UInt64)
    /// Begins a file, whose data follow; nothing else may come between.
    case beginFile(FileFragment.Description)
    case fileData([UInt8])
    case file(name: [UInt8], mediaType: [UInt8], [UInt8], replyTo: UInt64)
    /// This side's direction moves to its next key.
    case rekey
    /// Nothing more will be sent.
    case end
    /// The session is to fail, for this reason.
    case abort(AlertCode)
}

/// Asks a connection, as an outbound user event, to come to its end: in order if it can, with an alert if not.
struct ShutdownRequest: Sendable {}

/// Asks a connection, as an outbound user event, to fail at once.
struct AbortRequest: Sendable {
    let alert: AlertCode
}
