// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire

/// A whole message that passed its check, for those who dissect what it says.
struct MessageContent {
    let type: ContentType
    /// A file's type and subtype, without parameters; empty when it says none.
    let mediaType: [UInt8]
    let source: Source
    let range: Range<Int>
}

extension RecordContent {
    /// The media type that a file's first record tells.
    func mediaType(_ opened: ArraySlice<UInt8>) -> [UInt8] {
        guard let file else { return [] }
        let all = opened[file.mediaType.moved(by: opened.startIndex + range.lowerBound)]
        return Array(all.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") })
    }
}
