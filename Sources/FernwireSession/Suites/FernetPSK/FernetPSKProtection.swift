// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// A token whose plaintext begins with the frame's header, since a token takes no associated data. PROTOCOL.md §6.1.
final class FernetPSKProtection: RecordProtection {
    private let cipher: FernetCipher
    /// The header and the plaintext of the record that is sealed.
    private var content: [UInt8] = []

    init(_ cipher: FernetCipher) {
        self.cipher = cipher
    }

    override func payloadLength(plaintext count: Int) -> Int {
        FernetCipher.tokenLength(plaintext: Wire.headerLength + count)
    }

    override var recordsWithoutDrawing: Int { cipher.ivsDrawn }

    override func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frames: inout [UInt8]) {
        content.removeAll(keepingCapacity: true)
        header.encode(into: &content)
        content += plaintext
        let content = content
        cipher.seal(content.rawSpan, timestamp: timestamp, into: &frames)
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
