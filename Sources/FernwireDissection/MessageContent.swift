// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire

/// A whole message that passed its check, for subdissectors of its content.
struct MessageContent {
    let type: ContentType
    /// The type and subtype of a file's media type, without parameters; empty when the file says none.
    let mediaType: [UInt8]
    let source: Source
    let range: Range<Int>
}

extension RecordContent {
    /// Returns the media type in a file's first record.
    func mediaType(in opened: RawSpan) -> [UInt8] {
        guard let file else { return [] }
        let all = Array(opened.extracting(file.mediaType.moved(by: range.lowerBound)))
        return Array(all.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") })
    }
}
