// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// A message put together from its records.
public struct ReceivedMessage: Equatable, Sendable {
    /// The id of the message, counted from 1 in its direction.
    public var id: UInt64
    /// The id of our message that this one answers; 0 for none.
    public var replyTo: UInt64
    /// The type of the content, which is no control type.
    public var contentType: ContentType
    /// The content of the message; for a file, its data.
    public var bytes: [UInt8]
    /// The head of the file; `nil` for a message that is no file.
    public var file: FileFragment.Description?
    /// The part of the memory of all sessions that the message takes, for as long as someone holds it.
    var reservation: MemoryReservation?

    /// Returns whether both messages say the same. The memory that they take does not count.
    public static func == (one: ReceivedMessage, other: ReceivedMessage) -> Bool {
        one.id == other.id && one.replyTo == other.replyTo && one.contentType == other.contentType
            && one.bytes == other.bytes && one.file == other.file
    }
}

/// A piece of a file that is streamed. The pieces come in order.
public struct FilePiece: Equatable, Sendable {
    /// The id of the file's message.
    public var id: UInt64
    /// The head of the file, in its first piece; `nil` in all others.
    public var description: FileFragment.Description?
    /// The data of the piece: the next bytes of the file.
    public var data: [UInt8]
    /// Whether the file ends with this piece.
    public var isLast: Bool
}
