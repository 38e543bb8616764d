// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import FernwireSession
import FernwireWire

extension Scenario.StepFault {
    /// Does to a record, or several, what someone on the way does to the first.
    func change(_ bytes: inout [UInt8], _ suite: CipherSuite) throws(GeneratorError) {
        switch fault {
        case .flippedBit: bytes[try lastByte(of: bytes, suite)] ^= 1
        // The byte under the last one of the padding, a block before it.
        case .badPadding: bytes[bytes.count - 17] ^= 0x80
        case .oversizedLength: changeHeader(&bytes) { $0.length = UInt32(Wire.maximumPayload) * 16 }
        case .unknownType: changeHeader(&bytes) { $0.type = 0x7F }
        case .unknownVersion: changeHeader(&bytes) { $0.version = Wire.version + 1 }
        default: break
        }
    }

    private func changeHeader(_ bytes: inout [UInt8], _ change: (inout FrameHeader) -> Void) {
        var header = FrameHeader(decoding: bytes.span.bytes)
        change(&header)
        bytes.replaceSubrange(..<Wire.headerLength, with: header.encoded())
    }

    /// Where the field ends whose bit is flipped.
    private func lastByte(of bytes: [UInt8], _ suite: CipherSuite) throws(GeneratorError) -> Int {
        guard let field else { return bytes.count - 1 }
        let header = FrameHeader(decoding: bytes.span.bytes)
        let end = min(Wire.headerLength + Int(header.length), bytes.count)
        var found: Int?
        for (layout, range) in [
            (FrameHeader.layout, 0..<Wire.headerLength), (suite.payloadLayout, Wire.headerLength..<end),
        ] {
            let part = Array(bytes[range])
            // What was sealed has the form that its suite declares.
            try? layout.walk(part.span.bytes) { event in
                guard case .leaf(let leaf, let place) = event, leaf.filter.description == field, !place.isEmpty
                else { return }
                found = found ?? range.lowerBound + place.upperBound - 1
            }
        }
        guard let found else {
            throw GeneratorError(description: "a record of the suite \(suite.name) has no field \(field)")
        }
        return found
    }
}
