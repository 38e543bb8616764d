// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// What a session's user wants sent.
public enum SessionCommand: Sendable {
    /// A message of this type and content, which must be no control type and no file.
    ///
    /// - Parameter replyTo: the id of the message that it answers; 0 for none.
    case message(ContentType, [UInt8], replyTo: UInt64)
    /// A whole file with its content.
    ///
    /// - Parameter replyTo: the id of the message that it answers; 0 for none.
    case file(name: [UInt8], mediaType: [UInt8], [UInt8], replyTo: UInt64)
    /// Begins a file, whose data follow; until all of them did, nothing else can be sent.
    case beginFile(FileFragment.Description)
    /// The next data of the file that was begun.
    case fileData([UInt8])
    /// This side's direction moves to its next key.
    case rekey
    /// This side has nothing more to send.
    case end
    /// The session fails with this alert.
    case abort(AlertCode)
}

extension Session {
    /// Carries out a command.
    ///
    /// - Returns: the id of the message that the command sends or begins; `nil` for a command without one.
    /// - Throws: why nothing could be sent.
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
