// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// A message put together from its records.
public struct ReceivedMessage: Equatable, Sendable {
    public var id: UInt64
    /// Message of ours that it answers; 0 for none.
    public var replyTo: UInt64
    public var contentType: ContentType
    /// The message's bytes; of a file its data.
    public var bytes: [UInt8]
    /// Of a file.
    public var file: FileFragment.Description?
    /// What the message takes of the memory of all sessions, as long as someone holds it.
    var reservation: MemoryReservation?

    public static func == (one: ReceivedMessage, other: ReceivedMessage) -> Bool {
        one.id == other.id && one.replyTo == other.replyTo && one.contentType == other.contentType
            && one.bytes == other.bytes && one.file == other.file
    }
}

/// A part of a file, in order.
public struct FilePiece: Equatable, Sendable {
    /// The message's id.
    public var id: UInt64
    /// Of the file; in its first piece only.
    public var description: FileFragment.Description?
    public var data: [UInt8]
    public var isLast: Bool
}
