// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire

/// What a record says, found in what it protects without a copy.
struct RecordContent {
    let head: RecordPlaintext.Head
    /// The content in what the record protects.
    let range: Range<Int>
    /// Where the parts of a file's record lie in the content; `nil` when it does not have its form.
    let file: FileFragment.Parts?

    /// - Returns: `nil` when the record plaintext does not have its form.
    init?(_ opened: ArraySlice<UInt8>, _ observation: Observation) {
        let plaintext = observation.plaintext(inCount: opened.count)
        guard let head = try? RecordPlaintext.Head(decoding: opened.rawSpan.extracting(plaintext)) else { return nil }
        self.head = head
        range = plaintext.lowerBound + RecordPlaintext.prefixLength..<plaintext.upperBound
        let content = opened.rawSpan.extracting(range)
        file = head.contentType == .file ? try? FileFragment.Parts(decoding: content, head.fragment) : nil
    }

    /// What the record adds to its message: of a file, the data. `nil` when the content does not have its form, and for
    /// control content.
    var part: Range<Int>? {
        if head.contentType == .file { return file?.data.moved(by: range.lowerBound) }
        return head.contentType.isControl ? nil : range
    }
}
