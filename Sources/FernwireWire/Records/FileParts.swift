// SPDX-License-Identifier: Apache-2.0
public import WireSchema

extension FileFragment {
    /// The places of the parts of a file record's content, without a copy of them and whatever they say.
    public struct Parts: Equatable, Sendable {
        /// The place in the file of the data's first byte.
        public var offset: UInt64 = 0
        public var data = 0..<0
        // The following parts are in a message's first record only.
        public var size: UInt64 = 0
        public var sha256 = 0..<0
        public var name = 0..<0
        public var mediaType = 0..<0

        public init(decoding content: RawSpan, _ fragment: Fragment) throws(WireError) {
            var parts = Parts()
            try RecordPlaintext.contentLayout(.file, fragment).walk(content) { event in
                guard case .leaf(let field, let range) = event else { return }
                switch field {
                case .fileOffset: parts.offset = content.integer(at: range.lowerBound, width: 8)
                case .fileSize: parts.size = content.integer(at: range.lowerBound, width: 8)
                case .fileSHA256: parts.sha256 = range
                case .fileName: parts.name = range
                case .mediaType: parts.mediaType = range
                case .fileData: parts.data = range
                default: break
                }
            }
            self = parts
        }

        /// Whether the parts of `content` say what is allowed. PROTOCOL.md §4.1.
        public func isSafe(in content: RawSpan, _ fragment: Fragment) -> Bool {
            (try? check(content, fragment)) != nil
        }

        /// - Throws: ``WireError`` for what the specification does not allow.
        func check(_ content: RawSpan, _ fragment: Fragment) throws(WireError) {
            guard fragment.beginsMessage else { return }
            guard FileFragment.isSafe(name: Array(content.extracting(name))) else {
                throw .illegalValue(field: .fileName, offset: name.lowerBound)
            }
            guard String(validating: Array(content.extracting(mediaType)), as: UTF8.self) != nil else {
                throw .illegalValue(field: .mediaType, offset: mediaType.lowerBound)
            }
            guard offset == 0 else { throw .illegalValue(field: .fileOffset, offset: 0) }
        }

        private init() {}
    }
}
