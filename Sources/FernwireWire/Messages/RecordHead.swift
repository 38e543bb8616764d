// SPDX-License-Identifier: Apache-2.0

extension RecordPlaintext {
    /// The fields before the content, without a copy of it.
    public struct Head: Equatable, Sendable {
        public let contentType: ContentType
        public let fragment: Fragment
        public let messageID: UInt64
        public let replyTo: UInt64

        /// - Throws: what the record itself shows to be wrong, its content's length included.
        public init(decoding plaintext: RawSpan) throws(WireError) {
            guard plaintext.byteCount >= prefixLength else {
                throw .truncated(field: .contentType, offset: plaintext.byteCount)
            }
            guard let contentType = ContentType(rawValue: plaintext.byte(0)) else {
                throw .illegalValue(field: .contentType, offset: 0)
            }
            guard let fragment = Fragment(rawValue: plaintext.byte(1)) else {
                throw .illegalValue(field: .fragment, offset: 1)
            }
            self.contentType = contentType
            self.fragment = fragment
            messageID = plaintext.integer(at: 2, width: 8)
            replyTo = plaintext.integer(at: 10, width: 8)
            let length = plaintext.byteCount - prefixLength
            guard length <= Wire.maximumContent else { throw .tooMany(field: .content, offset: prefixLength) }
            if contentType.isControl {
                guard fragment == .whole else { throw .illegalValue(field: .fragment, offset: 1) }
                guard messageID == 0 else { throw .illegalValue(field: .messageID, offset: 2) }
                guard replyTo == 0 else { throw .illegalValue(field: .replyTo, offset: 10) }
            } else if messageID == 0 {
                throw .illegalValue(field: .messageID, offset: 2)
            }
            if contentType == .endOfSession, length > 0 {
                throw .trailingBytes(count: length, offset: prefixLength)
            }
        }
    }
}
