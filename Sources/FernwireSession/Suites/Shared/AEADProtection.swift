// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Ciphertext and tag, with the header as associated data.
final class AEADProtection: RecordProtection {
    private let cipher: AEAD
    private let iv: SecretBytes

    private typealias Nonce = InlineArray<12, UInt8>

    init(_ algorithm: AEAD.Algorithm, key: SecretBytes, iv: SecretBytes) {
        cipher = AEAD(algorithm, key: key)
        self.iv = iv
    }

    /// Returns the nonce of a frame: the IV, whose last eight bytes are combined with the sequence number. Each is used
    /// once under a key.
    private func nonce(_ header: FrameHeader) -> Nonce {
        let iv = iv
        var nonce = Nonce(repeating: 0)
        for index in 0..<nonce.count { nonce[index] = iv.bytes.byte(index) }
        for index in 0..<8 {
            nonce[nonce.count - 1 - index] ^= UInt8(truncatingIfNeeded: header.sequence >> UInt64(8 * index))
        }
        return nonce
    }

    override func payloadLength(plaintext count: Int) -> Int { count + AEAD.tagLength }

    override var recordsWithoutDrawing: Int { .max }

    override var isDeterministic: Bool { true }

    override func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frames: inout [UInt8]) {
        let nonce = nonce(header)
        // The frame is its header so far, and grows while this is read.
        let start = frames.count - Wire.headerLength
        let associated = InlineArray<32, UInt8> { frames[start + $0] }
        precondition(associated.count == Wire.headerLength)
        unsafe cipher.seal(
            plaintext.rawSpan, nonce: nonce.span.bytes, associated: associated.span.bytes, into: &frames)
    }

    override func unseal(
        _ frame: RawSpan, header: FrameHeader, appendingTo plaintext: inout [UInt8]
    ) throws(RecordFailure) -> Assurance {
        let associated = frame.extracting(0..<Wire.headerLength)
        let nonce = nonce(header)
        let sealed = frame.extracting(Wire.headerLength..<frame.byteCount)
        guard sealed.byteCount >= AEAD.tagLength else { throw .tooShort }
        // Its bytes have no padding.
        let isGenuine = unsafe cipher.open(
            sealed, nonce: nonce.span.bytes, associated: associated, appendingTo: &plaintext)
        guard isGenuine else { throw .recordMAC }
        return .verified
    }
}
