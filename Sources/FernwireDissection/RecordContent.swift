// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire

/// The content of a record, found in its plaintext without a copy.
struct RecordContent {
    let head: RecordPlaintext.Head
    /// The range of the content in the record's plaintext.
    let range: Range<Int>
    /// The places of the parts of a file's record in the content; `nil` when the content does not have its form.
    let file: FileFragment.Parts?

    /// Finds the content; `nil` when the record plaintext does not have its form.
    init?(_ opened: RawSpan, _ observation: Observation) {
        let plaintext = observation.plaintext(inCount: opened.byteCount)
        guard let head = try? RecordPlaintext.Head(decoding: opened.extracting(plaintext)) else { return nil }
        self.head = head
        range = plaintext.lowerBound + RecordPlaintext.prefixLength..<plaintext.upperBound
        let content = opened.extracting(range)
        file = head.contentType == .file ? try? FileFragment.Parts(decoding: content, head.fragment) : nil
    }

    /// The range of the bytes that the record adds to its message; of a file record, its data. `nil` when the content
    /// does not have its form, and for control content.
    var part: Range<Int>? {
        if head.contentType == .file { return file?.data.moved(by: range.lowerBound) }
        return head.contentType.isControl ? nil : range
    }
}
