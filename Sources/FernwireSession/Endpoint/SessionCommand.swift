// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// A command of a session's user.
public enum SessionCommand: Sendable {
    /// Sends a message of this type and content. The type must be no control type and not `file`.
    ///
    /// - Parameter replyTo: the id of the message that it answers; 0 for none.
    case message(ContentType, [UInt8], replyTo: UInt64)
    /// Sends a whole file with its content.
    ///
    /// - Parameter replyTo: the id of the message that it answers; 0 for none.
    case file(name: [UInt8], mediaType: [UInt8], [UInt8], replyTo: UInt64)
    /// Begins a file, whose data follow. Until all of them did, nothing else can be sent.
    case beginFile(FileFragment.Description)
    /// Sends the next data of the file that was begun.
    case fileData([UInt8])
    /// Moves this side's direction to its next key.
    case rekey
    /// Says that this side has nothing more to send.
    case end
    /// Fails with this alert.
    case abort(AlertCode)
}

extension Session {
    /// Carries out a command.
    ///
    /// - Returns: the id of the message that the command sends or begins; `nil` for a command without one.
    /// - Throws: why the command was not carried out.
    @discardableResult
    public mutating func perform(_ command: SessionCommand) throws(SendError) -> UInt64? {
        switch command {
        case .message(let type, let bytes, let replyTo): return try send(type, bytes, replyTo: replyTo)
        case .file(let name, let mediaType, let data, let replyTo):
            return try sendFile(named: name, mediaType: mediaType, data, replyTo: replyTo)
        case .beginFile(let description): return try beginFile(description)
        case .fileData(let data): try send(fileData: data)
        case .rekey: try rekey()
        case .end: try end()
        case .abort(let alert): abort(alert)
        }
        return nil
    }
}
