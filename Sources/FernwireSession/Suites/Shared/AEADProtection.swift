// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Ciphertext and tag, with the header as associated data.
final class AEADProtection: RecordProtection {
    private let cipher: AEAD
    private let iv: SecretBytes

    init(_ algorithm: AEAD.Algorithm, key: SecretBytes, iv: SecretBytes) {
        cipher = AEAD(algorithm, key: key)
        self.iv = iv
    }

    /// The IV, of which the last eight bytes are combined with the frame's sequence number: used once under a key.
    private func nonce(_ header: FrameHeader) -> [UInt8] {
        let iv = iv
        var nonce = Array(iv.bytes)
        for index in 0..<8 {
            nonce[nonce.count - 1 - index] ^= UInt8(truncatingIfNeeded: header.sequence >> UInt64(8 * index))
        }
        return nonce
    }

    override func payloadLength(plaintext count: Int) -> Int { count + AEAD.tagLength }

    override func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frame: inout [UInt8]) {
        let associated = frame
        cipher.seal(plaintext.rawSpan, nonce: nonce(header), associated: associated, into: &frame)
    }

    override func unseal(
        _ frame: RawSpan, header: FrameHeader, appendingTo plaintext: inout [UInt8]
    ) throws(RecordFailure) -> Assurance {
        let associated = Array(frame.extracting(0..<Wire.headerLength))
        let sealed = frame.extracting(Wire.headerLength..<frame.byteCount)
        guard sealed.byteCount >= AEAD.tagLength else { throw .tooShort }
        guard cipher.open(sealed, nonce: nonce(header), associated: associated, appendingTo: &plaintext) else {
            throw .recordMAC
        }
        return .verified
    }
}
