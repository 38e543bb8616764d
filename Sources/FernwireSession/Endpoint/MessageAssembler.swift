// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// Puts a direction's messages together from their records. PROTOCOL.md §4.
struct MessageAssembler {
    let limit: Int
    private var last: UInt64 = 0
    private var current: ReceivedMessage?

    init(limit: Int) {
        self.limit = limit
    }

    /// Whether a message has begun and not ended.
    var isInsideMessage: Bool { current != nil }

    /// Takes a record that is no control; returns the message that it ends.
    mutating func add(_ record: RecordPlaintext) throws(SessionError) -> ReceivedMessage? {
        var message = try begun(by: record)
        guard record.content.count <= limit - message.bytes.count else { throw SessionError(.messageTooLarge) }
        if record.contentType == .file {
            try addFile(record, to: &message)
        } else {
            message.bytes += record.content
        }
        guard record.fragment.endsMessage else {
            current = message
            return nil
        }
        current = nil
        try check(message)
        return message
    }

    private mutating func begun(by record: RecordPlaintext) throws(SessionError) -> ReceivedMessage {
        if record.fragment.beginsMessage {
            guard current == nil, record.messageID == last + 1 else { throw SessionError(.malformed) }
            last = record.messageID
            return ReceivedMessage(
                id: record.messageID, replyTo: record.replyTo, contentType: record.contentType, bytes: [])
        }
        guard let message = current, message.id == record.messageID, message.replyTo == record.replyTo,
            message.contentType == record.contentType
        else { throw SessionError(.malformed) }
        // Given up here, so that the bytes are not copied when they grow.
        current = nil
        return message
    }

    private func addFile(_ record: RecordPlaintext, to message: inout ReceivedMessage) throws(SessionError) {
        let piece: FileFragment
        do { piece = try FileFragment(decoding: record.content.rawSpan, record.fragment) } catch {
            throw SessionError(error)
        }
        if record.fragment.beginsMessage { message.file = piece.description }
        guard let file = message.file, piece.offset == UInt64(message.bytes.count),
            UInt64(message.bytes.count + piece.data.count) <= file.size
        else { throw SessionError(.malformed) }
        guard file.size <= UInt64(limit) else { throw SessionError(.messageTooLarge) }
        message.bytes += piece.data
    }

    private func check(_ message: ReceivedMessage) throws(SessionError) {
        switch message.contentType {
        case .text, .json:
            guard String(validating: message.bytes, as: UTF8.self) != nil else { throw SessionError(.malformed) }
        case .file:
            guard message.file?.size == UInt64(message.bytes.count) else { throw SessionError(.malformed) }
        default: break
        }
    }
}
