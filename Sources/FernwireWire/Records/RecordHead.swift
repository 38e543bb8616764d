// SPDX-License-Identifier: Apache-2.0
public import WireSchema

extension RecordPlaintext {
    /// The fields before a record's content, without a copy of the content.
    public struct Head: Equatable, Sendable {
        public let contentType: ContentType
        public let fragment: Fragment
        public let messageID: UInt64
        public let replyTo: UInt64

        /// - Throws: ``WireError`` for what the record itself shows to be wrong, its content's length included.
        public init(decoding plaintext: RawSpan) throws(WireError) {
            guard plaintext.byteCount >= prefixLength else {
                throw .truncated(field: .contentType, offset: plaintext.byteCount)
            }
            // The reader follows the layout's order without a walk: this is on the way of every record.
            var offset = 0
            guard let contentType = ContentType(rawValue: plaintext.next(&offset)) else {
                throw .illegalValue(field: .contentType, offset: 0)
            }
            let fragmentOffset = offset
            guard let fragment = Fragment(rawValue: plaintext.next(&offset)) else {
                throw .illegalValue(field: .fragment, offset: fragmentOffset)
            }
            self.contentType = contentType
            self.fragment = fragment
            let messageIDOffset = offset
            messageID = plaintext.next(&offset)
            let replyToOffset = offset
            replyTo = plaintext.next(&offset)
            let length = plaintext.byteCount - prefixLength
            guard length <= Wire.maximumContent else { throw .tooMany(field: .content, offset: prefixLength) }
            if contentType.isControl {
                guard fragment == .whole else { throw .illegalValue(field: .fragment, offset: fragmentOffset) }
                guard messageID == 0 else { throw .illegalValue(field: .messageID, offset: messageIDOffset) }
                guard replyTo == 0 else { throw .illegalValue(field: .replyTo, offset: replyToOffset) }
            } else if messageID == 0 {
                throw .illegalValue(field: .messageID, offset: messageIDOffset)
            }
            if contentType == .endOfSession, length > 0 {
                throw .trailingBytes(count: length, offset: prefixLength)
            }
        }
    }
}
