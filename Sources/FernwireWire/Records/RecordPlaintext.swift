// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// The plaintext of a record: its content, with the content's type and place. PROTOCOL.md §4.
public struct RecordPlaintext: Equatable, Sendable {
    public var contentType: ContentType
    public var fragment: Fragment
    /// The number of the message, counted from 1 in its direction; 0 for control content.
    public var messageID: UInt64
    /// The id of the other side's message that this one answers; 0 for none.
    public var replyTo: UInt64
    public var content: [UInt8]

    /// The fields before the content.
    public static let prefixLayout = Layout([
        .value(.contentType), .value(.fragment), .value(.messageID), .value(.replyTo),
    ])
    public static let prefixLength = prefixLayout.fixedLength

    public init(
        _ contentType: ContentType, _ fragment: Fragment = .whole, messageID: UInt64 = 0, replyTo: UInt64 = 0,
        content: [UInt8] = []
    ) {
        self.contentType = contentType
        self.fragment = fragment
        self.messageID = messageID
        self.replyTo = replyTo
        self.content = content
    }

    /// - Throws: ``WireError`` for what the record itself shows to be wrong. The session knows whether it fits into its
    ///   message.
    public init(decoding plaintext: RawSpan) throws(WireError) {
        let head = try Head(decoding: plaintext)
        self.init(
            head.contentType, head.fragment, messageID: head.messageID, replyTo: head.replyTo,
            content: Array(plaintext.extracting(Self.prefixLength..<plaintext.byteCount)))
    }

    /// Appends the plaintext's bytes to `bytes`.
    public func encode(into bytes: inout [UInt8]) {
        // The fields follow the layout's order without a walk: this is on the way of every record.
        bytes.reserveCapacity(bytes.count + encodedLength)
        let words: InlineArray<3, UInt64> = [
            UInt64(contentType.rawValue) << 8 | UInt64(fragment.rawValue), messageID, replyTo,
        ]
        bytes.append(words, skipping: 6)
        bytes += content
    }

    public var encodedLength: Int { Self.prefixLength + content.count }

    /// Returns the form of the content of `type`, in a record that is `fragment`.
    public static func contentLayout(_ type: ContentType, _ fragment: Fragment) -> Layout {
        switch type {
        case .text, .json, .binary, .unknownControl: textLayout
        case .file: fragment.beginsMessage ? FileFragment.firstLayout : FileFragment.laterLayout
        case .rekey: Rekey.schema.layout
        case .alert: Alert.schema.layout
        case .endOfSession: emptyLayout
        }
    }

    private static let textLayout = Layout([.rest(.content)])
    private static let emptyLayout = Layout([])
}

extension Field {
    public static let contentType = Field(
        "fernwire.record.content_type", "Content type", kind: .u8.named(ContentType.self),
        summary: "What the record says")
    public static let fragment = Field(
        "fernwire.record.fragment", "Fragment", kind: .u8.named(Fragment.self),
        summary: "Which part of a message this is")
    public static let messageID = Field(
        "fernwire.record.message_id", "Message id", kind: .u64, summary: "Counts a direction's messages")
    public static let replyTo = Field(
        "fernwire.record.reply_to", "Reply to", kind: .u64, summary: "Message of the other side that this answers")
    public static let content = Field(
        "fernwire.record.content", "Content", kind: .bytes, summary: "The message's bytes")
}
