// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// Puts a direction's messages together from their records. PROTOCOL.md §4.
struct MessageAssembler {
    private let limit: Int
    private let streamsFiles: Bool
    private let memory: MemoryBudget?
    private var last: UInt64 = 0
    private var current: ReceivedMessage?
    /// The number of bytes of the current message that have arrived.
    private var count: UInt64 = 0

    /// A result that a record completes: a message, or a piece of a file that is streamed.
    enum Output {
        case message(ReceivedMessage)
        case piece(FilePiece)
    }

    init(_ configuration: SessionConfiguration) {
        limit = configuration.messageLimit
        streamsFiles = configuration.streamsFiles
        memory = configuration.memory
    }

    /// Whether a message has begun and not ended.
    var isInsideMessage: Bool { current != nil }

    /// Takes a record of a message; control records are not for it.
    ///
    /// - Returns: the message or the piece of a file that the record completes; `nil` for neither.
    ///
    /// - Throws: the alert that refuses the record. PROTOCOL.md §4.
    mutating func add(_ record: RecordPlaintext) throws(SessionError) -> Output? {
        var message = try begun(by: record)
        if record.contentType == .file, streamsFiles {
            let piece = try addFile(record, to: &message)
            let isLast = record.fragment.endsMessage
            current = isLast ? nil : message
            if isLast { try checkFile(message) }
            return .piece(FilePiece(id: message.id, description: piece.description, data: piece.data, isLast: isLast))
        }
        let bytes = record.contentType == .file ? try addFile(record, to: &message).data : record.content
        guard bytes.count <= limit - message.bytes.count else {
            throw SessionError(.messageTooLarge, .limit(.messageSize))
        }
        guard message.reservation?.grow(by: bytes.count) != false else { throw SessionError(.busy, .limit(.memory)) }
        if message.bytes.isEmpty { message.bytes = bytes } else { message.bytes += bytes }
        guard record.fragment.endsMessage else {
            current = message
            return nil
        }
        current = nil
        try check(message)
        return .message(message)
    }

    private mutating func begun(by record: RecordPlaintext) throws(SessionError) -> ReceivedMessage {
        if record.fragment.beginsMessage {
            guard current == nil, record.messageID == last + 1 else { throw SessionError(.malformed) }
            last = record.messageID
            count = 0
            return ReceivedMessage(
                id: record.messageID, replyTo: record.replyTo, contentType: record.contentType, bytes: [],
                reservation: memory.map { MemoryReservation($0) })
        }
        guard let message = current, message.id == record.messageID, message.replyTo == record.replyTo,
            message.contentType == record.contentType
        else { throw SessionError(.malformed) }
        // The assembler gives up its own copy here, so that the bytes are not copied when they grow.
        current = nil
        return message
    }

    private mutating func addFile(
        _ record: RecordPlaintext, to message: inout ReceivedMessage
    ) throws(SessionError) -> FileFragment {
        let piece: FileFragment
        do { piece = try FileFragment(decoding: record.content.rawSpan, record.fragment) } catch {
            throw SessionError(error)
        }
        if record.fragment.beginsMessage { message.file = piece.description }
        guard let file = message.file, piece.offset == count,
            UInt64(piece.data.count) <= file.size - min(count, file.size)
        else { throw SessionError(.malformed) }
        guard streamsFiles || file.size <= UInt64(limit) else {
            throw SessionError(.messageTooLarge, .limit(.messageSize))
        }
        count += UInt64(piece.data.count)
        return piece
    }

    private func checkFile(_ message: ReceivedMessage) throws(SessionError) {
        guard message.file?.size == count else { throw SessionError(.malformed) }
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return true
        } catch {
            return false
        }
    }

    private func check(_ message: ReceivedMessage) throws(SessionError) {
        switch message.contentType {
        case .text, .json:
            guard Self.isUTF8(message.bytes) else { throw SessionError(.malformed) }
        case .file:
            try checkFile(message)
        case .binary, .rekey, .endOfSession, .alert, .unknownControl: break
        }
    }
}
