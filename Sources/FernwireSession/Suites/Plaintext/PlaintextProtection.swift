// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// The record plaintext itself. PROTOCOL.md §6.6.
final class PlaintextProtection: RecordProtection {
    override func payloadLength(plaintext count: Int) -> Int { count }

    override var recordsWithoutDrawing: Int { .max }

    override var isDeterministic: Bool { true }

    override func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frames: inout [UInt8]) {
        frames += plaintext
    }

    override func unseal(
        _ frame: RawSpan, header: FrameHeader, appendingTo plaintext: inout [UInt8]
    ) throws(RecordFailure) -> Assurance {
        plaintext.append(frame.extracting(Wire.headerLength..<frame.byteCount))
        return .unauthenticated
    }
}
