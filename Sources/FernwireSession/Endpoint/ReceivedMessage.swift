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
    public var file: FileFragment.Description?
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
