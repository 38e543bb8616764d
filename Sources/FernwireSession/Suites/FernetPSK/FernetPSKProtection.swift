// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// A token, whose plaintext begins with the frame's header: a token takes no associated data. PROTOCOL.md §6.1.
final class FernetPSKProtection: RecordProtection {
    private let cipher: FernetCipher

    init(_ cipher: FernetCipher) {
        self.cipher = cipher
    }

    override func payloadLength(plaintext count: Int) -> Int {
        FernetCipher.tokenLength(plaintext: Wire.headerLength + count)
    }

    override func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frame: inout [UInt8]) {
        let content = frame[..<Wire.headerLength] + plaintext
        cipher.seal(Array(content).rawSpan, timestamp: timestamp, into: &frame)
    }

    override func unseal(
        _ frame: RawSpan, header: FrameHeader, appendingTo plaintext: inout [UInt8]
    ) throws(RecordFailure) -> Assurance {
        let start = plaintext.count
        do {
            try cipher.open(frame.extracting(Wire.headerLength..<frame.byteCount), appendingTo: &plaintext)
        } catch {
            throw .token(error)
        }
        let end = start + Wire.headerLength
        let isRepeated =
            plaintext.count >= end
            && frame.extracting(0..<Wire.headerLength).isEqual(to: plaintext.rawSpan.extracting(start..<end))
        guard isRepeated else {
            wipe(&plaintext, from: start)
            throw .repeatedHeader
        }
        return .verified
    }
}
