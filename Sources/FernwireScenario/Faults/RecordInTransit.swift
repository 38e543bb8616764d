// SPDX-License-Identifier: Apache-2.0
public import FernwireSession
import FernwireWire

/// The bytes that a step sends, while a fault changes them.
public struct RecordInTransit {
    /// A record frame, which others may follow.
    public internal(set) var bytes: [UInt8]
    private let suite: CipherSuite
    /// The display filter of the field that the scenario names.
    private let field: String?

    /// - Parameter field: the display filter of a field; `nil` where the scenario names none.
    public init(_ bytes: [UInt8], in suite: CipherSuite, field: String?) {
        self.bytes = bytes
        self.suite = suite
        self.field = field
    }

    /// Flips the last bit of the field that the scenario names, or else of all bytes.
    mutating func flipBit() throws(Fault.Failure) {
        guard let end = field.map({ endOfField($0) }) ?? bytes.count else {
            throw Fault.Failure(description: "a record of the suite \(suite.name) has no field \(field ?? "")")
        }
        bytes[end - 1] ^= 1
    }

    /// Changes the header of the first record.
    mutating func changeHeader(_ change: (inout FrameHeader) -> Void) {
        var header = FrameHeader(decoding: bytes.span.bytes)
        change(&header)
        bytes.replaceSubrange(..<Wire.headerLength, with: header.encoded())
    }

    /// The offset behind the last byte of the field with this display filter; `nil` where the record has none or it is
    /// empty.
    private func endOfField(_ field: String) -> Int? {
        let header = FrameHeader(decoding: bytes.span.bytes)
        let payloadEnd = min(header.frameLength, bytes.count)
        var found: Int?
        for (layout, range) in [
            (FrameHeader.layout, 0..<Wire.headerLength), (suite.payloadLayout, Wire.headerLength..<payloadEnd),
        ] {
            let part = Array(bytes[range])
            // What was sealed has the form that its suite declares.
            try? layout.walk(part.span.bytes) { event in
                guard case .leaf(let leaf, let place) = event, leaf.filter.description == field, !place.isEmpty
                else { return }
                found = found ?? range.lowerBound + place.upperBound
            }
        }
        return found
    }
}
